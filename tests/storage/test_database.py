"""Writers queue, on either database. SQLite is opened safely: pragmas always, WAL only where it is safe."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from storage.database import Database, DatabaseError, prepare_sqlite, sqlite, wal_is_safe

WANTED = {"foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}


def pragmas(database: Database) -> dict[str, int]:
    with database.connection() as connection:
        return {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in WANTED}


@pytest.mark.sqlite
def test_pragmas_hold_on_a_fresh_and_on_a_pooled_connection(database: Database) -> None:
    assert pragmas(database) == WANTED
    assert pragmas(database) == WANTED


@pytest.mark.sqlite
def test_every_commit_reaches_the_disk(database: Database) -> None:
    with database.connection() as connection:
        mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        synchronous = connection.execute(text("PRAGMA synchronous")).scalar_one()
    assert (mode, synchronous) == (("wal", 2) if wal_is_safe(sqlite) else ("delete", 3))


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
    ],
)
def test_wal_only_with_the_reset_fix(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(SimpleNamespace(sqlite_version_info=version)) is safe  # type: ignore[arg-type]


def read_then_write(path: str, begin: str, rounds: int, errors: list[str]) -> None:
    connection = sqlite.connect(path, timeout=10)
    prepare_sqlite(connection)
    for _ in range(rounds):
        try:
            connection.execute(begin)
            used = connection.execute("SELECT max(used) FROM limits").fetchone()[0] or 0
            connection.execute(
                "INSERT INTO limits (bucket, who, since, used) VALUES ('t', hex(randomblob(8)), 0, ?)",
                (used + 1,),
            )
            connection.execute("COMMIT")
        except sqlite.OperationalError as reason:
            errors.append(str(reason))
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    connection.close()


def refused(database: Database, begin: str) -> list[str]:
    errors: list[str] = []
    path = str(database.url.database)
    workers = [threading.Thread(target=read_then_write, args=(path, begin, 50, errors)) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return errors


@pytest.mark.sqlite
def test_writers_that_read_first_are_never_told_locked(database: Database) -> None:
    assert refused(database, "BEGIN IMMEDIATE") == []


@pytest.mark.sqlite
def test_control_a_plain_begin_is_told_locked(database: Database) -> None:
    """The test above can fail: with the default BEGIN some of the same writers are refused."""
    assert refused(database, "BEGIN") != []


def test_a_second_writer_waits_before_it_reads(database: Database) -> None:
    """A second writer waits at its BEGIN while the first has only read."""
    order: list[str] = []
    inside = threading.Event()

    def second() -> None:
        other = Database(database.url.render_as_string(hide_password=False), database.vault)
        inside.wait()
        with other.write() as session:
            session.execute(text("SELECT 1"))
            order.append("second")
        other.dispose()

    waiting = threading.Thread(target=second)
    waiting.start()
    with database.write() as session:
        session.execute(text("SELECT 1"))
        inside.set()
        waiting.join(0.3)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_a_failed_block_keeps_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as session:
            session.execute(text("INSERT INTO limits (bucket, who, since, used) VALUES ('t', 'x', 0, 1)"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM limits")).scalar_one() == 0


def test_a_database_error_does_not_hold_the_row(database: Database) -> None:
    secret = "a-license-number"

    def insert_twice() -> None:
        with database.write() as session:
            for _ in range(2):
                session.execute(
                    text("INSERT INTO limits (bucket, who, since, used) VALUES ('t', :who, 0, 1)"),
                    {"who": secret},
                )

    with pytest.raises(DatabaseError) as caught:
        insert_twice()
    assert secret not in str(caught.value)


def test_ready_writes_for_real_and_leaves_nothing(database: Database) -> None:
    database.check_writable()
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM limits")).scalar_one() == 0


@pytest.mark.sqlite
def test_the_file_is_its_owners_alone(tmp_path, database: Database) -> None:  # type: ignore[no-untyped-def]
    fresh = Database(f"sqlite:///{tmp_path / 'new' / 'attest.db'}", database.vault)
    fresh.upgrade()
    assert (tmp_path / "new" / "attest.db").stat().st_mode & 0o077 == 0
    fresh.dispose()
