"""From SQLite to PostgreSQL: everything arrives as it is, or nothing does."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage import moving, schema, seal
from storage.activities import StoredActivity
from storage.database import Database, DatabaseError, sqlite
from storage.errors import NotAllowed
from storage.moving import Content, contents, move
from storage.tables import HistoryRow
from storage.vault import Vault
from tests.conftest import DATA_KEY
from tests.postgres import Cluster
from tests.storage.conftest import Send
from tests.storage.every_table import MOMENT, rows_of
from tests.storage.moves import database_url as database_url
from tests.storage.moves import full as full
from tests.storage.moves import holds, quiet
from tests.storage.moves import new as new
from tests.storage.moves import new_url as new_url

CHANGES = "NEW.number := NEW.number + 1; RETURN NEW"
LOSES = "RETURN NULL"


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
