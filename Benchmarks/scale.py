"""Very many hosts: what each costs the client, from a hundred to ten thousand; and thousands of them open at once.

The hosts are `lightserver.py`: SSH is real, the shells are not.
"""

import os
import pathlib
import resource
import socket
import subprocess
import time

import jobs
import peers
from measure import MB, field, measure
from subjects import require, require_success

SIZES = 100, 1_000, 10_000
OPEN = 5_000
IDLE = 20  # seconds over which an idle client is watched


class LightFarm:
    """So many hosts of light servers; `with` ends them."""

    def __init__(self, work, hosts):
        self.path = work / "light"
        self.addresses = {
            f"h{number:05}": f"127.77.{number >> 8 & 255}.{number & 255}" for number in range(1, hosts + 1)}

    def __enter__(self):
        require(peers.PYTHON.exists(), f"no {peers.PYTHON}: asyncssh is not installed")
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.path.mkdir(exist_ok=True)
        (self.path / "release").unlink(missing_ok=True)
        for name in "id", "host_key":
            if not (self.path / name).exists():
                subprocess.run(
                    ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.path / name], check=True)
        (self.path / "authorized_keys").write_text((self.path / "id.pub").read_text())
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [peers.PYTHON, pathlib.Path(__file__).with_name("lightserver.py"), self.path, str(self.port),
             str(os.cpu_count())], stdin=subprocess.PIPE)
        self.write_inventory()
        deadline = time.monotonic() + 30
        while socket.socket().connect_ex(("127.77.0.1", self.port)):
            require(time.monotonic() < deadline, "the light servers don't start")
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def write_inventory(self):
        self.inventory = self.path / "fleet.yaml"
        key = (self.path / "host_key.pub").read_text().split()[:2]
        (self.path / "known_hosts").write_text(f"[127.77.*]:* {' '.join(key)}\n")
        hosts = "".join(f"  {name}: {{ address: {address} }}\n" for name, address in self.addresses.items())
        self.inventory.write_text(
            f"keys: {{ bench: {{ file: {self.path}/id }} }}\n"
            f"defaults: {{ user: bench, key: bench, port: {self.port}, host_keys: strict,\n"
            f"  known_hosts: {self.path}/known_hosts, ssh_config: false }}\nhosts:\n{hosts}")

    def release(self):
        """Lets the quiet scripts end."""
        (self.path / "release").touch()


def many(flotilla, work, asked):
    """Fanout 200; every log is compared."""
    script, printed = work / "lines.sh", work / "printed"
    script.write_text(jobs.LINES + "# that is all\n")
    rows = [("hosts", "wall s", "CPU ms/host", "peak MiB", "KiB/host beyond 100", "exact logs")]
    costs = {}
    for hosts in SIZES:
        with LightFarm(work, hosts) as farm:
            cost = measure(
                flotilla.command(farm.inventory, script, "--fanout", "200"), printed,
                environment=flotilla.environment)
            require_success(cost, printed)
            for name, address in farm.addresses.items():
                require(flotilla.log(name).read_bytes() == jobs.lines(address), f"the log of {name}")
        costs[hosts] = cost
        first = costs[SIZES[0]]
        growth = (cost.peak - first.peak) / 1024 / (hosts - SIZES[0]) if hosts > SIZES[0] else 0
        rows.append((
            f"{hosts:,}", f"{cost.wall:.1f}", f"{cost.cpu * 1000 / hosts:.2f}", f"{cost.peak / MB:.0f}",
            f"{growth:.1f}", f"{hosts:,} of {hosts:,}"))
    few, most = costs[SIZES[0]].cpu / SIZES[0], costs[SIZES[-1]].cpu / SIZES[-1]
    holds = most <= few * 1.25
    return ("20 lines from many hosts, fanout 200; light servers", rows,
            f"Wanted of flotilla: a host costs no more among 10,000 than among 100 (a quarter is noise):"
            f" {'met' if holds else '**not met**'}.")


def idle(flotilla, work, _):
    """Connections that are all open at once, each following a script that says nothing."""
    script, printed = work / "quiet.sh", work / "printed"
    script.write_text("#!/bin/sh\n# waits for release\n# that is all\n")
    with LightFarm(work, OPEN) as farm:
        command = flotilla.command(
            farm.inventory, script, "--fanout", str(OPEN), "--connect-timeout", "5m", "--output", "json")
        with open(printed, "wb") as out, open(f"{printed}.err", "wb") as err:
            start = time.monotonic()
            process = subprocess.Popen(
                command, stdout=out, stderr=err, env=os.environ | flotilla.environment)
            while printed.read_bytes().count(b'"event":"started"') < OPEN:
                require(process.poll() is None and time.monotonic() < start + 900, "not all were started")
                time.sleep(1)
            opened = time.monotonic() - start
            before = cpu(process.pid)
            time.sleep(IDLE)
            spent, resident = cpu(process.pid) - before, field(process.pid, "VmRSS")
            files = len(os.listdir(f"/proc/{process.pid}/fd"))
            farm.release()
            status = process.wait()
        require(status == 0, f"exit status {status}")
        for name, address in farm.addresses.items():
            require(flotilla.log(name).read_bytes() == jobs.lines(address), f"the log of {name}")
    rows = [
        ("open at once", "opened in s", "resident MiB", "KiB/host", "idle CPU, % of one core", "descriptors"),
        (f"{OPEN:,}", f"{opened:.0f}", f"{resident / MB:.0f}", f"{resident / 1024 / OPEN:.0f}",
         f"{spent / IDLE * 100:.1f}", f"{files:,}")]
    return f"{OPEN:,} quiet scripts followed at once; light servers", rows, (
        f"All {OPEN:,} logs exact after they were let go. Idle CPU is over {IDLE} s, keepalives included.")


def cpu(pid):
    """Seconds of user and system time that a process has had."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


CASES = {"ten-thousand": many, "open": idle}
