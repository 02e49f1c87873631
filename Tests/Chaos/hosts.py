"""What the chaos tests run against: a farm of real sshd hosts on loopback, each behind a relay that can be cut."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
FARM = HERE.parent / "Farm" / "farm"
RELAY = HERE.parent / "Lab" / "cutproxy.py"
sys.path.insert(0, str(RELAY.parent))
import cutproxy  # noqa: E402  # from the laboratory, found by the line above


class Failure(Exception):
    """A promise that was not kept."""


def expect(holds, promise):
    if not holds:
        raise Failure(promise)


def await_that(condition, promise, seconds=10):
    """Waits until `condition` holds, looking often."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.02)
    raise Failure(f"{promise}: not within {seconds} s")


class Relays:
    """One relay for each host: what a client connects to, and what is cut."""

    def __init__(self, folder, targets, prefix):
        """Listens at prefix.100.1, .2, ... for the targets {name: (address, port)}, in their order."""
        self.socket = str(folder / "relay.sock")
        self.log = folder / "relay.log"
        self.addresses = {}
        links = []
        for number, (name, (address, port)) in enumerate(targets.items()):
            third, fourth = divmod(number, 250)
            self.addresses[name] = (f"{prefix}.{100 + third}.{fourth + 1}", port)
            links.append(f"{name}={self.addresses[name][0]}:{port}={address}:{port}")
        with open(folder / "relay.errors", "w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, RELAY, "serve", "--ctl", self.socket, "--log", self.log, *links],
                stdin=subprocess.DEVNULL, stderr=errors)
        await_that(self.answers, "the relay answers", 20)

    def answers(self):
        try:
            return self.tell("ping")
        except OSError:
            if self.process.poll() is not None:
                raise Failure("the relay ended; is another --prefix or --port free?") from None
            return None

    def tell(self, command, host=None):
        reply = cutproxy.ctl_call(self.socket, f"@{host} {command}" if host else command)
        if isinstance(reply, dict) and reply.get("ok") is False:
            raise Failure(f"the relay refuses '{command}': {reply['error']}")
        return reply

    def close(self):
        self.process.terminate()
        self.process.wait(10)


class Fleet:
    """A farm behind relays, with the inventory that leads through them."""

    def __init__(self, folder, count, asked, *options):
        self.folder = folder
        self.farm = folder / "farm"
        place = ["--prefix", asked.prefix] + (["--port", str(asked.port)] if asked.port else [])
        subprocess.run([FARM, "up", self.farm, "--hosts", str(count), *place, *options], check=True)
        self.hosts = {host["name"]: host for host in json.loads(
            (self.farm / "hosts.json").read_text())["hosts"]}
        self.relays = Relays(
            folder, {name: (host["address"], host["port"]) for name, host in self.hosts.items()},
            asked.prefix)
        self.describe()

    def describe(self):
        keys = [(self.farm / f"host_{kind}.pub").read_text().split()[:2] for kind in ("ed25519", "ecdsa")]
        known = self.folder / "known_hosts"
        known.write_text("".join(
            f"[{address}]:{port} {kind} {key}\n"
            for address, port in self.relays.addresses.values() for kind, key in keys))
        self.inventory = self.folder / "inventory.yaml"
        text = f"keys: {{ farm: {{ file: {self.farm}/id }} }}\n"
        text += f"defaults: {{ key: farm, known_hosts: {known}, host_keys: strict }}\nhosts:\n"
        for name, (address, port) in self.relays.addresses.items():
            text += f"  {name}: {{ address: {address}, port: {port} }}\n"
        self.inventory.write_text(text)

    def home(self, name):
        return pathlib.Path(self.hosts[name]["home"])

    def starts(self, name):
        """How often the script has started on a host: it appends a line to a file there each time."""
        with contextlib.suppress(FileNotFoundError):
            return (self.home(name) / "starts").read_text().count("\n")
        return 0

    def leftovers(self):
        """Processes that came from a session, wherever they went: {pid: command line}."""
        mark = f"FARM={self.farm}".encode()
        home = f"{self.farm}/homes/".encode()
        found = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                process = pathlib.Path("/proc", pid)
                command = (process / "cmdline").read_bytes()
                if mark in (process / "environ").read_bytes().split(b"\0") or home in command:
                    found[int(pid)] = command.replace(b"\0", b" ").decode(errors="replace")[:200]
        return found

    def spools(self):
        """The job folders that are left: of a job whose launch went unanswered, or that was not told to clean."""
        return [path for home in (self.farm / "homes").iterdir()
                for path in home.glob(".local/state/flotilla/spool/*/*/*")]

    def expect_clean(self):
        """No process of ours is left on any host."""
        try:
            await_that(lambda: not self.leftovers(), "no process is left", 15)
        except Failure:
            left = "\n".join(f"  {pid}: {command}" for pid, command in self.leftovers().items())
            raise Failure(f"processes are left on the hosts:\n{left}") from None

    def end_leftovers(self):
        """Ends what a dead runner could not."""
        for pid in self.leftovers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def forget(self):
        """Makes the hosts as if nothing had been run on them."""
        self.relays.tell("clear")
        for name in self.hosts:
            (self.home(name) / "starts").unlink(missing_ok=True)
            shutil.rmtree(self.home(name) / ".local", ignore_errors=True)

    def close(self):
        self.relays.close()
        subprocess.run([FARM, "down", self.farm], check=True)


@contextlib.contextmanager
def fleet(count, asked, *options):
    """A fleet in a folder of its own; nothing of it is left afterwards, but the folder where something failed."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="flotilla-chaos."))
    made = Fleet(folder, count, asked, *options)
    try:
        yield made
    except BaseException:
        print(f"     what there is to look at: {folder}", flush=True)
        made.close()
        raise
    made.close()
    shutil.rmtree(folder)
