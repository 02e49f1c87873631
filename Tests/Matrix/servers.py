"""The SSH servers of the matrix, and the users that log in to them: one for each login shell."""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import threading
import time

SHELLS = {
    "sh": ["/bin/sh"], "bash": ["/bin/bash"], "zsh": ["/bin/zsh", "/usr/bin/zsh"], "fish": ["/usr/bin/fish"],
    "tcsh": ["/bin/tcsh", "/usr/bin/tcsh"], "mksh": ["/bin/mksh", "/usr/bin/mksh"],
    "yash": ["/bin/yash", "/usr/bin/yash"], "busybox": ["/bin/busybox"],
}
FIRST_ID = 62_000  # of our users, so that nobody else's processes are ended
ROOTS = pathlib.Path(os.environ.get("LAB_WORK", pathlib.Path.home() / ".cache/flotilla-lab")) / "roots"


class Users:
    """A user for each shell that is here, known in this mount namespace only, with a home and a key of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.key = folder / "key"
        self.homes = folder / "homes"
        self.ids = {shell: FIRST_ID + number for number, shell in enumerate(SHELLS)}

    def __enter__(self):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key], check=True)
        self.homes.mkdir()
        for shell, number in self.ids.items():
            keys = self.homes / shell / ".ssh"
            keys.mkdir(parents=True)
            (keys / "authorized_keys").write_text(self.key.with_suffix(".pub").read_text())
            for path, mode in ((keys.parent, 0o700), (keys, 0o700), (keys / "authorized_keys", 0o600)):
                os.chown(path, number, number)
                path.chmod(mode)
        self.introduce(pathlib.Path("/"))
        return self

    def __exit__(self, *_):
        """Ends what is left of them."""
        ours = set(self.ids.values())
        for process in pathlib.Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                if process.stat().st_uid in ours:
                    os.kill(int(process.name), signal.SIGKILL)

    def name(self, shell):
        return f"flotilla-{shell}"

    def introduce(self, root):
        """Has the programs under `root` know the users: mounts longer lists over the system's."""
        shell_of = {shell: self.shell(root, shell) for shell in SHELLS}
        lines = {
            "passwd": [f"{self.name(shell)}:x:{number}:{number}::{self.homes / shell}:{shell_of[shell] or '/bin/sh'}"
                       for shell, number in self.ids.items()],
            "group": [f"{self.name(shell)}:x:{number}:" for shell, number in self.ids.items()],
            "shadow": [f"{self.name(shell)}:*:19000:0:99999:7:::" for shell in SHELLS],
            "shells": [path for path in shell_of.values() if path],
        }
        for file, more in lines.items():
            system = root / "etc" / file
            longer = self.folder / f"{file}{str(root).replace('/', '-')}"
            longer.write_text(system.read_text() + "\n".join(more) + "\n")
            shutil.copystat(system, longer)
            subprocess.run(["mount", "--bind", longer, system], check=True)

    def shell(self, root, shell):
        """The path of a shell under `root`; None where it isn't there."""
        for path in SHELLS[shell]:
            if os.path.exists(f"{root}{path}"):
                return self.busybox() if shell == "busybox" else path
        return None

    def busybox(self):
        """A shell is called by its name alone."""
        link = self.folder / "ash"
        if not link.exists():
            link.symlink_to("/bin/busybox")
        return str(link)


class Server:
    """One that runs, at an address of its own."""

    has_one_channel = False  # so that a second command takes a second connection

    def __init__(self, users, name, title, root=pathlib.Path("/")):
        self.users, self.name, self.title, self.root = users, name, title, root
        self.folder = users.folder / name
        self.address = None

    def has(self, shell):
        return self.users.shell(self.root, shell) is not None

    def __enter__(self):
        self.folder.mkdir()
        for _ in range(10):
            self.address = free_address()
            self.process = self.start()
            if self.process is None or self.is_up():
                return self
        raise RuntimeError(f"{self.title} doesn't start; its log: {(self.folder / 'log').read_text()}")

    def __exit__(self, *_):
        if self.process:
            self.process.terminate()
            self.process.wait(10)

    def is_up(self):
        """Waits until it listens; False where it ended, as when somebody took its port."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(self.address, 1):
                return True
            time.sleep(0.05)
        return False

    def spawn(self, *words, **more):
        with open(self.folder / "log", "ab") as log:
            return subprocess.Popen(
                [str(word) for word in words], stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)


class OpenSSH(Server):
    @classmethod
    def all(cls, users):
        """This machine's, and those of the laboratory's roots."""
        if path := shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin"):
            yield cls(users, "openssh", f"OpenSSH {version(['ssh', '-V'])}")
        for release in ("deb11", "deb13"):
            if (ROOTS / f"{release}.done").exists():
                root = mounted(users, release)
                found = version(["chroot", root, "ssh", "-V"])
                yield cls(users, release, f"OpenSSH {found}", root)

    def start(self):
        os.makedirs(f"{self.root}/run/sshd", mode=0o755, exist_ok=True)
        key = self.folder / "host_key"
        if not key.exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        config = self.folder / "sshd_config"
        config.write_text(
            f"ListenAddress {self.address[0]}:{self.address[1]}\nHostKey {key}\nUsePAM no\nPidFile none\nUseDNS no\n"
            "PasswordAuthentication no\nMaxStartups 100\nSubsystem sftp internal-sftp\n")
        words = ["/usr/sbin/sshd", "-D", "-e", "-f", config]
        return self.spawn(*(words if self.root == pathlib.Path("/") else ["chroot", self.root, *words]))


class Dropbear(Server):
    @classmethod
    def all(cls, users):
        if shutil.which("dropbear", path=os.environ["PATH"] + ":/usr/sbin"):
            yield cls(users, "dropbear", f"dropbear {version(['dropbear', '-V'])}")

    def start(self):
        key = self.folder / "host_key"
        if not key.exists():
            subprocess.run(["dropbearkey", "-t", "ed25519", "-f", key], check=True, capture_output=True)
        return self.spawn("dropbear", "-F", "-E", "-s", "-r", key, "-p", f"{self.address[0]}:{self.address[1]}",
                          "-P", self.folder / "pid")


class TinySSH(Server):
    """It serves what its standard input and output are connected to, so we accept for it."""

    name = "tinyssh"
    has_one_channel = True

    @classmethod
    def all(cls, users):
        if path := shutil.which("tinysshd", path=os.environ["PATH"] + ":/usr/sbin"):
            # It doesn't say; Debian's package does.
            yield cls(users, cls.name, f"tinysshd {version(['dpkg-query', '-W', '-f', '${Version}', 'tinysshd'])}")

    def start(self):
        self.keys = self.folder / "keys"
        if not self.keys.exists():
            subprocess.run(["tinysshd-makekey", self.keys], check=True, capture_output=True)
        self.listener = socket.create_server(self.address, backlog=64)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with self.listener:
            while True:
                try:
                    client, _ = self.listener.accept()
                except OSError:
                    return
                with client, open(self.folder / "log", "ab") as log:
                    child = subprocess.Popen(
                        ["tinysshd", "-v", self.keys], stdin=client, stdout=client, stderr=log,
                        env={"PATH": os.environ["PATH"], "TCPREMOTEIP": "127.0.0.1"})
                threading.Thread(target=child.wait, daemon=True).start()

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)


SERVERS = (OpenSSH, Dropbear, TinySSH)


def free_address():
    """A port of 127.0.0.1 that is free now; whoever wants it must be ready to find it taken."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()


def version(words):
    """The first number with a dot that a program says of itself."""
    if shutil.which(words[0]) is None:
        return "?"
    said = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    found = re.search(r"[0-9]{8}|[0-9]+\.[0-9]+(p[0-9]+)?", said.stderr + said.stdout)
    return found[0] if found else "?"


def mounted(users, release):
    """A laboratory's root that may be written to without changing it, with our folder and the kernel's in it."""
    root = users.folder / f"root-{release}"
    layers = users.folder / f"layers-{release}"
    for path in (root, layers / "upper", layers / "work"):
        path.mkdir(parents=True)
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o",
                    f"lowerdir={ROOTS / release},upperdir={layers}/upper,workdir={layers}/work", root], check=True)
    subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
    subprocess.run(["mount", "-t", "devpts", "-o", "newinstance,ptmxmode=666", "devpts", root / "dev/pts"], check=True)
    ptmx = root / "dev/ptmx"
    ptmx.unlink(missing_ok=True)
    ptmx.symlink_to("pts/ptmx")
    inside = pathlib.Path(f"{root}{users.folder}")
    inside.mkdir(parents=True)
    subprocess.run(["mount", "--bind", users.folder, inside], check=True)
    (root / "tmp").chmod(0o1777)
    users.introduce(root)
    return root
