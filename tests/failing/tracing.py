"""What strace saw the server do between hearing a post and answering it: whether it waited for the disk."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

CALLS = "fsync,fdatasync,pwrite64,write,recvfrom,sendto"
HAS_STRACE = shutil.which("strace") is not None

# 29910 fsync(17</var/lib/attest/attest.db-wal>) = 0
CALL = re.compile(r"(\d+)\s+(\w+)\(\d+<([^>]*)>(.*)")
PAUSED = " <unfinished ...>"
RESUMED = re.compile(r"(\d+)\s+<\.\.\. \w+ resumed>(.*)")


def strace(trace: Path) -> list[str]:
    """The words that run a command under strace, all its threads, files by name, into the file `trace`."""
    return ["strace", "-f", "-y", "-s", "32", "-e", f"trace={CALLS}", "-o", str(trace)]


def acks(trace: str, database: str) -> list[bool]:
    """Of each "201 CREATED", in order: whether all that its thread wrote to files of `database` had been synced."""
    found: list[bool] = []
    written: dict[str, set[str]] = {}
    synced: dict[str, int] = {}
    for line in _whole_lines(trace.splitlines()):
        if not (call := CALL.match(line)):
            continue
        thread, name, file, rest = call.groups()
        ours = file.startswith(database)
        if name == "recvfrom" and '"POST ' in rest:
            written[thread], synced[thread] = set(), 0
        elif name in ("pwrite64", "write") and ours:
            written.setdefault(thread, set()).add(file)
        elif name in ("fsync", "fdatasync") and ours and rest.endswith("= 0"):
            written.setdefault(thread, set()).discard(file)
            synced[thread] = synced.get(thread, 0) + 1
        elif name == "sendto" and "201 CREATED" in rest:
            found.append(bool(synced.get(thread)) and not written.get(thread))
    return found


def _whole_lines(lines: Iterable[str]) -> Iterator[str]:
    """Calls that strace shows in two pieces, because another thread came in between, put together at their end."""
    begun: dict[str, str] = {}
    for line in lines:
        if line.endswith(PAUSED):
            begun[line.split()[0]] = line.removesuffix(PAUSED)
        elif (rest := RESUMED.match(line)) and rest[1] in begun:
            yield begun.pop(rest[1]) + rest[2]
        else:
            yield line
