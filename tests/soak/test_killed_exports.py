"""P7: kill -9 in the middle of an export. There is a whole file with its records, or neither; its bytes stay the same.

The control keeps the file in one transaction and what is in it in another.
"""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage import api_tokens, exports
from storage.database import Database
from storage.tables import ExportedRow, ExportFile, ExportRow, RecordRow
from tests.conftest import Clock
from tests.failing.nest import Nest
from tests.failing.phones import SAVED, learner, post
from tests.failing.server import OURS, Server
from tests.soak.figures import tell

pytestmark = [pytest.mark.soak, pytest.mark.sqlite]

KILLS = 50
EACH = 10  # learners between two exports
DOWNLOADS = 100


@dataclass(frozen=True)
class Files:
    """Counts of what must not be."""

    files: int
    without_bytes: int
    other_bytes: int
    miscounted: int
    reported_twice: int

    @property
    def sound(self) -> bool:
        return not (self.without_bytes or self.other_bytes or self.miscounted or self.reported_twice)


@pytest.fixture
def nest() -> Iterator[Nest]:
    with Nest() as nest:
        yield nest


def files(database: Database) -> Files:
    with database.read() as session:
        made = session.scalars(select(ExportRow)).all()
        held = set(session.scalars(select(ExportFile.export_id)))
        rows = Counter(session.scalars(select(ExportedRow.export_id)))
        reported = Counter(session.scalars(select(ExportedRow.record_id)))
        states = Counter(session.scalars(select(RecordRow.state)))
        digests = {
            one.id: hashlib.sha256(exports.file(session, one.id)).hexdigest()
            for one in made
            if one.id in held
        }
    return Files(
        files=len(made),
        without_bytes=len({one.id for one in made} ^ held),
        other_bytes=sum(digests.get(one.id) != one.sha256 for one in made),
        miscounted=sum(rows[one.id] != one.rows for one in made) + abs(len(reported) - states["exported"]),
        reported_twice=sum(times > 1 for times in reported.values()),
    )


def trial(folder: Path, nest: Nest, build: str, kills: int) -> Files:
    server, in_hand, sent = Server(folder, build), 0, 0
    activity = server.prepare()
    database = server.database()
    with database.write() as session:
        token = api_tokens.create(session, "a script", actor="console", now=Clock()())
    server.start(nest=nest)
    address, longest = f"/activities/{activity.id}/exports", 0.5
    for _ in range(kills):
        for _ in range(EACH):
            sent += post(server.port, f"/a/{activity.code}", learner(sent))[0] in SAVED
        heard: list[int] = []

        def call(heard: list[int] = heard) -> None:
            heard.append(server.api(token, "POST", address, {"format": "xlsx", "kind": "add"})[0])

        caller, began = threading.Thread(target=call), time.monotonic()
        caller.start()
        caller.join(random.uniform(0, longest))
        # About half of the kills shall come after the end: then the others meet every part of it.
        longest = longest * 1.2 if caller.is_alive() else max(0.05, time.monotonic() - began)
        server.kill()
        caller.join()
        in_hand += heard == [0]
        server.start(nest=nest)
    server.api(token, "POST", address, {"format": "xlsx", "kind": "add"})
    found = files(database)
    same = downloads(server, token, database)
    server.stop()
    with database.read() as session:
        records = session.scalar(select(func.count()).select_from(RecordRow))
    database.dispose()
    tell(
        f"kill -9 in an export, {build}",
        kills=kills,
        in_hand=in_hand,
        records=records or 0,
        **vars(found),
        **same,
    )
    assert in_hand > kills / 10, "the kills met no export: this has shown nothing"
    assert same["the_same"] == same["downloads"]
    return found


def downloads(server: Server, token: str, database: Database) -> dict[str, int]:
    with database.read() as session:
        made = session.scalars(select(ExportRow)).all()
    same = 0
    for number in range(DOWNLOADS):
        one = made[number % len(made)]
        status, data = server.api(token, "GET", f"/exports/{one.id}/file")
        same += status == 200 and hashlib.sha256(data).hexdigest() == one.sha256
    return {"downloads": DOWNLOADS, "the_same": same}


def test_a_killed_export_leaves_a_whole_file_or_none(tmp_path: Path, nest: Nest) -> None:
    assert trial(tmp_path, nest, OURS, KILLS).sound


def test_control_an_export_in_two_steps_is_seen(tmp_path: Path, nest: Nest) -> None:
    assert not trial(tmp_path, nest, "tests.failing.builds:counts_an_export_afterwards()", KILLS).sound
