"""A whole fleet that loses its links in one stroke."""

import collections
import time

from hosts import await_that, expect, fleet
from runs import Run, moment, write_script


def stampede(asked):
    """200 hosts cut in one stroke, twice: they come back spread out, all of them, and nothing is lost."""
    count = 60 if asked.short else 200
    with fleet(count, asked) as hosts:
        script = write_script(hosts.folder, "wait", """#!/bin/sh
echo "start $FLOTILLA_ATTEMPT" >>"$HOME/starts"
echo one
until [ -e "$HOME/go" ]; do sleep 2; done
echo two
""")
        run = Run(asked.program, hosts.folder, hosts.inventory, script, "-f", str(count))
        try:
            await_that(lambda: len(run.events(None, "started")) == count, f"{count} hosts have started", 60)
            for _ in range(2):
                strike(hosts, run, count)
            for host in hosts.hosts:
                (hosts.home(host) / "go").touch()
            status = run.wait(60)
        finally:
            run.kill()
        expect(status == 0, f"the exit status is 0, not {status}:\n{run.text[-1500:]}")
        for host in hosts.hosts:
            expect(hosts.starts(host) == 1, f"{host}'s script starts once")
            expect(run.log(host, "wait") == b"one\ntwo\n", f"{host}'s log is whole")
        hosts.expect_clean()


def strike(hosts, run, count):
    cut = time.time()
    hosts.relays.tell("rst")
    def back():
        return [event for event in run.events(None, "reconnected") if moment(event) > cut]
    await_that(lambda: len(back()) == count, f"{count} hosts are back", 60)
    attempts = [moment(event) - cut for event in run.events(None, "connecting") if moment(event) > cut]
    returns = sorted(moment(event) - cut for event in back())
    busiest = collections.Counter(int(at * 20) for at in attempts).most_common(1)[0][1]
    print(f"     {len(attempts)} attempts from {min(attempts):.2f} to {max(attempts):.2f} s, at most {busiest} in "
          f"50 ms; half are back after {returns[count // 2]:.1f} s, all after {returns[-1]:.1f} s", flush=True)
    expect(busiest <= 0.7 * count, f"attempts are spread: {busiest} of {count} in 50 ms")
    expect(len(attempts) <= 1.5 * count, f"attempts don't fail in the crowd: {len(attempts)} for {count} hosts")
