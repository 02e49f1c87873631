"""How soon a dead link is noticed, and how soon output flows again: measured from the run's events."""

import contextlib
import os
import signal
import time

import deaths
import storm
from hosts import expect, fleet
from runs import Run, counted, counting_script, expect_log, moment

# What PRODUCT.md and the defaults promise, in seconds.
NOTICED_WITHIN = 10.0
BACK_WITHIN = 1.0


@contextlib.contextmanager
def talking(asked, seconds, *options):
    """A host whose script prints all the time; ends with the run's log compared."""
    lines = seconds * 20
    with fleet(1, asked) as hosts:
        script = counting_script(hosts.folder, lines, seconds)
        run = Run(asked.program, hosts.folder, hosts.inventory, script, *options)
        try:
            run.await_event("h1", "started")
            yield hosts, run
            hosts.relays.tell("clear")
            storm.check(hosts, run, run.wait(120), lines)
        finally:
            run.kill()


def reset(asked):
    """A link that is reset or closed: output flows again within 1 s plus the connection's own time."""
    rounds = 4 if asked.short else 20
    with talking(asked, 6 if asked.short else 24) as (hosts, run):
        pauses, connects = [], []
        for number in range(rounds):
            cut = time.time()
            hosts.relays.tell(("rst", "fin")[number % 2])
            lost = moment(run.await_event("h1", "connection-lost", after=cut))
            connecting = moment(run.await_event("h1", "connecting", after=lost))
            back = moment(run.await_event("h1", "reconnected", after=connecting))
            pauses.append(connecting - cut)
            connects.append(back - connecting)
            time.sleep(0.3)
        print(f"     {rounds} cuts: next attempt after {min(pauses):.2f} to {max(pauses):.2f} s, connecting "
              f"took {min(connects):.2f} to {max(connects):.2f} s", flush=True)
        expect(max(pauses) < BACK_WITHIN, f"the next attempt begins within {BACK_WITHIN} s: {pauses}")


def black_hole(asked):
    """A link that is silent, with and without new connections: noticed within 10 s, and exact afterwards."""
    with talking(asked, 45) as (hosts, run):
        for kind in "on", "hard":
            print(f"     blackhole {kind}: {noticed(hosts, run, kind):.1f} s until noticed", flush=True)


def noticed(hosts, run, kind):
    cut = time.time()
    hosts.relays.tell(f"blackhole {kind}")
    lost = run.await_event("h1", "connection-lost", NOTICED_WITHIN + 2, after=cut)
    expect(moment(lost) - cut < NOTICED_WITHIN, f"noticed within {NOTICED_WITHIN} s: {lost}")
    hosts.relays.tell("blackhole off")
    run.await_event("h1", "reconnected", 30, after=moment(lost))
    return moment(lost) - cut


def hung_server(asked):
    """An sshd that hangs behind a live kernel: noticed within 10 s, resumed; a short hang is no loss."""
    with talking(asked, 30) as (hosts, run):
        stopped = sessions(hosts)
        expect(stopped, "the session's sshd is found")
        stop = time.time()
        signal_all(stopped, signal.SIGSTOP)
        time.sleep(5)
        signal_all(stopped, signal.SIGCONT)
        time.sleep(1)
        expect(not run.events("h1", "connection-lost"), "a hang of 5 s is no loss")
        stop = time.time()
        signal_all(stopped, signal.SIGSTOP)
        try:
            lost = run.await_event("h1", "connection-lost", NOTICED_WITHIN + 2, after=stop)
            print(f"     {moment(lost) - stop:.1f} s until noticed", flush=True)
            expect(moment(lost) - stop < NOTICED_WITHIN, f"noticed within {NOTICED_WITHIN} s: {lost}")
            run.await_event("h1", "reconnected", 20, after=moment(lost))
        finally:
            signal_all(stopped, signal.SIGCONT)


def given_up(asked):
    """A host that is away for longer than --reconnect-for: lost, with the layer that is dead; resume finds it again."""
    with fleet(1, asked) as hosts:
        script = counting_script(hosts.folder, 200, 20)
        run = Run(asked.program, hosts.folder, hosts.inventory, script, "--reconnect-for", "5s", "--connect-timeout", "3s")
        try:
            run.await_event("h1", "started")
            hosts.relays.tell("blackhole hard")
            status = run.wait(60)
            expect(status == 3, f"a lost host is exit 3, not {status}")
            job = run.job("h1")
            expect(job["status"] == "lost", f"h1 is lost: {job}")
            print(f"     {job['reason']}", flush=True)
            expect("no contact for 5 s; ssh:" in job["reason"] or "no contact for 5 s; tcp:" in job["reason"],
                   f"its end names the layer: {job['reason']}")
            hosts.relays.tell("clear")
            deaths.resume(run, asked.program)
            storm.check(hosts, run, run.wait(60), 200)
        finally:
            run.kill()


def forever(asked):
    """--reconnect-for forever: a link that is dead for long is sought with growing pauses, and found."""
    away = 60
    with fleet(1, asked) as hosts:
        script = counting_script(hosts.folder, 200, 10)
        run = Run(asked.program, hosts.folder, hosts.inventory, script,
                  "--reconnect-for", "forever", "--connect-timeout", "3s")
        try:
            run.await_event("h1", "started")
            hosts.relays.tell("blackhole hard")
            time.sleep(away)
            hosts.relays.tell("clear")
            storm.check(hosts, run, run.wait(60), 200)
            back = run.events("h1", "reconnected")[-1]["seconds"]
            attempts = len(run.events("h1", "connecting"))
            print(f"     back after {back:.0f} s, {attempts} attempts", flush=True)
        finally:
            run.kill()


def sessions(hosts):
    """The sshd processes of the farm's sessions: they descend from its daemons and aren't of a session's own."""
    daemons = {int(path.read_text()) for path in (hosts.farm / "daemons").glob("*.pid")}
    parents = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as stat:
            name, rest = stat.read().rsplit(")", 1)
            if "sshd" in name:
                parents[int(pid)] = int(rest.split()[1])
    found = set()
    while more := {pid for pid, parent in parents.items() if parent in found | daemons} - found:
        found |= more
    return found


def signal_all(pids, number):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
