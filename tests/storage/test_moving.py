"""From SQLite to PostgreSQL: everything arrives as it is, or nothing does."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import moving, schema, seal
from storage.activities import StoredActivity
from storage.database import Database, DatabaseError, sqlite
from storage.errors import NotAllowed
from storage.moving import Content, contents, move
from storage.tables import HistoryRow, ResultFileRow
from storage.vault import Vault
from tests.conftest import DATA_KEY
from tests.house.files import ROOT
from tests.postgres import Cluster
from tests.storage.conftest import Send
from tests.storage.every_table import MOMENT, fill, rows_of

CHANGES = "NEW.number := NEW.number + 1; RETURN NEW"
LOSES = "RETURN NULL"


@pytest.fixture
def database_url(empty_database: Path, tmp_path: Path) -> str:
    """What is moved is SQLite, whatever the other tests run on."""
    shutil.copy(empty_database, tmp_path / "attest.db")
    return f"sqlite:///{tmp_path / 'attest.db'}"


@pytest.fixture
def new_url(cluster: Cluster) -> Iterator[str]:
    """With the schema in it, and its numbers from one on: to make that takes longer than all the rest."""
    with cluster.swept() as url:
        yield url


@pytest.fixture
def new(new_url: str) -> Iterator[Database]:
    database = Database(new_url, Vault(DATA_KEY))
    with database.write() as session:
        session.execute(text("ALTER SEQUENCE history_id_seq RESTART"))
    yield database
    database.dispose()


@pytest.fixture
def full(database: Database) -> Database:
    """A database with rows in every table."""
    seal.check(database)
    with database.write() as session:
        fill(session, 3)
    return database


def quiet(_name: str, _rows: int) -> None:
    pass


def holds(database: Database) -> int:
    with database.read() as session:
        return sum(content.rows for content in contents(session).values())


def refused(old: Database, new: Database) -> str:
    """The words with which a move is refused; the old database can be written to as before."""
    with pytest.raises(NotAllowed) as refusal:
        move(old, new, quiet)
    old.check_writable()
    return str(refusal.value)


def test_every_table_arrives_as_it_is(full: Database, new: Database) -> None:
    told: dict[str, int] = {}
    moved = move(full, new, told.__setitem__)
    with full.read() as here, new.read() as there:
        rows = rows_of(there)
        assert rows == rows_of(here)
        assert all(rows.values())
        assert moved.contents == contents(here) == contents(there)
    assert told == {name: len(found) for name, found in rows.items()}
    assert new.misfit() is None
    seal.check(new)


def test_what_postgresql_numbers_goes_on(full: Database, new: Database) -> None:
    move(full, new, quiet)
    assert after_the_move(new) == 4


def test_control_with_the_numbers_left_alone_the_next_is_taken(
    full: Database, new: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_count_on", lambda *_: None)
    move(full, new, quiet)
    with pytest.raises(DatabaseError, match="pk_history"):
        after_the_move(new)


def after_the_move(new: Database) -> int:
    """The number that the next step in a record's life gets."""
    with new.write() as session:
        record_id = session.execute(text("SELECT max(record_id) FROM history")).scalar_one()
        step = HistoryRow(record_id=record_id, at=MOMENT.astimezone(), actor="x", action="x", sealed=None)
        session.add(step)
        session.flush()
        return step.id


def test_into_a_database_with_nothing_in_it(
    database: Database, cluster: Cluster, activity: StoredActivity, send: Send
) -> None:
    send(activity)
    with cluster.database(schema=False) as url:
        new = Database(url, Vault(DATA_KEY))
        moved = move(database, new, quiet)
        new.dispose()
    assert (moved.wrong, moved.already) == ((), False)
    assert moved.contents["attestations"].rows == 1


@pytest.mark.parametrize("does", [CHANGES, LOSES])
def test_what_does_not_arrive_as_it_is_is_seen_and_nothing_is_kept(
    full: Database, cluster: Cluster, does: str
) -> None:
    with cluster.database() as url:
        new = Database(url, Vault(DATA_KEY))
        spoil(new, does)
        assert refused(full, new) == "The table tallies has not become the same. Nothing was moved."
        assert holds(new) == 0
        new.dispose()


def spoil(new: Database, does: str) -> None:
    """Let the new database do something with each row of a table that comes in."""
    with new.write() as session:
        session.execute(
            text(f"CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {does}; END'")
        )
        session.execute(
            text("CREATE TRIGGER spoil BEFORE INSERT ON tallies FOR EACH ROW EXECUTE FUNCTION spoil()")
        )


def test_a_row_that_postgresql_refuses_is_told_without_it(full: Database, new: Database) -> None:
    with full.write() as session:
        session.execute(text("UPDATE records SET license_state = 'Sesame' WHERE reference LIKE '0%'"))
    words = refused(full, new)
    assert words == (
        "PostgreSQL refuses a row of records (StringDataRightTruncation 22001). Nothing was moved."
    )
    assert holds(new) == 0


def test_other_data_are_left_alone(full: Database, new: Database) -> None:
    with new.write() as session:
        session.execute(
            text("INSERT INTO consents (sha256, text, created_at) VALUES ('x', 'x', '2026-11-23')")
        )
    assert refused(full, new).startswith("The new database holds other data.")
    assert holds(new) == 1


def test_the_tables_of_another_program_are_left_alone(full: Database, cluster: Cluster) -> None:
    with cluster.database(schema=False) as url:
        payroll = Database(url, Vault(DATA_KEY))
        with payroll.write() as session:
            session.execute(text("CREATE TABLE payroll (id int)"))
        assert refused(full, payroll).startswith("The new database holds tables of something else.")
        assert payroll.revision() is None
        payroll.dispose()


def test_a_move_leads_from_sqlite_to_postgresql_only(full: Database, new: Database) -> None:
    assert refused(full, full) == "A move leads from SQLite to PostgreSQL."
    assert refused(new, full) == "A move leads from SQLite to PostgreSQL."


def test_an_older_schema_is_upgraded_first(full: Database, new: Database) -> None:
    full.downgrade("0006")
    assert "older version" in refused(full, new)


def test_nobody_writes_meanwhile_and_afterwards_nothing_goes_in(full: Database, new: Database) -> None:
    """A server that still runs can store nothing that would stay behind."""
    refusals = set()

    def another(*_: object) -> None:
        try:
            add_a_limit(full)
        except sqlite.Error as reason:
            refusals.add(str(reason))

    another()
    assert refusals == set(), "the control: before the move it can"
    move(full, new, another)
    assert refusals == {"database is locked"}
    another()
    assert refusals == {"database is locked", "moved"}
    assert full.misfit() == schema.GONE
    with pytest.raises(NotAllowed, match="has moved"):
        full.upgrade()


def add_a_limit(database: Database) -> None:
    """As another process would, that does not wait."""
    connection = sqlite.connect(database.url.database or "", timeout=0, isolation_level=None)
    connection.execute("INSERT INTO limits VALUES ('t', 'x', 0, 0)")
    connection.execute("DELETE FROM limits WHERE bucket = 't'")
    connection.close()


def test_a_second_move_finds_everything_there(full: Database, new: Database) -> None:
    """As after a move that was killed once all was there, before it could say so. The seal of an upgrade is no data."""
    seal.check(new)
    first = move(full, new, quiet)
    again = move(full, new, quiet)
    assert (again.already, again.contents) == (True, first.contents)
    with new.write() as session:
        session.execute(text("UPDATE records SET first_name = 'Zoe' WHERE reference LIKE '0%'"))
    with pytest.raises(NotAllowed, match="holds other data"):
        move(full, new, quiet)


def kill_in_the_middle(database: Database, new_url: str, tables: int) -> None:
    """kill -9 of a move that has copied so many tables."""
    told = [str(database.url.database), new_url, DATA_KEY.hex()]
    run = [sys.executable, "-m", "tests.storage.killed_move", *told]
    with subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(tables):
            assert process.stdout.readline()
        process.kill()


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


def test_the_order_of_rows_makes_no_difference_and_everything_else_does() -> None:
    rows = [("a", 1, b"\0", None), ("b", 2, b"\1", True)]
    content = Content().plus(rows)
    assert content == Content().plus(rows[::-1]) == Content().plus(rows[:1]).plus(rows[1:])
    others = [
        rows[:1],
        rows * 2,
        [rows[0], ("b", 2, b"\1", False)],
        [("a", 2, b"\0", None), ("b", 1, b"\1", True)],
    ]
    assert content not in [Content().plus(each) for each in others]
