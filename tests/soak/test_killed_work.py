"""O1: kill -9 in a purge, a copy and a restore. What is left is as before or as after, and doing it again ends well."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import upkeep
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import NotAllowed
from tests.conftest import Clock
from tests.failing.work import begun, finished, killed
from tests.soak.figures import tell
from tests.soak.test_upgrades import digests, opened
from tests.storage.canaries import hits, traces
from tests.storage.conftest import Send
from tests.storage.conftest import send as send
from tests.storage.test_purging import kept, two_halves

pytestmark = [pytest.mark.soak, pytest.mark.sqlite]

KILLS = 20
OLD = 300  # records that are due to be purged, and as many that are not


@pytest.fixture
def halves(
    database: Database, make_activity: Callable[..., StoredActivity], send: Send, clock: Clock
) -> tuple[list[str], list[str]]:
    return two_halves(database, make_activity, send, clock, OLD)


@pytest.fixture
def started(database: Database, halves: tuple[list[str], list[str]], tmp_path: Path) -> Path:
    """The database at rest, to be copied; in a folder of its own."""
    database.dispose()
    (tmp_path / "kept").mkdir()
    return Path(shutil.copy(str(database.url.database), tmp_path / "kept" / "start.db"))


def is_whole(database: Database) -> bool:
    with database.connection() as connection:
        return bool(connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok")


def took(what: str, file: Path, clock: Clock, other: Path = Path()) -> float:
    """Seconds that it takes when nobody disturbs it."""
    process, began = begun(what, f"sqlite:///{file}", clock(), other), time.monotonic()
    finished(process)
    return time.monotonic() - began


def fresh(start: Path, folder: Path) -> Path:
    """A copy of the database in an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return Path(shutil.copy(start, folder / "attest.db"))


def test_a_purge(
    started: Path, halves: tuple[list[str], list[str]], database: Database, clock: Clock, tmp_path: Path
) -> None:
    old, young = halves
    gone, held = traces(database, old), traces(database, young)
    before = [kept(database, record_id) for record_id in young]
    database.dispose()
    folder = tmp_path / "purged"
    takes, half_way = took("purge", fresh(started, folder), clock), 0
    for _ in range(KILLS):
        file = fresh(started, folder)
        half_way += killed(begun("purge", f"sqlite:///{file}", clock()), takes)
        left = opened(file)
        assert is_whole(left)
        left.dispose()
        took("purge", file, clock)
        assert hits(folder, gone) == 0
        assert hits(folder, held) == len(held)
        after = opened(file)
        assert [kept(after, record_id) for record_id in young] == before
        after.dispose()
    tell("kill -9 in a purge", kills=KILLS, half_way=half_way, traces=len(gone), left=0, seconds=takes)
    assert half_way > 0


def test_a_copy(started: Path, clock: Clock, tmp_path: Path) -> None:
    file, copies = fresh(started, tmp_path / "copied"), tmp_path / "copies"
    copies.mkdir()
    takes, there, half_way = took("backup", file, clock, copies / "whole.db"), 0, 0
    source = opened(file)
    for number in range(KILLS):
        copy = copies / f"{number}.db"
        half_way += killed(begun("backup", f"sqlite:///{file}", clock(), copy), takes)
        if copy.exists():
            there += 1
            back = opened(tmp_path / "back.db")
            upkeep.restore(back, copy)
            assert digests(back) == digests(source)
            back.dispose()
    source.dispose()
    tell("kill -9 in a copy", kills=KILLS, half_way=half_way, there=there, not_whole=0, seconds=takes)
    assert half_way > 0


def test_control_half_a_copy_is_seen(started: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.db"
    half.write_bytes(started.read_bytes()[: started.stat().st_size // 2])
    back = opened(tmp_path / "back.db")
    with pytest.raises(NotAllowed, match="not a whole database"):
        upkeep.restore(back, half)


def test_a_restore(
    started: Path, database: Database, send: Send, activity: StoredActivity, clock: Clock, tmp_path: Path
) -> None:
    """Over a database in which more has been sent since."""
    for number in range(OLD):
        send(activity, license_number=f"ME9{number:04}", npi="")
    now, then = digests(database), digests(opened(started))
    database.dispose()
    later = Path(shutil.copy(str(database.url.database), tmp_path / "kept" / "later.db"))
    folder = tmp_path / "restored"
    takes = took("restore", fresh(later, folder), clock, started)
    between = half_way = became = 0
    for _ in range(KILLS):
        file = fresh(later, folder)
        half_way += killed(begun("restore", f"sqlite:///{file}", clock(), started), takes)
        left = opened(file)
        found = digests(left)
        between += found not in (now, then) or not is_whole(left)
        became += found == then
        left.dispose()
    tell("kill -9 in a restore", kills=KILLS, half_way=half_way, new=became, between=between, seconds=takes)
    assert half_way > 0
    assert between == 0
