"""`python -m tests.fuzz`: thousands of inputs for each parser, led by what the bytes reach, by atheris (libFuzzer).

Each parser has a process of its own, as atheris ends the one that it runs in. An input that is not refused as it
should be, takes longer than it may or more memory ends the run with 1, and its bytes are printed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import atheris

CASES = 2500
MEGABYTES, SECONDS = 1024, 60
"""What libFuzzer itself allows one input, in time on the clock; the parser's own limit is of the processor."""
LONGEST_INPUT = 64 * 1024


def lead(name: str, cases: int, folder: str) -> None:
    """Fuzz one parser in this process, which ends here; the samples are put into the folder first."""
    with atheris.instrument_imports(include=["pars", "blueprints.api.body"]):
        from tests.fuzz.parsers import parsers
    parser = parsers()[name]
    for number, sample in enumerate(parser.samples):
        (Path(folder) / str(number)).write_bytes(sample)
    limits = [f"-rss_limit_mb={MEGABYTES}", f"-timeout={SECONDS}", f"-max_len={LONGEST_INPUT}"]
    wanted = [f"-runs={cases}", "-seed=1", "-print_final_stats=1", f"-artifact_prefix={folder}/"]
    atheris.Setup(["attest", *limits, *wanted, folder], parser.try_out)
    atheris.Fuzz()


def run(name: str) -> bool:
    """Fuzz one parser in a process of its own and say what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.fuzz", name, folder]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    figures = dict(re.findall(r"stat::(\w+):\s+(\d+)", done.stderr))
    cases, memory = figures.get("number_of_executed_units", "0"), figures.get("peak_rss_mb", "?")
    print(f"{name}: {cases} inputs, {memory} MB at most, {'all right' if not done.returncode else 'FAILED'}")  # noqa: T201
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-6000:])  # noqa: T201
    return done.returncode == 0


def main() -> int:
    if len(sys.argv) > 1:
        lead(sys.argv[1], CASES, sys.argv[2])
    from tests.fuzz.parsers import parsers

    return sum(not run(name) for name in parsers()) > 0


if __name__ == "__main__":
    sys.exit(main())
