"""Counts of tries: those of yesterday go, and a count of today stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from storage import limits
from storage.database import Database
from storage.tables import LimitRow
from tests.conftest import Clock

MINUTE = timedelta(minutes=1)


def test_those_of_yesterday_do_not_pile_up(database: Database, clock: Clock) -> None:
    for day in range(3):
        with database.write() as session:
            for number in range(2000):
                limits.count(session, "try", f"{day} {number}", window=MINUTE, now=clock())
        clock.advance(days=2)
    with database.read() as session:
        left = session.scalar(select(func.count()).select_from(LimitRow))
    assert left is not None
    assert 2000 <= left < 4000


def test_a_count_of_today_stays(database: Database, clock: Clock) -> None:
    with database.write() as session:
        counts = [limits.count(session, "try", "somebody", window=MINUTE, now=clock()) for _ in range(3)]
        for number in range(2000):
            limits.count(session, "try", str(number), window=MINUTE, now=clock())
        counts.append(limits.count(session, "try", "somebody", window=MINUTE, now=clock()))
    assert counts == [1, 2, 3, 4]
