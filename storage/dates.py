"""An activity date by date, and its learners over all of them: counts and credits, with nobody in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from pars.lifecycle import NOT_MEANT, State
from pars.series import in_all
from storage import learners
from storage.activities import StoredActivity
from storage.tables import RecordRow


@dataclass(frozen=True, slots=True)
class OfDate:
    """What came in for one date, without what is set aside: records, those meant for PARS, those that PARS accepted."""

    date: date
    attested: int
    for_pars: int
    accepted: int
    credits: Decimal


@dataclass(frozen=True, slots=True)
class Times:
    """How many learners came on so many dates, and the credits that they claim together."""

    times: int
    learners: int
    credits: Decimal


@dataclass(frozen=True, slots=True)
class Attendance:
    """The learners over all dates; `over` of them have more credits meant for PARS than the series gives a learner."""

    learners: int
    over: int
    by_times: list[Times]


def by_date(session: Session, stored: StoredActivity) -> list[OfDate]:
    """Every date of a series, and each other date that a record says, in order."""
    meant = case((RecordRow.state.not_in(NOT_MEANT), 1), else_=0)
    accepted = case((RecordRow.state == State.ACCEPTED, 1), else_=0)
    rows = session.execute(
        select(
            RecordRow.completion_date,
            func.count(),
            func.sum(meant),
            func.sum(accepted),
            func.sum(RecordRow.credits),
        )
        .where(
            RecordRow.activity_id == stored.id,
            RecordRow.state != State.SET_ASIDE,
            RecordRow.completion_date.is_not(None),
        )
        .group_by(RecordRow.completion_date)
    )
    found = {day: OfDate(day, 0, 0, 0, Decimal()) for day in stored.activity.choices}
    for day, attested, for_pars, taken, claimed in rows:
        found[day] = OfDate(day, attested, for_pars, taken, claimed or Decimal())
    return [found[day] for day in sorted(found)]


def attendance(session: Session, stored: StoredActivity) -> Attendance:
    """How many came how often. Each record is opened for it, so this takes its time where there are thousands."""
    most = stored.activity.series_credits_max
    counted: Counter[int] = Counter()
    claimed: dict[int, Decimal] = {}
    over = 0
    for rows in learners.every(session, stored.id):
        times = len({row.completion_date for row in rows})
        counted[times] += 1
        claimed[times] = claimed.get(times, Decimal()) + in_all(row.credits for row in rows)
        meant = in_all(row.credits for row in rows if row.state not in NOT_MEANT)
        over += most is not None and meant > most
    by_times = [Times(times, counted[times], claimed[times]) for times in sorted(counted)]
    return Attendance(counted.total(), over, by_times)
