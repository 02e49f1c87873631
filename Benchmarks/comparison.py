"""Flotilla beside the tools of today: the same work, pair by pair.

Around each run of a peer stands one of flotilla before and one behind it; the ratio of the pair is taken to the mean
of the two. So what else the machine does meets both, and a table's ratios hold where its seconds don't.
"""

import pathlib
import random
import re
import shutil
import statistics

import jobs
import peers
from measure import MB, measure, stream
from subjects import Farm, require, require_success

LATENCY_LINES = 60
TICK = re.compile(rb"TICK (\d+) (\d{19})")


def comparison(name, hosts, fanout, script, expected, seconds=0):
    """A case: `script` on so many hosts; `expected` gives what each address has to deliver."""
    def case(flotilla, work, asked):
        path, printed = work / f"{name.replace(' ', '-')}.sh", work / "printed"
        path.write_text(script)
        with Farm(work, hosts) as farm:
            task = task_for(farm, work, path, fanout)
            wanted = {address: expected(address) for address in task.hosts}
            runs = paired(
                lambda: run_flotilla(flotilla, farm, task, wanted, printed),
                lambda tool: run_peer(tool, task, wanted, printed), asked)
        title = f"{hosts:,} host{'s' * (hosts > 1)}, fanout {fanout}, {name}; rounds: {asked.rounds} (medians)"
        rows = table(runs, hosts)
        behind = [tool for tool, pairs in runs.peers.items()
                  if min(exact for _, exact, _ in pairs) == hosts and runs.ratio(tool, "wall") < 1]
        note = f"Faster than flotilla here: {', '.join(behind) or 'none'}."
        return title, rows, note + (f" The job itself takes {seconds} s." if seconds else "")
    case.__doc__ = f"{hosts:,} hosts, fanout {fanout}, {name}"
    return case


class Runs:
    """What was measured: (cost, exact hosts) of each run, and the pairs of each peer."""

    def __init__(self):
        self.own, self.peers = [], {}

    def ratio(self, tool, key):
        return statistics.median(
            getattr(cost, key) / statistics.mean(getattr(own, key) for own in beside)
            for cost, _, beside in self.peers[tool])


def paired(run_own, run_peer_tool, asked):
    """All rounds; the order of the peers is another in each."""
    tools = {} if asked.no_peers else peers.installed()
    runs, order = Runs(), random.Random(1)
    runs.peers = {name: [] for name in tools}
    for _ in range(asked.rounds):
        before = run_own()
        runs.own.append(before)
        for name in order.sample(list(tools), len(tools)):
            cost, exact = run_peer_tool(tools[name])
            behind = run_own()
            runs.own.append(behind)
            runs.peers[name].append((cost, exact, (before[0], behind[0])))
            before = behind
    return runs


def table(runs, hosts):
    rows = [("tool", "wall s", "CPU ms/host", "× wall", "× CPU", "peak MiB", "left behind", "exact")]

    def row(name, costs, exact, wall, cpu):
        rows.append((
            name, f"{median(costs, 'wall'):.2f}", f"{median(costs, 'cpu') * 1000 / hosts:.2f}", wall, cpu,
            f"{max(cost.peak for cost in costs) / MB:.0f}", f"{max(cost.left for cost in costs)}",
            f"{min(exact)} of {hosts}"))

    row("flotilla", [cost for cost, _ in runs.own], [exact for _, exact in runs.own], "1", "1")
    for name, pairs in runs.peers.items():
        row(name, [pair[0] for pair in pairs], [pair[1] for pair in pairs],
            f"{runs.ratio(name, 'wall'):.2f}", f"{runs.ratio(name, 'cpu'):.2f}")
    return rows


def median(costs, key):
    return statistics.median(getattr(cost, key) for cost in costs)


def task_for(farm, work, script, fanout):
    hostfile = work / "hostfile"
    hostfile.write_text("".join(f"{address}\n" for address in farm.addresses.values()))
    return peers.Task(
        list(farm.addresses.values()), str(hostfile), str(script), fanout, str(farm.ssh_config),
        str(work / "out"), str(farm.path / "id"), farm.hosts[0]["port"], farm.user)


def run_flotilla(flotilla, farm, task, wanted, printed):
    """One run; returns its cost and the number of hosts whose log is exact: all, or the benchmark ends."""
    command = flotilla.command(farm.inventory, task.script, "--fanout", str(task.fanout))
    cost = measure(command, printed, environment=flotilla.environment)
    require_success(cost, printed)
    for name, address in farm.addresses.items():
        require(jobs.is_exact(flotilla.log(name), wanted[address]), f"the log of {name}")
    return cost, len(task.hosts)


def run_peer(tool, task, wanted, printed):
    """One run; returns its cost and the number of hosts whose output came whole."""
    for path in task.out, f"{task.out}.cp":
        shutil.rmtree(path, ignore_errors=True)
        pathlib.Path(path).mkdir()
    stdin = task.script if tool.reads_script else task.hostfile
    cost = measure(tool.command(task), printed, stdin, tool.environment(task))
    found = peers.outputs(tool, task, printed)
    return cost, sum(jobs.is_exact(found.get(host, b""), wanted[host]) for host in task.hosts)


def latency(flotilla, work, asked):
    """How late a line arrives that one host prints every 100 ms; output into a pipe."""
    script, late = work / "tick.sh", {}
    script.write_text(jobs.tick(LATENCY_LINES))
    with Farm(work, 1) as farm:
        task = task_for(farm, work, script, 50)
        tools = {} if asked.no_peers else peers.installed(peers.SHOWING)
        for _ in range(asked.rounds):
            command = flotilla.command(farm.inventory, script)
            late.setdefault("flotilla", []).extend(delays(command, "/dev/null", flotilla.environment))
            for name, tool in tools.items():
                shutil.rmtree(task.out, ignore_errors=True)
                pathlib.Path(task.out).mkdir()
                stdin = task.script if tool.reads_script else task.hostfile
                late.setdefault(name, []).extend(
                    delays(tool.command(task), stdin, tool.environment(task)))
    rows = [("tool", "median ms", "p99 ms", "most ms", "lines")]
    for name, all_of_it in late.items():
        sorted_ms = sorted(all_of_it)
        if not sorted_ms:
            continue
        rows.append((
            name, f"{statistics.median(sorted_ms):.2f}",
            f"{sorted_ms[min(len(sorted_ms) - 1, int(0.99 * len(sorted_ms)))]:.2f}",
            f"{sorted_ms[-1]:.2f}", f"{len(sorted_ms)} of {LATENCY_LINES * asked.rounds}"))
    return f"A line every 100 ms from one host, into a pipe, {asked.rounds} rounds", rows, (
        "How late each line is seen, by the clock of the one machine that both ends are on.")


def delays(command, stdin, environment):
    """How many milliseconds each line was under way."""
    found = []
    for seen, line in stream(command, stdin, environment):
        if match := TICK.search(line):
            found.append((seen - int(match[2])) / 1e6)
    return found


LINES = (jobs.LINES, jobs.lines)
CASES = {
    "one": comparison("20 lines", 1, 50, *LINES),
    "fifty": comparison("20 lines", 50, 50, *LINES),
    "fleet": comparison("20 lines", 200, 50, *LINES),
    "fleet-200": comparison("20 lines", 200, 200, *LINES),
    "thousand-50": comparison("20 lines", 1000, 50, *LINES),
    "thousand": comparison("20 lines", 1000, 200, *LINES),
    "sleep": comparison("sleep 2", 200, 200, jobs.SLEEP, jobs.slept, seconds=2),
    "bulk-peers": comparison("50 MB", 8, 8, jobs.BULK, jobs.bulk_digest),
    "latency": latency,
}
