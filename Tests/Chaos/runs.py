"""Runs of `flotilla`, and what they left on disk."""

import datetime
import json
import os
import pathlib
import signal
import subprocess

from hosts import await_that, expect


class Run:
    """One `flotilla run`, from its start to its end."""

    def __init__(self, program, folder, inventory, script, *options):
        self.folder = pathlib.Path(folder)
        number = len(list(self.folder.glob("runs-*")))
        self.store = self.folder / f"runs-{number}"
        self.output = self.folder / f"output-{number}"
        with open(self.output, "w") as output:
            self.process = subprocess.Popen(
                [program, "run", "-v", "-i", inventory, "--log-dir", self.store, *options, script],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)

    @property
    def path(self):
        """The run's folder, once it is there."""
        runs = list(self.store.glob("*/events.ndjson"))
        return runs[0].parent if runs else None

    def events(self, host=None, *names):
        """What has happened so far; of one host, and of these kinds alone, where that is said."""
        if self.path is None:
            return []
        lines = (self.path / "events.ndjson").read_text().split("\n")[:-1]
        events = [json.loads(line) for line in lines]
        return [event for event in events
                if (host is None or event.get("host") == host) and (not names or event["event"] in names)]

    def await_event(self, host, name, seconds=20, after=0.0):
        """Waits for an event, and gives it."""
        def seen():
            if not self.is_running:
                found = [e for e in self.events(host, name) if moment(e) >= after]
                expect(found, f"{host} has '{name}' before the run ends; it printed\n{self.text}")
            return [event for event in self.events(host, name) if moment(event) >= after]
        return await_that(seen, f"{host} has the event '{name}'", seconds)[0]

    def log(self, host, step, start=1):
        """The bytes of a job's log, as far as they are there."""
        name = f"{step}.log" if start == 1 else f"{step}@{start}.log"
        path = self.path / "hosts" / host / name
        return path.read_bytes() if path.exists() else b""

    def job(self, host):
        """How a job ended, from summary.json."""
        document = json.loads((self.path / "summary.json").read_text())
        return next(job for job in document["jobs"] if job["host"] == host)

    @property
    def text(self):
        return self.output.read_text(errors="replace")

    @property
    def is_running(self):
        return self.process.poll() is None

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)

    def wait(self, seconds):
        """Waits for the end; one that doesn't come in time is ended."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            expect(False, f"the run ends within {seconds} s; its last words:\n{self.text[-2000:]}")

    def kill(self):
        if self.is_running:
            self.process.kill()
            self.process.wait()


def moment(event):
    """When an event happened, in seconds of the epoch."""
    return datetime.datetime.fromisoformat(event["time"].replace("Z", "+00:00")).timestamp()


def write_script(folder, name, text):
    path = pathlib.Path(folder) / name
    path.write_text(text)
    os.chmod(path, 0o700)
    return path


def counting_script(folder, lines, seconds, name="count"):
    """A script that notes its start and prints numbered lines, evenly over this time."""
    rounds = max(1, int(seconds / 0.25))
    return write_script(folder, name, f"""#!/bin/sh
echo "start $FLOTILLA_ATTEMPT" >>"$HOME/starts"
line=0 round=0
while [ $round -lt {rounds} ]; do
    round=$((round + 1))
    until [ $line -ge $(({lines} * round / {rounds})) ]; do
        line=$((line + 1))
        echo "line $line of $FLOTILLA_HOST: what comes once, and in order"
    done
    sleep 0.25
done
""")


def counted(lines, host):
    """What the counting script prints on a host."""
    return b"".join(
        b"line %d of %s: what comes once, and in order\n" % (line, host.encode())
        for line in range(1, lines + 1))


def expect_log(log, wanted, host):
    """Both byte for byte the same; says where they part."""
    if log == wanted:
        return
    at = next((n for n, (a, b) in enumerate(zip(log, wanted)) if a != b), min(len(log), len(wanted)))
    expect(False, f"{host}'s log is what the script wrote: {len(log)} bytes in place of {len(wanted)}, "
                  f"different from byte {at}: {log[at:at + 60]!r} in place of {wanted[at:at + 60]!r}")
