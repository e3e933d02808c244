"""What holds on SQLite holds on PostgreSQL, and what holds it there can be seen to: without it the same is broken."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from storage import exports, postgresql
from storage.activities import StoredActivity
from storage.database import Database, DatabaseError
from storage.vault import Vault
from tests.conftest import DATA_KEY, Clock
from tests.postgres import Cluster
from tests.storage.conftest import Send
from tests.storage.test_exports import keep, people, prepare

COUNT = "SELECT coalesce(max(used), 0) FROM limits"
ADD = "INSERT INTO limits (bucket, who, since, used) VALUES ('t', :who, 0, :used)"
PLACES = 5
UNIQUE = "uq_exported_rows_record_id_record_version_action_part"


@pytest.fixture
def database_url(cluster: Cluster) -> Iterator[str]:
    """These tests are of PostgreSQL, whatever the others run on."""
    with cluster.database() as url:
        yield url


def let_all_write_at_once(database: Database) -> None:
    """Opens it as one would who knows nothing of turns."""
    database._writer.dispose()
    database._writer = postgresql._engine(database.url, "READ COMMITTED")


def take_places(database: Database) -> int:
    """Twelve who look for a free place and take it, at the same moment; how many have one."""
    start = Barrier(12)

    def take(who: int) -> None:
        start.wait()
        with database.write() as session:
            used = session.execute(text(COUNT)).scalar_one()
            if used < PLACES:
                session.execute(text("SELECT pg_sleep(0.01)"))
                session.execute(text(ADD), {"who": str(who), "used": used + 1})

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(take, range(12)))
    with database.read() as session:
        return session.execute(text("SELECT count(*) FROM limits")).scalar_one()


def test_who_looks_and_then_takes_is_alone_meanwhile(database: Database) -> None:
    assert take_places(database) == PLACES


def test_control_without_turns_more_are_let_in(database: Database) -> None:
    let_all_write_at_once(database)
    assert take_places(database) > PLACES


def export_twice(database: Database, activity: StoredActivity, send: Send, clock: Clock) -> list[bool]:
    """Two files of the same records, kept at the same moment by two servers; which of them were kept."""
    people(activity, send, 3)
    drafts = [prepare(database, activity) for _ in range(2)]
    start = Barrier(2)

    def store(draft: exports.Draft) -> bool:
        start.wait()
        try:
            keep(database, draft, clock)
        except exports.NothingToExport:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(store, drafts))


def test_of_two_files_at_once_one_is_kept(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    assert export_twice(database, activity, send, clock) == [False, True]


def test_control_without_turns_neither_is_told(
    database: Database,
    activity: StoredActivity,
    send: Send,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both find their records unchanged; without the constraint beneath, the file would be doubled."""
    let_all_write_at_once(database)
    with database.write() as session:
        session.execute(text("ALTER TABLE exported_rows DROP CONSTRAINT " + UNIQUE))
    both = Barrier(2)
    honest = exports._check_unchanged

    def check(*of: object) -> None:
        honest(*of)  # type: ignore[arg-type]
        both.wait(10)

    monkeypatch.setattr(exports, "_check_unchanged", check)
    assert export_twice(database, activity, send, clock) == [True, True]


def test_a_reader_sees_one_moment_and_waits_for_nobody(database: Database) -> None:
    with database.read() as session:
        assert session.execute(text(COUNT)).scalar_one() == 0
        with database.write() as other:
            other.execute(text(ADD), {"who": "x", "used": 1})
        assert session.execute(text(COUNT)).scalar_one() == 0
    with database.read() as session:
        assert session.execute(text(COUNT)).scalar_one() == 1


def test_a_reader_changes_nothing(database: Database) -> None:
    with pytest.raises(DatabaseError, match="25006"), database.read() as session:
        session.execute(text(ADD), {"who": "x", "used": 1})


def test_who_waits_too_long_is_told(database: Database) -> None:
    impatient = postgresql.writer(database.url, 1)
    with database.write() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(DatabaseError, match="55P03"), impatient.begin():
            pass
    impatient.dispose()


def test_two_servers_that_start_at_once_upgrade_once(cluster: Cluster) -> None:
    with cluster.database(schema=False) as url:
        servers = [Database(url, Vault(DATA_KEY)) for _ in range(3)]
        waiting = [threading.Thread(target=server.upgrade) for server in servers]
        for thread in waiting:
            thread.start()
        for thread in waiting:
            thread.join()
        assert {server.revision() for server in servers} == {servers[0].head()}
        for server in servers:
            server.dispose()
