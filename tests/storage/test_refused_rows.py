"""A row that the database refuses: the exception says which rule it broke, and no value of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import event, text

from storage import postgresql
from storage.database import Database, DatabaseError
from tests.postgres import Cluster

CANARY = "canary.kw@example.org"
ROW = "INSERT INTO people VALUES (:id, :email, '', :role, '', true, now())"
GOOD = {"id": "1", "email": CANARY, "role": "coordinator"}
BROKEN = {
    "uq_people_email": GOOD | {"id": "2"},
    "ck_people_role": GOOD | {"role": CANARY[:15]},
    "22001": GOOD | {"id": CANARY * 2},
}


@pytest.fixture
def database_url(cluster: Cluster) -> Iterator[str]:
    """SQLite quotes no row: these tests are of PostgreSQL."""
    with cluster.database() as url:
        yield url


def told(database: Database, row: dict[str, str]) -> str:
    """What a log would say that writes the whole of an exception, of a row that comes after a good one."""
    with database.write() as session:
        session.execute(text(ROW), GOOD)
    try:
        with database.write() as session:
            session.execute(text(ROW), row)
    except DatabaseError as reason:
        trace = (type(reason), reason, reason.__traceback__)
        record = logging.LogRecord("attest", logging.ERROR, "", 0, "failed", (), trace)
        return logging.Formatter().format(record)
    return ""


@pytest.mark.parametrize("rule", BROKEN)
def test_the_rule_is_told_and_no_value(database: Database, rule: str) -> None:
    log = told(database, BROKEN[rule])
    assert rule in log
    assert CANARY[:15] not in log


def test_control_the_server_itself_quotes_the_row(database: Database) -> None:
    event.remove(database._writer, "handle_error", postgresql._hush)
    assert CANARY in told(database, BROKEN["uq_people_email"])


def test_a_character_that_no_text_may_hold(database: Database) -> None:
    assert "NUL" in told(database, GOOD | {"id": "a\x00b"})
