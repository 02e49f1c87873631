"""What a user of parallel-ssh, the Python library on libssh2, would write: a script on hosts, a file for each.

  libssh2_peer.py HOSTFILE SCRIPT FANOUT OUT KEY PORT USER
"""

import pathlib
import sys

import gevent
from pssh.clients import ParallelSSHClient

hostfile, script, fanout, out, key, port, user = sys.argv[1:]
client = ParallelSSHClient(
    pathlib.Path(hostfile).read_text().split(), user=user, port=int(port), pkey=key, pool_size=int(fanout),
    allow_agent=False, identity_auth=False, num_retries=1)
answers = client.run_command(pathlib.Path(script).read_text(), stop_on_errors=False)


def keep(answer):
    if answer.exception or answer.stdout is None:
        return
    with open(f"{out}/{answer.host}", "w") as file:
        for line in answer.stdout:
            file.write(line + "\n")
            print(answer.host, line, sep=": ", flush=True)


gevent.joinall([gevent.spawn(keep, answer) for answer in answers])
client.join(answers)
sys.exit(any(answer.exception or answer.exit_code for answer in answers))
