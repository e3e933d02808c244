"""Room on the disk: told in a sentence, and a reserve that a purge may have."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from storage import disk
from storage.database import Database
from storage.errors import NoRoom

pytestmark = pytest.mark.sqlite

KEEP = 50


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What the disk has free, in bytes: set `.free`."""
    usage = SimpleNamespace(free=1000 * disk.MEGABYTE)
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _: usage)
    return usage


def reserve(database: Database) -> Path:
    return Path(f"{database.url.database}-reserve")


def test_what_must_stay_free_is_the_limit(database: Database, free: SimpleNamespace) -> None:
    free.free = KEEP * disk.MEGABYTE
    disk.check(database, KEEP)
    free.free -= 1
    with pytest.raises(NoRoom, match="49 MB are free, 50 MB must stay free"):
        disk.check(database, KEEP)


def test_the_reserve_is_kept_while_there_is_room_and_goes_when_there_is_none(
    database: Database, free: SimpleNamespace
) -> None:
    disk.hold_reserve(database, KEEP)
    assert reserve(database).stat().st_size == disk.RESERVE
    disk.let_reserve_go(database, KEEP)
    assert reserve(database).exists()
    free.free = 0
    disk.let_reserve_go(database, KEEP)
    assert not reserve(database).exists()


def test_the_reserve_takes_nothing_of_what_must_stay_free(database: Database, free: SimpleNamespace) -> None:
    free.free = KEEP * disk.MEGABYTE + disk.RESERVE - 1
    disk.hold_reserve(database, KEEP)
    assert not reserve(database).exists()


def test_a_reserve_that_does_not_fit_leaves_nothing(
    database: Database, free: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    disk.hold_reserve(database, KEEP)
    assert list(reserve(database).parent.glob("*reserve*")) == []
