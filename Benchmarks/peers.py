"""How the tools that people use today are told: run this script on these hosts, keep the outputs.

Each is a function of a `Task` that returns a command; stdin, environment and how its output is found
again stand beside it in TOOLS. OpenSSH's default key exchange costs a client about 80 ms of CPU;
`xargs ssh, curve25519` is the same without it.
"""

import collections
import dataclasses
import pathlib
import shutil

Task = collections.namedtuple("Task", "hosts hostfile script fanout ssh_config out")


@dataclasses.dataclass
class Tool:
    program: str
    command: object  # Task -> list of arguments
    reads_script: bool  # on its standard input; otherwise its standard input is the list of hosts
    is_tagged: bool  # prints `host: line`; otherwise it leaves a file out/HOST
    environment: object = lambda task: {}


def xargs(*options):
    ssh = " ".join(["exec ssh", *options])
    return lambda task: [
        "xargs", f"-P{task.fanout}", "-I{}", "sh", "-c",
        f"{ssh} -F {task.ssh_config} {{}} sh -s <{task.script} >{task.out}/{{}}"]


TOOLS = {
    "xargs ssh": Tool("ssh", xargs(), False, False),
    "xargs ssh, curve25519": Tool("ssh", xargs("-oKexAlgorithms=curve25519-sha256"), False, False),
    "pssh": Tool("parallel-ssh", lambda task: [
        "parallel-ssh", "-h", task.hostfile, "-p", str(task.fanout), "-t", "0",
        "-x", f"-F {task.ssh_config}", "-o", task.out, "-I", "sh", "-s"], True, False),
    "pdsh": Tool("pdsh", lambda task: [
        "pdsh", "-R", "ssh", "-S", "-f", str(task.fanout), "-w", f"^{task.hostfile}",
        pathlib.Path(task.script).read_text()], True, True,
        lambda task: {"PDSH_SSH_ARGS_APPEND": f"-F {task.ssh_config}"}),
    "clush": Tool("clush", lambda task: [
        "clush", "-S", "-f", str(task.fanout), "--hostfile", task.hostfile,
        "-o", f"-F {task.ssh_config}", "sh", "-s"], True, True),
}


def installed():
    return {name: tool for name, tool in TOOLS.items() if shutil.which(tool.program)}


def outputs(tool, task, printed):
    """What the tool delivered: {host: bytes}."""
    if not tool.is_tagged:
        found = {host: pathlib.Path(task.out, host) for host in task.hosts}
        return {host: path.read_bytes() for host, path in found.items() if path.exists()}
    lines = collections.defaultdict(list)
    for line in pathlib.Path(printed).read_bytes().splitlines(keepends=True):
        host, _, text = line.partition(b": ")
        lines[host.decode()].append(text)
    return {host: b"".join(texts) for host, texts in lines.items()}
