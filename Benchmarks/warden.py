"""Runs a program for `measure`, and counts what all of it cost: also what it left behind.

  python3 warden.py FD SECONDS COMMAND…

It is the parent of whatever loses its own, such as the masters that Ansible keeps: they are ended with the program, and
their time counts. What it cost goes to the descriptor FD as JSON; the program is killed after SECONDS.
"""

import ctypes
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36  # prctl(2)
GRACE = 5  # seconds that what was left has to end in


def main():
    report, limit, command = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    os.set_inheritable(report, False)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.monotonic()
    process = subprocess.Popen(command)
    for name in signal.SIGINT, signal.SIGTERM:
        signal.signal(name, lambda *_: process.kill())
    signal.signal(signal.SIGALRM, lambda *_: process.kill())
    signal.setitimer(signal.ITIMER_REAL, limit)
    cpu, status, wall = 0, None, None
    while status is None:
        pid, ended, usage = os.wait3(0)
        cpu += usage.ru_utime + usage.ru_stime
        if pid == process.pid:
            status, wall = os.waitstatus_to_exitcode(ended), time.monotonic() - start
    left, more = end_the_rest()
    os.write(report, json.dumps(
        {"status": status, "wall": wall, "cpu": cpu + more, "left": left}).encode())


def end_the_rest():
    """Ends what is left; returns how many processes that was, and the CPU seconds that they had cost."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    left, cpu, deadline = children(), 0, time.monotonic() + GRACE
    for pid in left:
        os.kill(pid, signal.SIGTERM)
    while True:
        try:
            pid, _, usage = os.wait3(os.WNOHANG)
        except ChildProcessError:
            return len(left), cpu
        if pid:
            cpu += usage.ru_utime + usage.ru_stime
            continue
        if time.monotonic() > deadline:
            for one in children():
                os.kill(one, signal.SIGKILL)
        time.sleep(0.01)


def children():
    listed = pathlib.Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()
    return [int(pid) for pid in listed.split()]


if __name__ == "__main__":
    main()
