"""The time that staff put into a pilot, as they entered it: minutes, for what, on which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import uuid4

from sqlalchemy.orm import Session

from storage.errors import Missing
from storage.pilot_entries import belonging
from storage.tables import StaffTimeRow

TASKS: Final = ("set_up", "gathering", "reviewing", "reporting", "evaluating", "other")
"""What the time went into; the words for them are the desk's."""

MOST_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Spent:
    """Minutes of work on a day; without an activity they were for the pilot as a whole."""

    id: str
    activity_id: str | None
    worked_on: date
    minutes: int
    task: str


def of(
    session: Session, activity_ids: Sequence[str], since: date | None = None, until: date | None = None
) -> list[Spent]:
    """Those for these activities, and those for none within the time; the newest first."""
    wanted = belonging(StaffTimeRow, StaffTimeRow.worked_on, activity_ids, since, until)
    return [_spent(row) for row in session.scalars(wanted)]


def add(
    session: Session,
    *,
    activity_id: str | None,
    worked_on: date,
    minutes: int,
    task: str,
    actor: str,
    now: datetime,
) -> Spent:
    """`minutes` from 1 to MOST_MINUTES, `task` one of TASKS."""
    row = StaffTimeRow(
        id=uuid4().hex,
        activity_id=activity_id,
        worked_on=worked_on,
        minutes=minutes,
        task=task,
        created_at=now,
        actor=actor,
    )
    session.add(row)
    session.flush()
    return _spent(row)


def remove(session: Session, spent_id: str) -> None:
    """Take back what was entered by mistake; raises Missing."""
    row = session.get(StaffTimeRow, spent_id)
    if row is None:
        raise Missing
    session.delete(row)
    session.flush()


def _spent(row: StaffTimeRow) -> Spent:
    return Spent(row.id, row.activity_id, row.worked_on, row.minutes, row.task)
