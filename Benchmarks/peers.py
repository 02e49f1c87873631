"""How the tools that people use today are told: run this script on these hosts, keep the outputs.

Each is a function of a `Task` that returns a command; stdin, environment and how its output is found
again stand beside it in TOOLS. OpenSSH's default key exchange costs a client about 80 ms of CPU;
`xargs ssh, curve25519` is the same without it.
"""

import collections
import dataclasses
import json
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".build-peers/bin/python"  # with the packages below
PACKAGES = ["parallel-ssh==2.16.0.post1", "asyncssh==2.24.1"]

Task = collections.namedtuple("Task", "hosts hostfile script fanout ssh_config out key port user")


@dataclasses.dataclass
class Tool:
    program: str
    command: object  # Task -> list of arguments
    reads_script: bool = False  # on its standard input; otherwise its standard input is the list of hosts
    shape: str = "files"  # where outputs are: "files" out/HOST, "tags" `host: line`, "ansible" JSON in out/HOST
    environment: object = lambda task: {}
    streams: bool = False  # shows lines as they come


def xargs(*options, shown=False):
    ssh = " ".join(["exec ssh", *options])
    place = "" if shown else ">{task.out}/{{}}"
    return lambda task: [
        "xargs", f"-P{task.fanout}", "-I{}", "sh", "-c",
        f"{ssh} -F {task.ssh_config} {{}} sh -s <{task.script} " + place.format(task=task)]


TOOLS = {
    "xargs ssh": Tool("ssh", xargs()),
    "xargs ssh, curve25519": Tool("ssh", xargs("-oKexAlgorithms=curve25519-sha256")),
    "pssh": Tool("parallel-ssh", lambda task: [
        "parallel-ssh", "-h", task.hostfile, "-p", str(task.fanout), "-t", "0",
        "-x", f"-F {task.ssh_config}", "-o", task.out, "-I", "sh", "-s"], reads_script=True),
    "pdsh": Tool("pdsh", lambda task: [
        "pdsh", "-R", "ssh", "-S", "-f", str(task.fanout), "-w", f"^{task.hostfile}",
        pathlib.Path(task.script).read_text()], True, "tags",
        lambda task: {"PDSH_SSH_ARGS_APPEND": f"-F {task.ssh_config}"}, streams=True),
    "clush": Tool("clush", lambda task: [
        "clush", "-S", "-f", str(task.fanout), "--hostfile", task.hostfile,
        "-o", f"-F {task.ssh_config}", "sh", "-s"], True, "tags", streams=True),
    "parallel-ssh (library)": Tool(str(PYTHON), lambda task: [
        str(PYTHON), str(ROOT / "Benchmarks/libssh2_peer.py"), task.hostfile, task.script,
        str(task.fanout), task.out, task.key, str(task.port), task.user], streams=True),
    "ansible script": Tool("ansible", lambda task: [
        "ansible", "all", "-i", task.hostfile, "-m", "script", "-a", task.script,
        "-f", str(task.fanout), "-t", task.out], shape="ansible",
        environment=lambda task: {
            "ANSIBLE_SSH_ARGS": f"-F {task.ssh_config} -C -o ControlMaster=auto -o ControlPersist=60s",
            "ANSIBLE_SSH_CONTROL_PATH_DIR": f"{task.out}.cp", "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_HOST_KEY_CHECKING": "False", "ANSIBLE_PIPELINING": "True"}),
}
# For latency: what shows lines as they come, `xargs ssh` straight.
SHOWING = {"ssh": Tool("ssh", xargs(shown=True), shape="none", streams=True)} | {
    name: tool for name, tool in TOOLS.items() if tool.streams}


def install():
    """Has the Python packages in a folder of their own; where they can't be had, the tools are left out."""
    if PYTHON.exists():
        return
    print("bench: installing", *PACKAGES, "into", PYTHON.parent.parent, file=sys.stderr)
    try:
        subprocess.run([sys.executable, "-m", "venv", PYTHON.parent.parent], check=True)
        subprocess.run([PYTHON, "-m", "pip", "-q", "install", *PACKAGES], check=True)
    except subprocess.CalledProcessError as failure:
        shutil.rmtree(PYTHON.parent.parent, ignore_errors=True)
        print("bench: left out:", failure, file=sys.stderr)


def installed(tools=None):
    return {name: tool for name, tool in (tools or TOOLS).items() if shutil.which(tool.program)}


def outputs(tool, task, printed):
    """What the tool delivered: {host: bytes}."""
    if tool.shape == "tags":
        lines = collections.defaultdict(list)
        for line in pathlib.Path(printed).read_bytes().splitlines(keepends=True):
            host, _, text = line.partition(b": ")
            lines[host.decode(errors="replace")].append(text)
        return {host: b"".join(texts) for host, texts in lines.items()}
    found = {host: pathlib.Path(task.out, host) for host in task.hosts}
    contents = {host: path.read_bytes() for host, path in found.items() if path.exists()}
    if tool.shape == "ansible":  # it keeps no bytes: a terminal's line ends, and lines in JSON
        texts = {host: json.loads(content).get("stdout", "") for host, content in contents.items()}
        return {host: text.encode() for host, text in texts.items()}
    return contents
