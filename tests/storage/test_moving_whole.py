"""A move that is killed, and one of large files."""

from __future__ import annotations

import tracemalloc

import pytest

from storage import moving
from storage.activities import StoredActivity
from storage.database import Database
from storage.moving import contents, move
from storage.tables import ResultFileRow
from tests.storage.every_table import MOMENT
from tests.storage.moves import database_url as database_url
from tests.storage.moves import full as full
from tests.storage.moves import holds, kill_in_the_middle, quiet
from tests.storage.moves import new as new
from tests.storage.moves import new_url as new_url

pytestmark = pytest.mark.slow


def test_killed_in_the_middle_and_started_again_it_is_complete(
    full: Database, new: Database, new_url: str
) -> None:
    for tables in (12, 30):
        kill_in_the_middle(full, new_url, tables)
        assert holds(new) == 0
        full.check_writable()
    moved = move(full, new, quiet)
    with full.read() as here, new.read() as there:
        assert moved.contents == contents(here) == contents(there)
        assert all(content.rows for content in moved.contents.values())


def most_memory(database: Database, new: Database) -> int:
    tracemalloc.start()
    try:
        move(database, new, quiet)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


LARGE = 2**19
FILES = 8


def uploads(database: Database, activity: StoredActivity) -> None:
    """Files of half a megabyte."""
    with database.write() as session:
        rows = [
            ResultFileRow(
                id=str(n), activity_id=activity.id, kind="report", sha256=str(n), data=bytes(LARGE),
                mapping={}, uploaded_at=MOMENT.astimezone(), actor="x", applied_at=None, changed=0,
            )
            for n in range(FILES)
        ]  # fmt: skip
        session.add_all(rows)


def test_files_pass_through_memory_one_by_one(
    database: Database, new: Database, activity: StoredActivity
) -> None:
    uploads(database, activity)
    assert most_memory(database, new) < FILES * LARGE


def test_control_in_batches_they_fill_it(
    database: Database, new: Database, activity: StoredActivity, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads(database, activity)
    monkeypatch.setattr(moving, "FILE", "no column")
    assert most_memory(database, new) > FILES * LARGE
