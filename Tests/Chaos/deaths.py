"""The controller dies, again and again, and another goes on."""

import heapq
import random
import subprocess
import time

import storm
from hosts import await_that, expect, fleet
from runs import Run, counted, counting_script, expect_log

DEATHS = 10


def deaths(asked):
    """The same storm, and the controller is killed with -9 ten times and resumed: byte-exact, started once."""
    lines, seconds = asked.lines, asked.seconds
    rng = random.Random(f"{asked.seed}/deaths")
    with fleet(asked.hosts, asked) as hosts:
        print(f"     seed {asked.seed}", flush=True)
        script = counting_script(hosts.folder, lines, seconds)
        run = Run(asked.program, hosts.folder, hosts.inventory, script)
        try:
            await_that(lambda: run.path, "the run has a folder", 20)
            cuts = storm.schedule(asked.seed, hosts.hosts, asked.mean, seconds)
            made = live_dangerously(hosts, run, asked.program, cuts, killings(rng, seconds))
            hosts.relays.tell("clear")
            status = run.wait(seconds * 3 + 60)
            expect(status == 0, f"all ends well, exit 0 and not {status}; its last words:\n{run.text[-2000:]}")
            for host in hosts.hosts:
                expect_log(run.log(host, script.name), counted(lines, host), host)
                expect(hosts.starts(host) == 1, f"{host}'s script starts once, not {hosts.starts(host)} times")
            began = len(run.events(None, "run-started"))
            print(f"     {made} cuts, {began} controllers, {len(hosts.spools())} spools left", flush=True)
            clean(run, asked.program)
            expect(not hosts.spools(), "`flotilla clean` leaves no spool")
            hosts.expect_clean()
        finally:
            run.kill()


def killings(rng, seconds):
    """When the controller dies: some deaths come close together, for launches are where things go wrong."""
    at = 0.0
    for _ in range(DEATHS):
        at += rng.choice((rng.uniform(0, 0.3), rng.uniform(0, 2 * seconds / DEATHS)))
        yield at, None, None


def live_dangerously(hosts, run, program, cuts, deaths):
    """Cuts links and kills controllers, in their time; the number of cuts."""
    began, made = time.monotonic(), 0
    for at, host, cut in heapq.merge(cuts, deaths, key=lambda moment: moment[0]):
        time.sleep(max(0.0, began + at - time.monotonic()))
        if host is None:
            run.kill()
            resume(run, program)
        else:
            hosts.relays.tell(cut, host)
            made += 1
    return made


def resume(run, program):
    """Another controller goes on with the same run."""
    with open(run.output, "w") as output:
        run.process = subprocess.Popen(
            [program, "resume", "-v", "last", "--log-dir", run.store],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)


def clean(run, program):
    done = subprocess.run(
        [program, "clean", "last", "--log-dir", run.store], stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60, check=False)
    expect(done.returncode == 0, f"`flotilla clean` cleans; it said\n{done.stderr}")
