"""Playbooks: a rolling maintenance of isolated hosts, and copies of large files over links that break."""

import hashlib
import json
import os
import resource
import subprocess

from hosts import await_that, expect, fleet
from reboots import laboratory

HOSTS = 30
PLAY = """- name: patch
  hosts: all
  serial: [1, 20%, 100%]
  max_fail_percentage: 10
  steps:
    - name: check
      command: echo check >>~/starts; echo ready
    - name: patch
      command: echo patch >>~/starts; echo patched; [ ! -e ~/broken ]
    - name: wants-reboot
      command: echo wants-reboot >>~/starts; [ -e ~/old ]
      on_failure: ignore
    - name: reboot
      command: echo reboot >>~/starts; rm ~/old; reboot
      reboot: { expected: 1m }
      when: { step: wants-reboot, is: ok }
    - name: verify
      command: echo verify >>~/starts; [ ! -e ~/old ] && echo verified
"""
ALL = ["check", "patch", "wants-reboot", "verify"]


def rolling(asked):
    """30 hosts in batches; one fails, one reboots, one is not there: it stops where it must, and retry does the rest."""
    with laboratory(HOSTS) as lab:
        names = list(lab.hosts)
        first, batch, rest = names[0], names[1:7], names[7:]
        broken, gone = batch[1], batch[3]
        (lab.home(broken) / "broken").touch()
        (lab.home(first) / "old").touch()
        lab.tell("sshd", gone, "stop")
        book = lab.folder / "play.yaml"
        book.write_text(PLAY)
        store = lab.folder / "runs"

        status, summary, text = carry_out(asked, store, "play", "-i", lab.inventory, "--connect-timeout", "3s", book)
        expect(status == 3, f"an unreachable host is exit 3, not {status}: {text}")
        expect(lab.starts(first) == ["check", "patch", "wants-reboot", "reboot", "verify"],
               f"{first} is patched and rebooted: {lab.starts(first)}")
        expect(set(ends(summary, first)) == {"ok"}, f"{first} has done all: {summary[first]}")
        expect(summary[gone]["check"] == "unreachable", f"{gone} is unreachable: {summary[gone]}")
        # One of six is more than a tenth: nothing more is begun, in this batch either.
        for name in batch:
            begun = lab.starts(name)
            expect(begun == ALL[:len(begun)], f"{name} went its way in order: {begun}")
            left = [step for step in ALL if step not in begun and summary[name][step] == "ok"]
            expect(not left, f"what {name} has not begun is not told as done: {left} {summary[name]}")
        for name in rest:
            expect(set(ends(summary, name)) == {"skipped"}, f"nothing is begun on {name}: {summary[name]}")
            expect(lab.starts(name) == [], f"nothing has run on {name}: {lab.starts(name)}")
        failed = summary[broken]["patch"] == "failed"
        print(f"     stopped in the second of 3 batches, {len(rest)} hosts untouched", flush=True)

        (lab.home(broken) / "broken").unlink()
        lab.tell("sshd", gone, "start")
        status, summary, text = carry_out(asked, store, "retry", "last")
        expect(status == 0, f"the retry goes well, exit 0 and not {status}: {text}")
        for name in names[1:]:
            wanted = ["check", "patch", *ALL[1:]] if name == broken and failed else ALL
            expect(lab.starts(name) == wanted, f"{name} has run the rest and no more: {lab.starts(name)}")
        expect(len(lab.starts(first)) == 5, f"{first} had nothing left to do: {lab.starts(first)}")
        print("     retry did the rest, and nothing twice", flush=True)


COPIES = """- hosts: all
  steps:
    - name: there
      push: {{ file: {source}, to: {target} }}
    - name: back
      fetch: {target}
"""


def copies(asked):
    """A file of 1 GB to a host and back, the link reset in the middle of each: the same bytes, in bounded memory."""
    size = 1 << 30
    with fleet(1, asked) as hosts:
        source, target = hosts.folder / "gigabyte", hosts.folder / "on-the-host"
        with open(source, "wb") as file:
            for _ in range(64):
                file.write(os.urandom(size // 64))
        book = hosts.folder / "copies.yaml"
        book.write_text(COPIES.format(source=source, target=target))
        store = hosts.folder / "runs"
        output = open(hosts.folder / "printed", "w")
        flotilla = subprocess.Popen(
            [asked.program, "play", "-v", "-i", hosts.inventory, "--log-dir", store, book], stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT)
        try:
            def half(folder, name):
                return any(path.stat().st_size > size // 2 for path in folder.glob(name))
            await_that(lambda: half(hosts.folder, ".flotilla-*.part") or target.exists(), "half of it is there", 120)
            hosts.relays.tell("rst")
            await_that(target.exists, "all of it is there", 120)
            await_that(lambda: any(half(folder, "**/.flotilla-*.part") for folder in store.glob("*/files/h1")),
                       "half of it is back", 120)
            hosts.relays.tell("rst")
            status = flotilla.wait(120)
        finally:
            flotilla.kill()
        text = (hosts.folder / "printed").read_text()
        expect(status == 0, f"all is copied, exit 0 and not {status}: {text[-2000:]}")
        expect(text.count("connection lost") == 2, f"both cuts were in the middle: {text[-2000:]}")
        [back] = store.glob(f"*/files/h1/{str(target).lstrip('/')}")
        digests = {digest(path) for path in (source, target, back)}
        expect(len(digests) == 1, "the same bytes here, there and back")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
        print(f"     two cuts, equal digests, {peak} MiB at most", flush=True)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def ends(summary, host):
    return list(summary[host].values())


def carry_out(asked, store, *words):
    """Runs flotilla to its end; how each host's steps ended, by name, and what it printed."""
    done = subprocess.run(
        [asked.program, *map(str, words), "--log-dir", store], stdin=subprocess.DEVNULL, capture_output=True,
        text=True, timeout=300, check=False)
    latest = max(store.glob("*/summary.json"), key=lambda path: path.stat().st_mtime)
    summary = {}
    for job in json.loads(latest.read_text())["jobs"]:
        summary.setdefault(job["host"], {})[job["step"]] = job["status"]
    return done.returncode, summary, f"{done.stdout[-3000:]}\n{done.stderr[-2000:]}"
