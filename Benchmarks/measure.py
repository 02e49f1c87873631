"""Runs a program and says what it cost: wall time, CPU of it and its children, memory."""

import dataclasses
import os
import pathlib
import resource
import subprocess
import sys
import threading
import time

MB = 1 << 20


@dataclasses.dataclass
class Cost:
    """Of one run. `status` is the exit status, negative for a signal."""

    status: int
    wall: float  # seconds
    cpu: float  # seconds, user and system, of the program and the children that it waited for
    peak: int  # bytes resident: all its processes together, sampled; its own high-water mark at least


def measure(command, output, stdin="/dev/null", environment=None, descriptors=None, limit=600):
    """Runs `command` to its end, standard output and error into the files output and output.err.

    `descriptors` are the soft and the hard limit of open files. After `limit` seconds it is ended.
    """
    def lower_limits():
        if descriptors:
            resource.setrlimit(resource.RLIMIT_NOFILE, descriptors)

    with open(stdin, "rb") as source, open(output, "wb") as out, open(f"{output}.err", "wb") as err:
        start = time.monotonic()
        process = subprocess.Popen(
            command, stdin=source, stdout=out, stderr=err, preexec_fn=lower_limits,
            env=os.environ | (environment or {}))
        expiry = threading.Timer(limit, process.kill)
        expiry.start()
        memory = Memory(process.pid)
        memory.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:  # we are interrupted: it does not outlive us
            process.kill()
            raise
        finally:
            wall = time.monotonic() - start
            expiry.cancel()
            memory.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(process.returncode, wall, usage.ru_utime + usage.ru_stime, memory.peak)


def time_to(text, command, stdin, environment):
    """Seconds from the start of a program to the line that contains `text`; it must exit with 0."""
    with open(stdin, "rb") as source:
        start = time.monotonic()
        process = subprocess.Popen(
            command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=os.environ | environment)
        seen = None
        for line in process.stdout:
            if seen is None and text in line:
                seen = time.monotonic() - start
        if process.wait() != 0 or seen is None:
            sys.exit(f"bench: {command[0]}: exit status {process.returncode}, first line: {seen}")
    return seen


class Memory(threading.Thread):
    """Looks ten times a second at the memory of a process and its descendants."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak, self.ended = pid, 0, threading.Event()

    def run(self):
        while not self.ended.wait(0.1):
            resident = sum(field(pid, "VmRSS") for pid in family(self.pid))
            self.peak = max(self.peak, resident, field(self.pid, "VmHWM"))

    def stop(self):
        self.ended.set()
        self.join()


def family(root):
    """A process and its descendants, from the children that the kernel lists for each thread."""
    found, pending = [], [root]
    while pending:
        pid = pending.pop()
        found.append(pid)
        try:
            for children in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
                pending += map(int, children.read_text().split())
        except OSError:
            pass  # it ended while we looked
    return found


def field(pid, name):
    """A size of /proc/PID/status in bytes; 0 when the process has ended."""
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
