"""Reboots, dead neighbours and full disks, on isolated hosts of the laboratory (Tests/Lab)."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

from hosts import HERE, await_that, expect
from links import NOTICED_WITHIN
from runs import Run, counted, counting_script, expect_log, moment, write_script

LAB = HERE.parent / "Lab" / "lab"


class Laboratory:
    """Hosts with a boot identity of their own."""

    def __init__(self, folder, count, *options):
        self.folder = folder
        self.environment = dict(os.environ)
        self.environment.setdefault("LAB_NAME", "chaos")
        self.environment.setdefault("LAB_NET", "84")
        self.tell("up", count, *options)
        paths = dict(line.split(None, 1) for line in self.tell("paths").splitlines())
        self.hosts = {host["name"]: host for host in json.loads(self.tell("list", "--json"))}
        self.inventory = folder / "inventory.yaml"
        text = f"keys: {{ lab: {{ file: {paths['id_ed25519']} }} }}\n"
        text += (f"defaults: {{ key: lab, user: root, known_hosts: {paths['known_hosts']}, "
                 "connect_timeout: 3s }\nhosts:\n")
        for name, host in self.hosts.items():
            text += f"  {name}: {{ address: {host['address']}, port: {host['port']} }}\n"
        self.inventory.write_text(text)

    def tell(self, *words):
        told = subprocess.run(
            [LAB, *map(str, words)], env=self.environment, capture_output=True, text=True, timeout=120,
            stdin=subprocess.DEVNULL, check=False)
        expect(told.returncode == 0, f"lab {' '.join(map(str, words))}: {told.stderr}")
        return told.stdout.strip()

    def answers(self, host):
        """Whether its sshd says who it is."""
        place = self.hosts[host]["address"], self.hosts[host]["port"]
        try:
            with socket.create_connection(place, 1) as connection:
                connection.settimeout(2)
                return connection.recv(4) == b"SSH-"
        except OSError:
            return False

    def home(self, host):
        return pathlib.Path(self.hosts[host]["home"])

    def starts(self, host):
        path = self.home(host) / "starts"
        return path.read_text().split("\n")[:-1] if path.exists() else []

    def forget(self, host):
        (self.home(host) / "starts").unlink(missing_ok=True)
        shutil.rmtree(self.home(host) / ".local", ignore_errors=True)


@contextlib.contextmanager
def laboratory(count):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="flotilla-chaos."))
    lab = Laboratory(folder, count)
    try:
        yield lab
        shutil.rmtree(folder)
    finally:
        lab.tell("down")


def reboots(asked):
    """A reboot in mid-script, behind its end, expected, and expected in vain: outcome, ALERT, columns, exit status."""
    with laboratory(1) as lab:
        for case in CASES:
            began = time.monotonic()
            case(lab, asked)
            print(f"     {case.__name__.replace('_', ' ')}: as it should be, "
                  f"{time.monotonic() - began:.0f} s", flush=True)
            lab.forget("h1")


def carry_out(lab, asked, script, during, outcome, exit, *options, reboots=1):
    """One run; looks at everything that the operator is told of its end."""
    run = Run(asked.program, lab.folder, lab.inventory, script, *options)
    try:
        await_that(lambda: run.path and run.log("h1", script.name), "the script's first line is there", 20)
        during(run)
        status = run.wait(90)
    finally:
        run.kill()
    job = run.job("h1")
    told = f"{job}\n{run.text[-1500:]}"
    expect(job["status"] == outcome, f"it ends as {outcome}: {told}")
    expect(status == exit, f"the exit status is {exit}, not {status}: {told}")
    seen = run.events("h1", "rebooted")
    expect(len(seen) == len(job["reboots"]) == reboots, f"{reboots} reboots are told: {seen} {told}")
    expect(run.text.count("ALERT rebooted") == reboots, f"an ALERT for each reboot: {told}")
    for event, reboot in zip(seen, job["reboots"]):
        expect(event["before"] == reboot["before"] != reboot["after"] == event["after"], f"before, after: {told}")
    if reboots:
        expect("reboots" in (run.path / "summary.txt").read_text(), f"a column for reboots: {told}")
    return run, job


def reported_in_mid_script(lab, asked):
    script = counting_script(lab.folder, 400, 20)
    run, _ = carry_out(lab, asked, script, lambda run: lab.tell("reboot", "h1", "--down", 2), "rebooted", 1)
    expect(counted(400, "h1").startswith(run.log("h1", "count")), "what came before the reboot is in the log")
    expect(lab.starts("h1") == ["start 1"], f"it is not started again: {lab.starts('h1')}")


RERUN = """#!/bin/sh
echo "$FLOTILLA_ATTEMPT $FLOTILLA_REBOOTS" >>"$HOME/starts"
echo "attempt $FLOTILLA_ATTEMPT after $FLOTILLA_REBOOTS reboots"
[ "$FLOTILLA_ATTEMPT" -ge %d ] || sleep 30
"""


def rerun_once(lab, asked):
    script = write_script(lab.folder, "rerun", RERUN % 2)
    run, job = carry_out(
        lab, asked, script, lambda run: lab.tell("reboot", "h1", "--down", 1), "ok", 0, "--on-reboot", "rerun:1")
    expect(lab.starts("h1") == ["1 0", "2 1"], f"attempt and reboots are seen: {lab.starts('h1')}")
    expect(job["starts"] == 2, f"two starts are told: {job}")


def rerun_no_more_than_said(lab, asked):
    def twice(run):
        lab.tell("reboot", "h1", "--down", 1, "--wait")
        await_that(lambda: len(lab.starts("h1")) == 2, "the second start", 30)
        time.sleep(0.5)
        lab.tell("reboot", "h1", "--down", 1)
    script = write_script(lab.folder, "rerun", RERUN % 9)
    carry_out(lab, asked, script, twice, "rebooted", 1, "--on-reboot", "rerun:1", reboots=2)
    expect(lab.starts("h1") == ["1 0", "2 1"], f"no third start: {lab.starts('h1')}")


def expected_from_within(lab, asked):
    script = write_script(lab.folder, "upgrade", "#!/bin/sh\necho rebooting\nsleep 1\nreboot\nsleep 30\n")
    carry_out(lab, asked, script, lambda run: None, "ok", 0, "--on-reboot", "expected:2m")


def expected_behind_the_end(lab, asked):
    script = write_script(lab.folder, "upgrade", "#!/bin/sh\necho soon\nsleep 1\n")
    def later(run):
        await_that(lambda: exits(lab), "the script's end")
        time.sleep(2)
        lab.tell("reboot", "h1", "--down", 2)
    carry_out(lab, asked, script, later, "ok", 0, "--on-reboot", "expected:2m")


def expected_in_vain(lab, asked):
    script = write_script(lab.folder, "upgrade", "#!/bin/sh\necho not rebooting\nsleep 1\n")
    run, _ = carry_out(
        lab, asked, script, lambda run: None, "timeout", 1, "--on-reboot", "expected:5s", reboots=0)
    expect("did not reboot within 5 s" in run.text, f"it says why: {run.text}")


def expected_without_return(lab, asked):
    script = write_script(lab.folder, "upgrade", "#!/bin/sh\necho going down\nsleep 60\n")
    try:
        run, job = carry_out(
            lab, asked, script, lambda run: lab.tell("halt", "h1"), "lost", 3, "--on-reboot", "expected:12s",
            "--reconnect-for", "5s", reboots=0)
        print(f"       {job['reason']}", flush=True)
    finally:
        lab.tell("boot", "h1")
        await_that(lambda: lab.answers("h1"), "h1 is back", 30)


def behind_the_end_while_the_link_is_down(lab, asked):
    script = counting_script(lab.folder, 60, 3)
    def cut(run):
        lab.tell("cut", "h1")
        await_that(lambda: exits(lab), "the script's end")
        lab.tell("halt", "h1")
        lab.tell("boot", "h1")
        lab.tell("restore", "h1")
    run, _ = carry_out(lab, asked, script, cut, "ok", 0)
    expect_log(run.log("h1", "count"), counted(60, "h1"), "h1")


def spool_lost_with_it(lab, asked):
    def lose(run):
        lab.tell("halt", "h1")
        shutil.rmtree(lab.home("h1") / ".local")
        lab.tell("boot", "h1")
    script = counting_script(lab.folder, 400, 20)
    carry_out(lab, asked, script, lose, "rebooted", 1)
    expect(lab.starts("h1") == ["start 1"], f"it is not started again: {lab.starts('h1')}")


def exits(lab):
    """The files that hold a script's end: their first line is empty until then."""
    found = (lab.home("h1") / ".local/state/flotilla/spool").glob("*/*/*/exit")
    return [file for file in found if not file.read_bytes().startswith(b"\n")]


CASES = (
    reported_in_mid_script, rerun_once, rerun_no_more_than_said, expected_from_within, expected_behind_the_end,
    expected_in_vain, expected_without_return, behind_the_end_while_the_link_is_down, spool_lost_with_it,
)


def dead_neighbour(asked):
    """A host that falls silent, as behind a router: noticed within 10 s; all is there when it is back."""
    with laboratory(1) as lab:
        lines = 25 * 20
        script = counting_script(lab.folder, lines, 25)
        def fall_silent(run):
            time.sleep(2)
            cut = time.time()
            lab.tell("cut", "h1")
            lost = moment(run.await_event("h1", "connection-lost", NOTICED_WITHIN + 2, after=cut))
            print(f"     {lost - cut:.1f} s until noticed", flush=True)
            expect(lost - cut < NOTICED_WITHIN, f"noticed within {NOTICED_WITHIN} s, not {lost - cut:.1f}")
            time.sleep(4)
            lab.tell("restore", "h1")
        run, _ = carry_out(lab, asked, script, fall_silent, "ok", 0, reboots=0)
        expect_log(run.log("h1", "count"), counted(lines, "h1"), "h1")


def full_disk(asked):
    """A host whose disk is full before, and in the middle of, a script: told as what it is."""
    with laboratory(1) as lab:
        script = write_script(lab.folder, "fill", "#!/bin/sh\nset -e\necho first\nsleep 2\nseq 1 100000\nexit 0\n")
        run, job = carry_out(
            lab, asked, script, lambda run: lab.tell("fill", "h1", "--free", "8K"), "failed", 1, reboots=0)
        expect("disk was full" in " ".join(job["notices"]), f"the full disk is told: {job}")
        print(f"     in mid-script: {job['reason']}, {job['bytes']} bytes, {job['notices']}", flush=True)
        lab.tell("unfill", "h1")
        lab.forget("h1")
        lab.tell("fill", "h1")
        run = Run(asked.program, lab.folder, lab.inventory, script)
        try:
            run.wait(60)
        finally:
            run.kill()
        job = run.job("h1")
        print(f"     before it: {job['status']}, {job.get('reason')}, {job['notices']}", flush=True)
        lab.tell("unfill", "h1")
