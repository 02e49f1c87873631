"""The controller dies, again and again, and another goes on."""

import random
import subprocess
import time

from hosts import await_that, expect, fleet
from runs import Run, counted, counting_script, expect_log

DEATHS = 10


def deaths(asked):
    """The controller is killed with -9 ten times and resumed: every log byte-exact, every script started once."""
    lines, seconds = asked.lines, max(8, asked.seconds // 2)
    rng = random.Random(f"{asked.seed}/deaths")
    with fleet(asked.hosts, asked) as hosts:
        print(f"     seed {asked.seed}", flush=True)
        script = counting_script(hosts.folder, lines, seconds)
        run = Run(asked.program, hosts.folder, hosts.inventory, script)
        try:
            await_that(lambda: run.path, "the run has a folder", 20)
            for _ in range(DEATHS):
                # Most deaths early: launches are where things go wrong.
                time.sleep(rng.choice((rng.uniform(0, 0.3), rng.uniform(0, 2 * seconds / DEATHS))))
                run.kill()
                resume(run, asked.program)
            status = run.wait(seconds * 3 + 60)
            expect(status == 0, f"all ends well, exit 0 and not {status}; its last words:\n{run.text[-2000:]}")
            for host in hosts.hosts:
                expect_log(run.log(host, script.name), counted(lines, host), host)
                expect(hosts.starts(host) == 1, f"{host}'s script starts once, not {hosts.starts(host)} times")
            began = len(run.events(None, "run-started"))
            print(f"     {began} controllers, {len(hosts.spools())} spools left", flush=True)
            clean(run, asked.program)
            expect(not hosts.spools(), "`flotilla clean` leaves no spool")
            hosts.expect_clean()
        finally:
            run.kill()


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
