"""The schema is what the tables say, and every migration goes up and down, with data in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from storage import deletions, outcomes, records, schema
from storage.activities import StoredActivity
from storage.database import Database
from storage.tables import Table
from storage.vault import Vault
from tests.conftest import Clock
from tests.storage.conftest import POLICY, Send
from tests.storage.test_exports import export

REVISIONS = sorted(schema.known())


@pytest.fixture
def fresh(new_url: Callable[[], str]) -> Iterator[Database]:
    database = Database(new_url(), Vault(bytes(32)))
    yield database
    database.dispose()


def tables(database: Database) -> set[str]:
    with database.connection() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def checks(database: Database) -> dict[str, set[str | None]]:
    with database.connection() as connection:
        found = inspect(connection)
        return {
            name: {check["name"] for check in found.get_check_constraints(name)}
            for name in Table.metadata.tables
        }


def test_head_is_what_the_tables_say(fresh: Database, new_url: Callable[[], str]) -> None:
    fresh.upgrade()
    with fresh.connection() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Table.metadata) == []
    declared = Database(new_url(), Vault(bytes(32)))
    declared.make_file()
    with declared._writer.begin() as connection:
        Table.metadata.create_all(connection)
    assert checks(fresh) == checks(declared)
    assert any(names for names in checks(fresh).values())
    declared.dispose()


def test_control_a_missing_column_is_noticed(fresh: Database) -> None:
    fresh.upgrade()
    with fresh.write() as session:
        session.execute(text("ALTER TABLE limits DROP COLUMN used"))
    with fresh.connection() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) != []


@pytest.mark.parametrize("revision", REVISIONS)
def test_up_down_and_up_again(fresh: Database, revision: str) -> None:
    fresh.upgrade(revision)
    there = tables(fresh)
    fresh.downgrade("-1")
    fresh.upgrade(revision)
    assert tables(fresh) == there
    assert there


def test_down_to_nothing_and_up_with_data(database: Database, activity: StoredActivity, send: Send) -> None:
    send(activity)
    database.downgrade("base")
    assert tables(database) == set()
    database.upgrade()
    assert database.revision() == database.head()


def test_answers_from_before_deletes_had_their_own_stay_answers_to_adds(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    record_id = send(activity).record_id
    credit_id = export(database, activity, clock).entries[0].row.credit_id
    by = {"source": outcomes.BY_HAND, "actor": "staff:1", "now": clock()}
    with database.write() as session:
        outcomes.decide(session, credit_id, "rejected", "No match.", **by)
        records.set_aside(
            session, record_id, reason="Left.", version=None, actor="", now=clock(), policy=POLICY
        )
    export(database, activity, clock)
    with database.write() as session:
        deletions.decide(session, record_id, "rejected", "Not found.", **by)
    database.downgrade("0002")
    with database.read() as session:
        kept = session.execute(text("SELECT credit_id, status FROM outcomes")).all()
        assert [tuple(row) for row in kept] == [(credit_id, "rejected")]
        assert "action" not in {
            column["name"] for column in inspect(session.connection()).get_columns("outcomes")
        }
    database.upgrade()
    with database.read() as session:
        assert outcomes.known(session, [record_id]) == {(credit_id, "Add"): ("rejected", "No match.")}
        assert deletions.count(session, activity.id) == deletions.Count(waiting=1, refused=0)


def test_upgrading_twice_keeps_the_data(database: Database, activity: StoredActivity, send: Send) -> None:
    send(activity)
    database.upgrade()
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM records")).scalar_one() == 1
