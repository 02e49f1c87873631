"""The parts that compute, each alone: inventory, shards, schedule, events, printing."""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def micro(_, work, asked):
    """Builds and runs Benchmarks/Micro; its table is the case's."""
    build = ["swift", "build", "-c", "release", "--build-path", ".build-release"]
    subprocess.run([*build, "--product", "MicroBenchmarks"], cwd=ROOT, check=True, stdout=sys.stderr)
    told = subprocess.run(
        [ROOT / ".build-release/release/MicroBenchmarks", str(asked.rounds)],
        check=True, capture_output=True, text=True).stdout
    lines = [line for line in told.splitlines() if not line.startswith("|---")]
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    return f"Parts alone, the best of {asked.rounds}", rows, "Resident memory is the process's, after the part."


CASES = {"micro": micro}
