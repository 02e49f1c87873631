"""The cases: each runs programs on a farm; returns a title, a table's rows, and what is wanted."""

import hashlib
import pathlib
import re
import resource
import statistics

import comparison
import inventories
import jobs
import micro
import scale
from copying import copying
from measure import MB, measure, time_to
from subjects import Farm, Relay, require, require_success


def write_script(work, name, text):
    path = work / f"{name}.sh"
    path.write_text(text)
    return path


def digest(path):
    found = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(MB):
            found.update(chunk)
    return found.hexdigest()


def wanted(what, holds):
    """The line below a table: what the project asks of itself, and whether it is so here."""
    return f"Wanted of flotilla: {what}: {'met' if holds else '**not met**'}."


def descriptors(flotilla, work, _):
    """Few file descriptors: a low soft limit is raised, a low hard limit is named."""
    script, printed = write_script(work, "lines", jobs.LINES), work / "printed"
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    rows = [("soft limit", "hard limit", "exit status", "exact logs", "it said")]
    with Farm(work, 200) as farm:
        for limits in (128, hard), (128, 128):
            command = flotilla.command(farm.inventory, script, "--fanout", "200")
            cost = measure(
                command, printed, environment=flotilla.environment, descriptors=limits)
            logs = {path.parent.name: path for path in flotilla.state.glob("**/hosts/*/*.log")}
            exact = sum(
                name in logs and logs[name].read_bytes() == jobs.lines(address)
                for name, address in farm.addresses.items())
            said = pathlib.Path(f"{printed}.err").read_text(errors="replace").strip().splitlines()
            rows.append((*map(str, limits), str(cost.status), str(exact), " / ".join(said[:2])))
            if limits[1] == hard:
                require(cost.status == 0 and exact == 200, f"200 hosts with ulimit -Sn {limits[0]}")
            else:
                require(cost.status != 0 and "ulimit" in " ".join(said), "the limit is not named")
    return "200 hosts, fanout 200, few file descriptors", rows, wanted(
        "to raise a low soft limit, and to name a low hard one", True)


def bulk(flotilla, work, _):
    """50 MB from each of eight hosts: every byte, whole lines, bounded memory."""
    script, printed = write_script(work, "bulk", jobs.BULK), work / "printed"
    with Farm(work, 8) as farm:
        command = flotilla.command(farm.inventory, script, "--fanout", "8")
        cost = measure(command, printed, environment=flotilla.environment)
        require_success(cost, printed)
        for name, address in farm.addresses.items():
            require(digest(flotilla.log(name)) == jobs.bulk_digest(address), f"the log of {name}")
        expected = {
            name.encode(): jobs.bulk_lines(address) for name, address in farm.addresses.items()}
        parts = check_printed(printed, expected)
        for name, source in expected.items():
            require(next(source, None) is None, f"not all lines of {name.decode()} were printed")
    size = 8 * 80 * jobs.BULK_LINES
    rows = [("tool", "wall s", "CPU s", "MB/s", "peak MiB", "logs", "printed lines")]
    rows.append((
        "flotilla", f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{size / 1e6 / cost.wall:.0f}",
        f"{cost.peak / MB:.0f}", "exact", f"exact, none mixed, {parts} in parts"))
    return "8 hosts × 50 MB in lines of 80 bytes, printed and logged", rows, wanted(
        "less than 150 MB of memory", cost.peak < 150 * MB)


TAGGED = re.compile(rb"(\S+) +([|+]) (.*\n)")


def check_printed(printed, expected):
    """Compares the tagged lines with what each host wrote; returns how many were shown in parts.

    A line comes in parts, the later ones marked with a plus, where the host paused in the middle of it.
    """
    held, parts = {}, 0

    def settle(tag):
        begun, wanted = held.pop(tag, (b"", b"\n"))
        require(begun + b"\n" == wanted, f"the end of a line of {tag} is missing: {begun!r}")

    with open(printed, "rb") as lines:
        for number, line in enumerate(lines, start=1):
            match = TAGGED.fullmatch(line)
            if not match or match[1] not in expected:
                continue
            tag, mark, text = match.groups()
            if mark == b"|":
                settle(tag)
                held[tag] = b"", next(expected[tag], b"")
            begun, wanted = held.pop(tag, (b"", b""))
            found = begun + text
            if found != wanted:
                require(wanted.startswith(found[:-1]), f"line {number} as printed: {line!r}")
                held[tag] = found[:-1], wanted
                parts += 1
    for tag in expected:
        settle(tag)
    return parts


def first_line(flotilla, work, asked):
    """How many round trips one host's first line needs, beside `ssh host sh -s`."""
    script, rounds = write_script(work, "first", jobs.FIRST_LINE), asked.rounds * 3
    with Farm(work, 1) as farm, Relay(work, farm.hosts[0]) as relay:
        known_hosts, inventory = work / "known_hosts", work / "relay.yaml"
        keys = [line.split(None, 1)[1] for line in (farm.path / "known_hosts").open()]
        known_hosts.write_text("".join(f"[127.0.0.1]:{relay.port} {key}" for key in keys))
        inventory.write_text(
            f"hosts: {{ h1: {{ address: 127.0.0.1, port: {relay.port},"
            f" known_hosts: {known_hosts} }} }}\n")
        commands = {
            "flotilla": lambda: flotilla.command(farm.inventory, script, "-i", inventory),
            "ssh": lambda: [
                "ssh", "-F", farm.ssh_config, "-p", str(relay.port),
                "-o", f"UserKnownHostsFile={known_hosts}", "127.0.0.1", "sh", "-s"]}
        rows = [("tool", "first line, ms", "at 100 ms RTT, ms", "round trips")]
        trips = {}
        for name, command in commands.items():
            near, far = (
                time_to_first_line(command, relay, delay, rounds, script, flotilla)
                for delay in (0, 50))
            trips[name] = (far - near) / 0.1
            rows.append((
                name, f"{near * 1000:.0f}", f"{far * 1000:.0f}", f"{trips[name]:.1f}"))
    # Round trips come in whole ones; a quarter is noise.
    return f"Time to the first line of one host, the best of {rounds}", rows, wanted(
        "no more round trips than ssh", trips["flotilla"] < trips["ssh"] + 0.25)


def time_to_first_line(command, relay, delay, rounds, script, flotilla):
    """The shortest of all rounds, in seconds: whatever else happens here only makes it longer."""
    relay.delay(delay)
    return min(
        time_to(b"first line", command(), script, flotilla.environment) for _ in range(rounds))


def single(flotilla, work, asked):
    """One host: a whole run beside ssh, and how long the program takes to start."""
    script, rounds = write_script(work, "lines", jobs.LINES), asked.rounds * 5
    printed = work / "printed"
    with Farm(work, 1) as farm:
        commands = {
            "flotilla": lambda: flotilla.command(farm.inventory, script),
            "ssh": lambda: ["ssh", "-F", farm.ssh_config, farm.addresses["h1"], "sh", "-s"],
            "flotilla --version": lambda: [flotilla.program, "--version"]}
        costs = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                cost = measure(command(), printed, script, flotilla.environment)
                require_success(cost, printed)
                costs[name].append(cost)
    rows = [("program", "wall ms, best", "median", "CPU ms")]
    for name, runs in costs.items():
        rows.append((
            name, f"{min(cost.wall for cost in runs) * 1000:.0f}",
            *(f"{statistics.median(getattr(cost, key) for cost in runs) * 1000:.0f}"
              for key in ("wall", "cpu"))))
    best = {name: min(cost.wall for cost in runs) for name, runs in costs.items()}
    return f"One host, 20 lines, {rounds} rounds", rows, wanted(
        "no slower than ssh", best["flotilla"] <= best["ssh"])


def inventory(flotilla, work, asked, hosts=10_000):
    """Inventories of many hosts: read, resolved and listed, in each of their forms and listings."""
    printed, holds = work / "printed", True
    rows = [("inventory", "listing", "wall ms, best", "CPU ms, best", "peak MiB")]
    for name, path in inventories.write(work, hosts).items():
        for listing in [], ["--json"], ["--graph"]:
            runs = []
            for _ in range(asked.rounds):
                command = [flotilla.program, "hosts", "-i", path, *listing]
                cost = measure(command, printed, environment=flotilla.environment)
                require_success(cost, printed)
                require(f"web{hosts:05}" in printed.read_text(), f"{name}: the last host is missing")
                runs.append(cost)
            wall, cpu = (min(getattr(cost, key) for cost in runs) for key in ("wall", "cpu"))
            peak = max(cost.peak for cost in runs)
            rows.append((name, " ".join(listing) or "table", f"{wall * 1000:.0f}", f"{cpu * 1000:.0f}",
                         f"{peak / MB:.0f}"))
            holds = holds and wall < 1 and peak < 200 * MB
    return f"Inventories of {hosts:,} hosts", rows, wanted("< 1 s and < 200 MiB each", holds)


CASES = comparison.CASES | scale.CASES | micro.CASES | {
    "descriptors": descriptors, "bulk": bulk, "first-line": first_line, "single": single,
    "inventory": inventory, "copying": copying,
}
