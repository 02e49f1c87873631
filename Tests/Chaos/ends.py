"""Every end of a job: what the operator is told, and that nothing of it is left on the host."""

import contextlib
import os
import shutil
import signal
import time

from hosts import await_that, expect, fleet
from runs import Run, counted, counting_script, expect_log, write_script

# It has a child in the background, one that has left its session, and one that has left it twice.
STAYING = """#!/bin/sh
sleep 1000 &
setsid sleep 1000 &
(setsid sh -c 'setsid sleep 1000 & exec sleep 1000' &)
%s
echo ready
while :; do sleep 0.1; done
"""


def ends(asked):
    """ok, two Ctrl-C, timeout and idle timeout: no process is left on the host, whatever left the script's session."""
    with fleet(1, asked) as hosts:
        staying = write_script(hosts.folder, "stay", STAYING % ":")
        deaf = write_script(hosts.folder, "deaf", STAYING % "trap '' TERM")
        status, _ = carry_out(hosts, asked, counting_script(hosts.folder, 20, 1), "ok")
        expect(status == 0, f"the exit status of ok is 0, not {status}")
        status, _ = carry_out(hosts, asked, staying, "timeout", "--timeout", "2s")
        expect(status == 1, f"the exit status of a timeout is 1, not {status}")
        carry_out(hosts, asked, staying, "idle-timeout", "--idle-timeout", "2s")
        carry_out(hosts, asked, deaf, "timeout", "--timeout", "1s")
        status, _ = carry_out(hosts, asked, staying, "cancelled", during=press_twice)
        expect(status == 130, f"the exit status of an interrupted run is 130, not {status}")
        status, _ = carry_out(hosts, asked, staying, "cancelled", during=press_while_down)
        expect(status == 130, f"the exit status of an interrupted run is 130, not {status}")


def remote_deaths(asked):
    """The runner, tmux or the spool die on the host: told as what it is, and never as ok."""
    with fleet(1, asked) as hosts:
        script = counting_script(hosts.folder, 100, 6)
        status, job = carry_out(hosts, asked, script, "lost", during=kill_runner, leaves=True)
        expect(status == 3, f"the exit status of a lost job is 3, not {status}")
        expect("killed on the host" in job["reason"], f"the reason tells of the runner: {job['reason']}")
        status, job = carry_out(hosts, asked, script, "lost", during=remove_spool, leaves=True)
        expect("gone from the host" in job["reason"], f"the reason tells of the folder: {job['reason']}")
        # The script has a session of its own: the end of tmux takes away nothing but the window.
        status, _ = carry_out(hosts, asked, script, "ok", during=kill_tmux)
        expect(status == 0, f"a script that outlives tmux ends as ok, not with {status}")
        # With a terminal, tmux is the terminal.
        status, job = carry_out(hosts, asked, script, None, "--tty", during=kill_tmux)
        expect(status in (1, 3) and job["status"] != "ok", f"a script without its terminal isn't ok: {job}")


def carry_out(hosts, asked, script, word, *options, during=None, leaves=False):
    """Runs a script, does something while it runs, and looks at its end and at what is left."""
    run = Run(asked.program, hosts.folder, hosts.inventory, script, *options)
    try:
        await_that(lambda: run.path and run.log("h1", script.name), "the script's first line is there", 20)
        if during:
            during(hosts, run)
        status = run.wait(60)
    finally:
        run.kill()
    job = run.job("h1")
    print(f"     {script.name} {' '.join(options)} {during.__name__ if during else ''}: "
          f"{job['status']}, {job.get('reason') or 'no more to say'}", flush=True)
    expect(word in (None, job["status"]), f"it ends as {word}: {job}\n{run.text[-1500:]}")
    if job["status"] == "ok":
        lines = 100 if during else 20
        expect_log(run.log("h1", script.name), counted(lines, "h1"), "h1")
    if leaves:
        hosts.end_leftovers()
    hosts.expect_clean()
    hosts.forget()
    return status, job


def press_twice(hosts, run):
    run.interrupt()
    await_that(lambda: run.events(None, "interrupted"), "the first Ctrl-C is noticed")
    run.interrupt()


def press_while_down(hosts, run):
    """The link is down when the operator wants the script ended: it is, as soon as the link is back."""
    hosts.relays.tell("refuse on")
    hosts.relays.tell("rst")
    run.await_event("h1", "connection-lost")
    press_twice(hosts, run)
    time.sleep(1)
    hosts.relays.tell("refuse off")


def kill_runner(hosts, run):
    kill_matching(hosts, "/run run ")


def kill_tmux(hosts, run):
    kill_matching(hosts, "tmux ")


def kill_matching(hosts, text):
    found = [pid for pid, command in hosts.leftovers().items() if text in command and "flotilla" in command]
    expect(found, f"a process with '{text}' is there: {hosts.leftovers()}")
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def remove_spool(hosts, run):
    for folder in hosts.spools():
        shutil.rmtree(folder)
    hosts.relays.tell("rst")
