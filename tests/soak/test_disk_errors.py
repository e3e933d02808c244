"""P10: reads, writes and syncs fail at random while phones send: what was not stored is not called saved.

libfiu makes the system's calls fail inside the running server (`apt-get install fiu-utils`). Nobody sends twice
here, so that what is stored must be what was acknowledged. The control says "saved" before it knows.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.failing.phones import Phones
from tests.failing.remains import Remains, remains
from tests.failing.server import OURS, Server
from tests.soak.figures import tell

pytestmark = [
    pytest.mark.soak,
    pytest.mark.sqlite,
    pytest.mark.skipif(
        shutil.which("fiu-run") is None, reason="fiu-run is not here: apt-get install fiu-utils"
    ),
]

FAULTS = {"posix/io/sync/*": 0.02, "posix/io/rw/pwrite": 0.005, "posix/io/rw/pread": 0.005}


def break_disk(pipes: Path) -> None:
    """Tell every process of the server which calls shall fail; only SQLite reads and writes at a position."""
    faults = [
        word
        for name, often in FAULTS.items()
        for word in ("-c", f"enable_random name={name},probability={often}")
    ]
    for pipe in pipes.parent.glob(f"{pipes.name}-*.in"):
        process = pipe.stem.rpartition("-")[2]
        subprocess.run(
            ["fiu-ctrl", "-f", str(pipes), *faults, process], check=True, capture_output=True, timeout=60
        )


def bad_disk(folder: Path, build: str, posts: int) -> tuple[Phones, Remains]:
    server = Server(folder, build)
    activity = server.prepare()
    server.start("fiu-run", "-x", "-f", str(folder / "fiu"))
    break_disk(folder / "fiu")
    phones = Phones(server.port, activity.code, posts, many=4, patient=False)
    with phones.sending():
        phones.join()
    server.kill()
    database = server.database()
    left = remains(database, phones.acked)
    database.dispose()
    tell(
        f"a bad disk, {build}",
        posts=posts,
        acked=len(phones.acked),
        refused=phones.refusals,
        **left.figures(),
    )
    assert phones.trouble == []
    return phones, left


def test_what_was_acknowledged_is_what_is_stored(tmp_path: Path) -> None:
    phones, left = bad_disk(tmp_path, OURS, 5000)
    assert phones.refusals > 500, "the disk was not bad enough to show anything"
    assert left.sound
    assert left.rows == len(phones.acked)


def test_control_an_answer_before_the_commit_is_seen(tmp_path: Path) -> None:
    _, left = bad_disk(tmp_path, "tests.failing.builds:says_saved_too_early()", 300)
    assert left.lost > 0
