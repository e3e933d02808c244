"""Statements that the driver runs: in the transaction, typed as SQLAlchemy would, and as quiet when refused."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from storage import driving
from storage.database import Database
from storage.tables import ActivityRow, Consent
from tests.conftest import Clock

CONSENTS = Consent.__table__
PUT = insert(Consent)
BY_SHA = select(CONSENTS.c.text).where(CONSENTS.c.sha256 == bindparam("sha256"))


def test_rows_come_back_as_they_were_put(database: Database, clock: Clock) -> None:
    with database.write() as session:
        many = [{"sha256": name * 64, "text": f"“{name}”", "created_at": clock()} for name in "ab"]
        driving.put(session, PUT, many)
        assert driving.row(session, BY_SHA, {"sha256": "a" * 64}) == ("“a”",)
        assert driving.row(session, BY_SHA, {"sha256": "c" * 64}) is None
    with database.read() as session:
        found = session.get_one(Consent, "b" * 64)
        assert (found.text, found.created_at) == ("“b”", clock())


def test_they_belong_to_the_transaction(database: Database, clock: Clock) -> None:
    with suppress(ZeroDivisionError), database.write() as session:
        driving.put(session, PUT, [{"sha256": "a" * 64, "text": "", "created_at": clock()}])
        _ = 1 / 0
    with database.read() as session:
        assert session.get(Consent, "a" * 64) is None


def test_a_refused_row_is_not_repeated(database: Database, clock: Clock) -> None:
    values = {"sha256": "a" * 64, "text": "Canary", "created_at": clock()}
    with pytest.raises(IntegrityError) as refused, database.write() as session:
        driving.put(session, PUT, [values, values])
    assert "Canary" not in str(refused.value)


@pytest.mark.sqlite
def test_each_value_is_made_what_its_column_keeps(database: Database) -> None:
    """Credits are kept as hundredths; a statement that took them as they are would keep a fraction."""
    columns = ActivityRow.__table__.c
    wanted = select(bindparam("credits", type_=columns.credits_max.type))
    with database.write() as session:
        assert driving.row(session, wanted, {"credits": Decimal("0.75")}) == (75,)
