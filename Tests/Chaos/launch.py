"""A link that is cut at every step and every 100th byte of a launch."""

import concurrent.futures

from hosts import expect, fleet
from runs import Run, expect_log, write_script

# Sweeps run this many cuts at once, each on a host of its own.
AT_ONCE = 16

SCRIPT = """#!/bin/sh
echo "start $FLOTILLA_ATTEMPT" >>"$HOME/starts"
echo one; echo two >&2
# Longer than it takes to be cut off and to come back.
sleep 0.5
seq 1 200
exit 7
"""
END = {"status": "failed", "exit": {"code": 7}}
WANTED = b"one\ntwo\n" + b"".join(b"%d\n" % n for n in range(1, 201))


def launch(asked):
    """A link cut at every 100th byte of the launch, both directions counted: started once, log exact, exit known."""
    step = 100 if not asked.short else 900
    sweep(asked, lambda whole: range(1, whole + step, step))


def launch_edges(asked):
    """The same at each byte around the answer's header, where the claim is made."""
    sweep(asked, lambda whole: range(max(1, whole - 1_500), whole - 300, 8))


def sweep(asked, places):
    with fleet(AT_ONCE, asked) as hosts:
        script = write_script(hosts.folder, "launch", SCRIPT)
        whole = measure(hosts, asked, script)
        cuts = [(at, mode) for at in places(whole) for mode in ("rst", "fin")]
        print(f"     a job takes {whole} bytes; {len(cuts)} cuts", flush=True)
        names = list(hosts.hosts)
        retried = 0
        for first in range(0, len(cuts), AT_ONCE):
            batch = dict(zip(names, cuts[first:first + AT_ONCE]))
            retried += cut_each(hosts, asked, script, batch)
        print(f"     {retried} jobs were cut and came back", flush=True)


def measure(hosts, asked, script):
    """How many bytes pass, both ways, in a job that nobody cuts."""
    run = Run(asked.program, hosts.folder, hosts.inventory, script, "-l", "h1")
    run.wait(60)
    link = hosts.relays.tell("stats", "h1")["h1"]
    expect(run.job("h1")["outcome"] == END, f"an uncut job ends as it should: {run.job('h1')}")
    hosts.forget()
    return link["bytes_up"] + link["bytes_down"]


def cut_each(hosts, asked, script, batch):
    """One run over the batch's hosts, each of which is cut at its place, once."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda item: hosts.relays.tell(f"cut-after-bytes {item[1][0]} {item[1][1]} 1", item[0]),
                      batch.items()))
    run = Run(asked.program, hosts.folder, hosts.inventory, script, "-l", ",".join(batch),
              "--reconnect-for", "60s")
    run.wait(120)
    for host, (at, mode) in batch.items():
        where = f"{host}, cut after {at} bytes ({mode})"
        told = "\n".join(str(event) for event in run.events(host))
        expect(hosts.starts(host) == 1, f"{where}: one start, not {hosts.starts(host)}:\n{told}")
        expect_log(run.log(host, "launch"), WANTED, where)
        job = run.job(host)
        expect(job["outcome"] == END, f"{where}: the end is the script's: {job}\n{told}")
    hosts.expect_clean()
    hosts.forget()
    return sum(1 for host in batch if len(run.events(host, "connecting")) > 1)
