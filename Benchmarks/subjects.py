"""What is measured, and against what: a farm of SSH servers, the program, the relay."""

import json
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parent.parent / "Tests"
FARM, PROXY = TESTS / "Farm/farm", TESTS / "Lab/cutproxy.py"
sys.dont_write_bytecode = True
sys.path.insert(0, str(PROXY.parent))
import cutproxy  # noqa: E402  (found by the line above)


def require(holds, what):
    """Ends the benchmark when a result is wrong: a wrong result has no speed."""
    if not holds:
        sys.exit(f"bench: WRONG: {what}")


def require_success(cost, printed):
    if cost.status != 0:
        said = pathlib.Path(f"{printed}.err").read_text(errors="replace")[-2000:]
        require(False, f"exit status {cost.status}; it said:\n{said}")


class Farm:
    """So many servers with one HOME; `with` ends them."""

    prefix = "127.9"  # of their addresses

    def __init__(self, work, hosts):
        self.path, self.count = work / "farm", hosts

    def __enter__(self):
        subprocess.run(
            [FARM, "up", self.path, "--hosts", str(self.count), "--shared-home",
             "--prefix", self.prefix],
            check=True)
        self.hosts = json.loads((self.path / "hosts.json").read_text())["hosts"]
        self.addresses = {host["name"]: host["address"] for host in self.hosts}
        self.inventory = self.path / "inventory.yaml"
        self.user = pwd.getpwuid(os.getuid()).pw_name
        # Without a block for each host: what an operator's file costs to read is not the question.
        config = (self.path / "ssh_config").read_text()
        self.ssh_config = self.path / "ssh_config.short"
        self.ssh_config.write_text(config[config.index("Host *"):])
        return self

    def __exit__(self, *_):
        subprocess.run([FARM, "down", self.path], check=True)


class Flotilla:
    """The program under test, its runs in a folder of their own."""

    def __init__(self, program, work):
        self.program, self.state = program, work / "state"

    def command(self, inventory, script, *options):
        shutil.rmtree(self.state, ignore_errors=True)
        return [self.program, "run", "-i", inventory, *options, script]

    @property
    def environment(self):
        return {"XDG_STATE_HOME": str(self.state), "NO_COLOR": "1"}

    def log(self, host):
        """The path of the only log that the only run keeps of a host."""
        found = list(self.state.glob(f"flotilla/runs/*/hosts/{host}/*.log"))
        require(len(found) == 1, f"{len(found)} logs of {host} in {self.state}")
        return found[0]


class Relay:
    """A link to one host that can be made slow; `with` ends it."""

    def __init__(self, work, host):
        self.control = str(work / "relay.sock")
        self.target = f"{host['address']}:{host['port']}"

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, PROXY, "serve", "--ctl", self.control, f"a=127.0.0.1:0={self.target}"],
            stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while True:  # it is up when it answers
            try:
                listen, _ = cutproxy.ctl_call(self.control, "links")["a"]
                break
            except OSError:
                require(time.monotonic() < deadline, "the relay does not start")
                time.sleep(0.02)
        self.port = int(listen.rpartition(":")[2])
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def delay(self, milliseconds):
        """Sets how long a byte takes in each direction, and counts round trips anew."""
        cutproxy.ctl_call(self.control, f"delay {milliseconds}")
