"""Runs a program and says what it cost: wall time, CPU of it and its children, memory."""

import dataclasses
import json
import os
import pathlib
import resource
import subprocess
import sys
import threading
import time

MB = 1 << 20


WARDEN = pathlib.Path(__file__).with_name("warden.py")


@dataclasses.dataclass
class Cost:
    """Of one run. `status` is the exit status, negative for a signal."""

    status: int
    wall: float  # seconds
    cpu: float  # seconds, user and system, of the program and all that it started, daemons included
    left: int  # processes that outlived it, and were ended
    peak: int  # bytes resident: all its processes together, sampled


def measure(command, output, stdin="/dev/null", environment=None, descriptors=None, limit=900):
    """Runs `command` to its end, standard output and error into the files output and output.err.

    `descriptors` are the soft and the hard limit of open files. After `limit` seconds it is ended.
    """
    def lower_limits():
        if descriptors:
            resource.setrlimit(resource.RLIMIT_NOFILE, descriptors)

    reading, writing = os.pipe()
    with open(stdin, "rb") as source, open(output, "wb") as out, open(f"{output}.err", "wb") as err:
        process = subprocess.Popen(
            [sys.executable, WARDEN, str(writing), str(limit), *command],
            stdin=source, stdout=out, stderr=err, preexec_fn=lower_limits, pass_fds=[writing],
            env=os.environ | (environment or {}))
    os.close(writing)
    memory = Memory(process.pid)
    memory.start()
    try:
        with open(reading, "rb") as report:
            told = report.read()
        process.wait()
    except BaseException:  # we are interrupted: it does not outlive us
        process.terminate()
        process.wait()
        raise
    finally:
        memory.stop()
    if not told:
        sys.exit(f"bench: {command[0]} was not measured; see {output}.err")
    return Cost(**json.loads(told), peak=memory.peak)


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


def stream(command, stdin, environment):
    """Runs a program; gives each line of its output with the time of its arrival, in nanoseconds since 1970."""
    with open(stdin, "rb") as source:
        process = subprocess.Popen(
            command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=os.environ | environment)
        for line in process.stdout:
            yield time.time_ns(), line
        process.wait()


class Memory(threading.Thread):
    """Looks ten times a second at the memory of a warden's processes."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak, self.ended = pid, 0, threading.Event()

    def run(self):
        while not self.ended.wait(0.1):
            own = [pid for pid in family(self.pid) if pid != self.pid]  # without the warden
            resident = sum(field(pid, "VmRSS") for pid in own)
            self.peak = max(self.peak, resident, *(field(pid, "VmHWM") for pid in own[:1]))

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
