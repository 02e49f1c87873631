"""A storm of cuts over many hosts at once, from a seed."""

import heapq
import random
import time

from hosts import expect, fleet
from runs import Run, counted, counting_script, expect_log

# A black hole lasts for longer than the 9 s after which a silent connection is given up.
HOLE_SECONDS = 11
# Black holes begin when all hosts have been got into: one that never was is unreachable, and rightly so.
HOLES_FROM = 10


def schedule(seed, hosts, mean, seconds):
    """The cuts: (second, host, command), sorted by time; each host's follow from the seed and its name alone."""
    cuts = []
    for host in hosts:
        rng = random.Random(f"{seed}/{host}")
        at = rng.expovariate(1 / mean)
        while at < seconds:
            kind = rng.choices(("rst", "fin", "byte", "slow", "hole"), (45, 20, 25, 7, 3 if at > HOLES_FROM else 0))[0]
            if kind == "byte":
                cuts.append((at, host, f"cut-after-bytes {rng.randrange(1, 9_000)} {rng.choice(('rst', 'fin'))} 1"))
            elif kind == "slow":
                cuts.append((at, host, f"delay {rng.randrange(5, 120)} {rng.randrange(1, 30)}"))
                cuts.append((at + rng.uniform(1, 4), host, "delay 0"))
            elif kind == "hole":
                cuts.append((at, host, rng.choice(("blackhole on", "blackhole hard"))))
                cuts.append((at + HOLE_SECONDS, host, "blackhole off"))
                at += HOLE_SECONDS
            else:
                cuts.append((at, host, kind))
            at += rng.expovariate(1 / mean)
    heapq.heapify(cuts)
    return [heapq.heappop(cuts) for _ in range(len(cuts))]


def storm(asked):
    """20 hosts, 20,000 lines in 60 s, a cut every 2 s a host: every log byte-exact, one start, exit 0, all clean."""
    lines, seconds = asked.lines, asked.seconds
    with fleet(asked.hosts, asked) as hosts:
        cuts = schedule(asked.seed, hosts.hosts, asked.mean, seconds * 3 + 30)
        (hosts.folder / "schedule").write_text("".join(f"{at:8.3f} {host} {cut}\n" for at, host, cut in cuts))
        print(f"     seed {asked.seed}", flush=True)
        script = counting_script(hosts.folder, lines, seconds)
        run = Run(asked.program, hosts.folder, hosts.inventory, script, "--reconnect-for", "10m")
        try:
            made = blow(hosts, run, cuts)
            hosts.relays.tell("clear")
            status = run.wait(120)
            check(hosts, run, status, lines)
            lost = len(run.events(None, "connection-lost"))
            back = len(run.events(None, "reconnected"))
            print(f"     {made} cuts, {lost} losses, {back} reconnections, "
                  f"{len(hosts.spools())} spools left", flush=True)
        except BaseException:
            print(f"     seed {asked.seed}; the cuts are in {hosts.folder}/schedule", flush=True)
            run.kill()
            raise


def blow(hosts, run, cuts):
    """Makes the cuts in their time, until the run or the schedule ends."""
    began, made = time.monotonic(), 0
    for at, host, cut in cuts:
        while run.is_running and time.monotonic() < began + at:
            time.sleep(min(0.05, max(0.0, began + at - time.monotonic())))
        if not run.is_running:
            break
        hosts.relays.tell(cut, host)
        made += 1
    return made


def check(hosts, run, status, lines):
    for host in hosts.hosts:
        expect(hosts.starts(host) == 1, f"{host}'s script starts once, not {hosts.starts(host)} times")
        expect_log(run.log(host, "count"), counted(lines, host), host)
        expect(run.job(host)["status"] == "ok", f"{host} is ok: {run.job(host)}")
    expect(status == 0, f"the exit status is 0, not {status}:\n{run.text[-1500:]}")
    hosts.expect_clean()
