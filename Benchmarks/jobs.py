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
