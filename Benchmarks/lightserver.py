"""SSH servers of many hosts in one process: real SSH, and canned answers in place of shells.

  lightserver.py FOLDER PORT WORKERS    with FOLDER/authorized_keys and FOLDER/host_key; ends with its standard input

Every address of 127.0.0.0/8 is a host of it, and none is reached from elsewhere: it listens on the loopback device
only. It answers what Flotilla asks of a host as a host's shell would, byte for byte, without running anything: the
script counts as started, and twenty lines and the end follow; of a script that is to be quiet, only after FOLDER/release exists. So what is measured is what a host costs the client, not what shells cost the machine.

- Source: Sources/FleetExecution/Remote: supervisor.sh (`answer`), AnswerDecoder.swift.
"""

import asyncio
import os
import pathlib
import socket
import sys

import asyncssh

import jobs

BOOT = "11111111-2222-3333-4444-555555555555"
RECORD = b"\x1e"
QUIET = b"# waits for release"  # in a script that is to be quiet
END = b"# that is all"  # the last line of each script that these servers are given


async def answer(process):
    """Answers one exec request."""
    mode, folder, request, *more = process.command.rpartition("' ")[2].split(" ")
    head, payload = RECORD + f"flotilla 1 {request} ".encode(), b""
    if mode != "ensure":  # to end or to clean up, where nothing is left
        process.stdout.write(head + f"state=missing boot={BOOT}\n".encode())
        return process.exit(0)
    session, nonce = more[:2]
    while END not in payload:
        more = await process.stdin.read(65536)
        if not more:
            return process.exit(1)
        payload += more
    process.stdout.write(head + (
        f"state=started boot={BOOT} boot0={BOOT} pid=2 size=0 session={session} folder=/{folder}\n").encode())
    address = process.get_extra_info("sockname")[0]
    if QUIET in payload:
        await released.wait()
    process.stdout.write(jobs.lines(address) + RECORD + f"{nonce} code:0\n".encode())
    while await process.stdin.read(4096):  # it says `clean`, and leaves
        pass
    process.exit(0)


async def watch(path):
    while not path.exists():
        await asyncio.sleep(0.2)
    released.set()


async def serve(folder, port):
    global released
    released = asyncio.Event()
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
        listener.bind(("0.0.0.0", port))
        listener.listen(4096)
        await asyncssh.listen(
            sock=listener, server_host_keys=[str(folder / "host_key")],
            authorized_client_keys=str(folder / "authorized_keys"), process_factory=answer,
            encoding=None, login_timeout=600, kex_algs=["curve25519-sha256"],
            encryption_algs=["aes128-gcm@openssh.com", "aes128-ctr"], compression_algs=None)
        watching = asyncio.create_task(watch(folder / "release"))
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, sys.stdin.buffer.read)
        watching.cancel()
    os._exit(0)  # thousands of connections need not be closed one by one


def main():
    folder, port, workers = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    for _ in range(workers - 1):
        if os.fork() == 0:
            break
    asyncio.run(serve(folder, port))


if __name__ == "__main__":
    main()
