"""One file of 1 GB to a host and back, beside scp and sftp."""

import filecmp
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

from measure import MB, measure
from subjects import Farm, require, require_success

ROOT = pathlib.Path(__file__).resolve().parent.parent
SIZE = 1_000_000_000


def copying(_, work, asked):
    """Each of the programs pushes and fetches the same file in turn; each copy is compared."""
    program, printed = build(), work / "printed"
    source, there, here = work / "source", work / "there", work / "here"
    with open(source, "wb") as file:
        for _ in range(SIZE // 1_000_000):
            file.write(os.urandom(1_000_000))
    results = {}
    with Farm(work, 1) as farm:
        for _ in range(asked.rounds):  # side by side, so that all see the same noise
            for name, (command, copy) in commands(program, farm, source, there, here, work).items():
                for folder in there, here:
                    shutil.rmtree(folder, ignore_errors=True)
                    folder.mkdir()
                if "fetch" in name:
                    os.link(source, there / "file")
                cost = measure(command, printed)
                require_success(cost, printed)
                require(filecmp.cmp(source, copy, shallow=False), f"the copy of {name}")
                results.setdefault(name, []).append(cost)
    rows = [("program", "wall s", "MB/s", "CPU s", "peak MiB")]
    for name, runs in results.items():
        wall = statistics.median(cost.wall for cost in runs)
        rows.append((
            name, f"{wall:.1f}", f"{SIZE / 1e6 / wall:.0f}",
            f"{statistics.median(cost.cpu for cost in runs):.1f}",
            f"{max(cost.peak for cost in runs) / MB:.0f}"))
    peak = max(cost.peak for name, runs in results.items() for cost in runs if "flotilla" in name)
    holds = "met" if peak < 64 * MB else "**not met**"
    return (f"One file of 1 GB, {asked.rounds} rounds (medians); flotilla compares both sides by SHA-256",
            rows, f"Wanted of flotilla: less than 64 MiB of memory, whatever the size: {holds}.")


def build():
    """Builds what copies as a step does, beside the released program."""
    subprocess.run(
        ["swift", "build", "-c", "release", "--build-path", ".build-release",
         "--product", "CopyBenchmark"],
        cwd=ROOT, check=True, stdout=sys.stderr)
    return ROOT / ".build-release/release/CopyBenchmark"


def commands(program, farm, source, there, here, work):
    """What is run, and where its copy is then."""
    host, batch = farm.hosts[0], work / "batch"
    address, port, target = host["address"], str(host["port"]), there / "file"
    batch.write_text(f"put {source} {target}\n")
    ssh = ["-q", "-F", farm.ssh_config, "-P", port]
    own = [address, port, farm.path / "id"]
    return {
        "flotilla, push": ([program, "push", *own, source, target], target),
        "scp, push": (["scp", *ssh, source, f"{address}:{target}"], target),
        "sftp, push": (["sftp", *ssh, "-b", batch, address], target),
        "flotilla, fetch": (
            [program, "fetch", *own, here, target], pathlib.Path(f"{here}/bench{target}")),
        "scp, fetch": (["scp", *ssh, f"{address}:{target}", here / "file"], here / "file"),
    }
