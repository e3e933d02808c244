"""P5: eight processes, each a thousand times a read and then a write. Nobody is told that the database is locked."""

from __future__ import annotations

import multiprocessing
import time
from contextlib import nullcontext
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import text

from storage.database import Database, DatabaseError
from storage.vault import Vault
from tests.conftest import DATA_KEY
from tests.soak.figures import tell

pytestmark = [pytest.mark.soak, pytest.mark.sqlite]

PROCESSES, ROUNDS = 8, 1000
LONGEST = 5.0  # seconds
WRITE = text("INSERT INTO limits (bucket, who, since, used) VALUES ('t', hex(randomblob(8)), 0, :used)")


def read_then_write(url: str, plainly: bool, start: Barrier, told: Queue[tuple[int, float]]) -> None:
    """Puts errors and the longest wait in seconds into `told`. `plainly`: by SQLite's own BEGIN, without a queue."""
    database = Database(url, Vault(DATA_KEY))
    if plainly:
        database._writer, database._turn = database._reader, nullcontext()
    errors, longest = 0, 0.0
    start.wait()
    for _ in range(ROUNDS):
        began = time.monotonic()
        try:
            with database.write() as session:
                used = session.execute(text("SELECT coalesce(max(used), 0) FROM limits")).scalar_one()
                session.execute(WRITE, {"used": used + 1})
        except DatabaseError:
            errors += 1
        longest = max(longest, time.monotonic() - began)
    told.put((errors, longest))


def crowd(database: Database, *, plainly: bool) -> tuple[int, float, int]:
    """Errors, the longest wait and the rows that are there, of all processes."""
    url = str(database.url)
    database.dispose()
    context = multiprocessing.get_context("fork")
    start, told = context.Barrier(PROCESSES), context.Queue()
    processes = [
        context.Process(target=read_then_write, args=(url, plainly, start, told)) for _ in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    found = [told.get(timeout=300) for _ in processes]
    for process in processes:
        process.join()
    with database.read() as session:
        rows = session.execute(text("SELECT count(*) FROM limits")).scalar_one()
    errors, longest = sum(one for one, _ in found), max(one for _, one in found)
    how = "plain BEGIN" if plainly else "BEGIN IMMEDIATE"
    tell(
        f"read, then write, {how}",
        tries=PROCESSES * ROUNDS,
        errors=errors,
        rows=rows,
        longest_ms=longest * 1000,
    )
    return errors, longest, rows


def test_nobody_is_told_locked(database: Database) -> None:
    errors, longest, rows = crowd(database, plainly=False)
    assert (errors, rows) == (0, PROCESSES * ROUNDS)
    assert longest < LONGEST


def test_control_a_plain_begin_is_told_locked(database: Database) -> None:
    assert crowd(database, plainly=True)[0] > 0
