"""Hosts as they are: shells, servers and lacks of many kinds, on isolated hosts of the laboratory."""

import contextlib
import json
import pathlib
import shutil
import subprocess
import tempfile

from hosts import expect
from reboots import Laboratory

LOCALE = "a UTF-8 locale on the host mends that"
NO_SFTP = "the host has no SFTP: its files are copied by commands of its shell"
SHELL = "the login shell doesn't run commands: it ended"
HANGS_UP = "the server takes the key of 'op' and then hangs up"

# name: (flavour, what is done to it before, how the script ends, what is said of it (None: it
# depends on how fast a channel is closed), whether files are copied)
HOSTS = {
    "tmux-3-1": ("deb11", "", "ok", [], True),
    "tmux-3-5": ("deb13", "", "ok", [], True),
    "no-tmux": ("notmux", "", "ok", ["no tmux on the host"], True),
    "own-tmux-conf": ("debian", "printf 'set -g default-command false\\nbogus\\n' >/home/op/.tmux.conf", "ok", [], True),
    "tmux-inside-tmux": ("debian", "sed -i '1i export TMUX=/tmp/none,1,0' /home/op/.bashrc", "ok", [], True),
    "no-locale": ("nolocale", "", "ok", ["invalid LC_ALL", LOCALE], True),
    "csh": ("csh", "", "ok", [], True),
    "tcsh": ("tcsh", "", "ok", [], True),
    "fish": ("fish", "", "ok", [], True),
    "zsh": ("zsh", "", "ok", [], True),
    "busybox": ("busybox", "", "ok", [], True),
    "dropbear": ("dropbear", "", "ok", [NO_SFTP], True),
    "noisy-login": ("noisy", "", "ok", [NO_SFTP], True),
    "slow-login": ("slowrc", "", "ok", [], True),
    "no-sftp": ("nosftp", "", "ok", [NO_SFTP], True),
    "one-channel": ("maxsess1", "", "ok", None, True),
    "no-terminals": ("nopty", "", "ok", [], True),
    "no-exec": ("noexec", "", "ok", [], True),
    "home-read-only": ("rohome", "", "ok", ["the home folder can't be written to"], False),
    "home-full": ("debian", "head -c 1G /dev/zero >/home/op/all 2>/dev/null; true", "ok",
                  ["the home folder can't be written to"], False),
    "no-login": ("nologin", "", "unreachable", [SHELL, "This account is currently not available"], False),
    "forced-command": ("debian", "sed -i 's/^/command=\"echo only backups\" /' /home/op/.ssh/authorized_keys",
                       "unreachable", [SHELL, "only backups"], False),
    "password-expired": ("debian", "chage -d 0 op", "unreachable", [SHELL, "Password change required"], False),
    "account-expired": ("debian", "usermod -e 1 op", "unreachable", [HANGS_UP], False),
    "logins-off": ("debian", "echo maintenance >/etc/nologin", "unreachable", [HANGS_UP], False),
}
PLAY = """- hosts: all
  on_failure: continue
  steps:
    - {{ name: script, script: {folder}/script }}
    - {{ name: there, push: {{ file: {folder}/sent, to: sent }} }}
    - {{ name: back, fetch: sent }}
"""
SCRIPT = "#!/bin/sh\nprintf 'a\\000b\\377\\n'; seq 1000; echo error >&2; printf 'no newline'\n"
OUTPUT = b"a\0b\xff\n" + b"".join(b"%d\n" % number for number in range(1, 1001)) + b"error\nno newline"


def flavours(asked):
    """25 kinds of host: each runs the script to the byte, or is told in one sentence why not."""
    with zoo() as lab:
        folder = lab.folder
        (folder / "script").write_text(SCRIPT)
        (folder / "sent").write_bytes(bytes(range(256)) * 1_000)
        (folder / "play.yaml").write_text(PLAY.format(folder=folder))
        done = subprocess.run(
            [asked.program, "play", "-v", "-i", lab.inventory, "--log-dir", folder / "runs", folder / "play.yaml"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)
        expect((folder / "runs").exists(), f"all of it is carried out: {done.stderr}")
        [run] = (folder / "runs").iterdir()
        jobs = {}
        for job in json.loads((run / "summary.json").read_text())["jobs"]:
            jobs.setdefault(job["host"], {})[job["step"]] = job
        events = [json.loads(line) for line in (run / "events.ndjson").read_text().splitlines()]
        for name, wanted in HOSTS.items():
            notices = [event["message"] for event in events
                       if event["event"] == "notice" and event["host"] == name]
            look(name, wanted, jobs[name], notices, run, folder)
        expect(done.returncode == 3, f"the exit says that some weren't reached: {done.returncode} {done.stdout[-1500:]}")
        works = sum(wanted[2] == "ok" for wanted in HOSTS.values())
        print(f"     {works} kinds work to the byte, {len(HOSTS) - works} say why not", flush=True)


def look(name, wanted, jobs, notices, run, folder):
    _, _, status, sentences, copies = wanted
    reasons = [job["outcome"].get("unreachable", {}).get("message", "") for job in jobs.values()]
    said = " ".join(notices + reasons)
    expect(jobs["script"]["status"] == status, f"{name}: the script is {status}: {jobs['script']}")
    for sentence in sentences or []:
        expect(sentence in said, f"{name}: it is said that '{sentence}': {said}")
    expect(sentences != [] or not notices, f"{name}: nothing is said of a host that lacks nothing: {notices}")
    if status == "ok":
        log = (run / "hosts" / name / "script.log").read_bytes()
        expect(log == OUTPUT, f"{name}: the log is what the script printed: {len(log)} of {len(OUTPUT)} bytes")
    for step in ("there", "back"):
        expect((jobs[step]["status"] == "ok") == copies, f"{name}: files are copied, or not: {jobs[step]}")
    if copies:
        back = (run / "files" / name / "sent").read_bytes()
        expect(back == (folder / "sent").read_bytes(), f"{name}: the file comes back as it was")


@contextlib.contextmanager
def zoo():
    """A host of each kind, by the name of its kind; logins are op's, who is nobody special."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="flotilla-chaos."))
    lab = Laboratory(folder, len(HOSTS), "--flavour", ",".join(f"{kind[0]}:1" for kind in HOSTS.values()))
    try:
        text = lab.inventory.read_text().split("\nhosts:")[0].replace("user: root", "user: op") + "\nhosts:\n"
        free = list(lab.hosts.values())
        for name, kind in HOSTS.items():
            host = next(host for host in free if host["flavour"] == kind[0])
            free.remove(host)
            if kind[1]:
                lab.tell("in", host["name"], "sh", "-c", kind[1])
            text += f"  {name}: {{ address: {host['address']}, port: {host['port']} }}\n"
        lab.inventory.write_text(text)
        yield lab
        shutil.rmtree(folder)
    finally:
        lab.tell("down")
