"""Hosts that mean harm, beside healthy ones."""

import contextlib
import os
import pathlib
import socket
import subprocess
import threading
import time

from hosts import expect, fleet
from runs import Run, write_script

GIGABYTE = 1_000_000_000

# What those say who are no SSH servers: first words, then a gigabyte of these.
SPEECHES = {
    "noise": (b"", os.urandom(1 << 16)),
    "flood": (b"", b"welcome to this host\n" * 3000),
    "banner": (b"SSH-2.0-", b"x" * (1 << 16)),
    "packets": (b"SSH-2.0-OpenSSH_9.2\r\n", b"\xff" * (1 << 16)),
}

# What a real sshd runs instead of what we ask for, by the key that logs in; with how the job may end.
COMMANDS = {
    "yes": ("yes welcome", ("lost", "unreachable", "failed")),
    "stranger": ("yes \"$(printf '\\036flotilla 1 %032d state=running boot=b size=5' 7)\"",
                 ("lost", "unreachable", "failed")),
    "huge": ("sh -c \"$SSH_ORIGINAL_COMMAND\" | sed -u 's/ size=[0-9]*/ size=18446744073709551615/'", ("ok", "lost")),
    "line": ("sh -c \"$SSH_ORIGINAL_COMMAND\" | "
             f"{{ IFS= read -r header; printf '%s\\n' \"$header\"; head -c {GIGABYTE} /dev/zero | tr '\\0' x; }}",
             ("lost", "failed", "timeout")),
}


def hostile(asked):
    """Garbage, a gigabyte before the banner, false headers, lines without an end, silence: 20 healthy hosts don't notice."""
    count = 6 if asked.short else 20
    with fleet(count + len(COMMANDS), asked) as hosts, contextlib.ExitStack() as stack:
        script = write_script(hosts.folder, "work", "#!/bin/sh\nfor i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.25; done\n")
        healthy = [f"h{number}" for number in range(1, count + 1)]
        alone, _ = carry_out(hosts, asked, script, healthy, ",".join(healthy))
        ends = invite(hosts, stack, count)
        beside, run = carry_out(hosts, asked, script, healthy, "all")
        print(f"     {count} healthy hosts: {alone:.1f} s alone, {beside:.1f} s beside {len(ends)} hostile ones "
              f"({beside / alone:.2f} times); most memory {run.peak >> 10} MiB", flush=True)
        for name, words in ends.items():
            job = run.job(name)
            print(f"     {name}: {job['status']}, {(job.get('reason') or 'no more to say')[:150]}", flush=True)
            expect(job["status"] in words, f"{name} ends as one of {words}: {job}")
        expect(run.peak < 400 << 10, f"memory stays below 400 MiB, not {run.peak >> 10}")
        expect(beside < 1.5 * alone + 2, f"healthy hosts take {beside:.1f} s instead of {alone:.1f}")


def carry_out(hosts, asked, script, healthy, limit):
    """Runs the script; gives when the last healthy host ended, in seconds, and the run."""
    run = Run(asked.program, hosts.folder, hosts.inventory, script, "-l", limit, "--connect-timeout", "10s",
              "--reconnect-for", "5s", "--timeout", "100s", "--output", "quiet", "-f", "100")
    run.peak = 0
    began, last = time.time(), None
    try:
        while run.is_running:
            run.peak = max(run.peak, peak(run.process.pid))
            expect(time.time() - began < 240, f"the run ends:\n{run.text[-1500:]}")
            if last is None and {event["host"] for event in run.events(None, "ended")} >= set(healthy):
                last = time.time() - began
            time.sleep(0.05)
    finally:
        run.kill()
    for name in healthy:
        expect(run.job(name)["status"] == "ok", f"{name} ends well: {run.job(name)}")
        expect(run.log(name, "work") == b"1\n2\n3\n4\n5\n6\n7\n8\n", f"{name}'s log is whole")
    return last or time.time() - began, run


def peak(pid):
    """The most memory that a process has had, in KiB."""
    with contextlib.suppress(OSError):
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def invite(hosts, stack, first):
    """Adds the hostile hosts to the inventory; gives how each may end."""
    text = hosts.inventory.read_text()
    ends = {}
    for name, speech in SPEECHES.items():
        port = stack.enter_context(serving(speech))
        text += f"  {name}: {{ address: 127.0.0.1, port: {port} }}\n"
        ends[name] = ("unreachable",)
    quiet = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    text += f"  silent: {{ address: 127.0.0.1, port: {quiet.getsockname()[1]} }}\n"
    ends["silent"] = ("unreachable",)
    keys = "keys:\n  farm: { file: %s/id }\n" % hosts.farm
    for number, (name, (command, words)) in enumerate(COMMANDS.items(), start=first + 1):
        key = hosts.folder / f"key-{name}"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        program = write_script(hosts.folder, f"command-{name}", f"#!/bin/sh\n{command}\n")
        public = key.with_suffix(".pub").read_text()
        with open(hosts.farm / "authorized_keys", "a") as known:
            known.write(f'command="{program}" {public}')
        keys += f"  {name}: {{ file: {key} }}\n"
        text = text.replace(f"  h{number}: {{ ", f"  {name}: {{ key: {name}, ")
        ends[name] = words
    hosts.inventory.write_text(keys + text.split("\n", 1)[1])
    return ends


@contextlib.contextmanager
def serving(speech):
    """A server that says this to everybody, and ends with the block."""
    first, piece = speech
    listener = socket.create_server(("127.0.0.1", 0))

    def speak(guest):
        with guest, contextlib.suppress(OSError):
            guest.sendall(first)
            for _ in range(GIGABYTE // len(piece)):
                guest.sendall(piece)

    def serve():
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=speak, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
