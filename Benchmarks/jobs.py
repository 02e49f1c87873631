"""The scripts that are run, each with the bytes that it has to deliver from a host.

A script knows its host by the address of the server in SSH_CONNECTION, which every tool leaves there.
"""

import hashlib

LINES = r"""#!/bin/sh
# Twenty lines.
set -- $SSH_CONNECTION
n=1
while [ $n -le 20 ]; do
    echo "$3 line $n abcdefghijklmnopqrstuvwxyz 0123456789"
    n=$((n + 1))
done
"""

BULK_LINES = 625_000  # of 80 bytes: 50 MB
BULK = rf"""#!/bin/sh
# 50 MB in lines of 80 bytes.
set -- $SSH_CONNECTION
exec awk -v "host=$3" 'BEGIN {{
    for (i = 1; i <= {BULK_LINES}; i++)
        printf "%-15s %010d the quick brown fox jumps over the lazy dog, at last\n", host, i
}}'
"""

FIRST_LINE = "#!/bin/sh\necho first line\n"


def lines(address):
    alphabet = "abcdefghijklmnopqrstuvwxyz 0123456789"
    return "".join(f"{address} line {n} {alphabet}\n" for n in range(1, 21)).encode()


def bulk_lines(address):
    head = b"%-15s " % address.encode()
    tail = b" the quick brown fox jumps over the lazy dog, at last\n"
    for number in range(1, BULK_LINES + 1):
        yield head + b"%010d" % number + tail


def bulk_digest(address):
    digest = hashlib.sha256()
    for line in bulk_lines(address):
        digest.update(line)
    return digest.hexdigest()

SLEEP = r"""#!/bin/sh
# Two seconds of nothing, and a line.
set -- $SSH_CONNECTION
sleep 2
echo "$3 slept"
"""


def slept(address):
    return f"{address} slept\n".encode()


def tick(lines):
    """A script that prints so many lines, each with the time in nanoseconds, ten a second."""
    return rf"""#!/bin/sh
n=0
while [ $n -lt {lines} ]; do
    n=$((n + 1))
    echo "TICK $n $(date +%s%N)"
    sleep 0.1
done
"""


def is_exact(found, wanted):
    """Whether the bytes, or those of the file, are the wanted ones, or have the wanted digest."""
    if isinstance(wanted, str):
        digest = hashlib.sha256()
        if isinstance(found, bytes):
            digest.update(found)
        else:
            with open(found, "rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
        return digest.hexdigest() == wanted
    return (found if isinstance(found, bytes) else found.read_bytes()) == wanted
