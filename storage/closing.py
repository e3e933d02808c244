"""What it takes to close an activity in PARS: two head-counts, and every record accepted in its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pars.errors import Code, Problem
from pars.lifecycle import OPEN_STATES, State
from storage import activities, exports
from storage.deletions import Count
from storage.tables import RecordRow


@dataclass(frozen=True, slots=True)
class Closing:
    """The figures of the page that closes an activity.

    `physicians` and `others` are all who took part, reported or not, without those `set_aside`. `waiting` counts
    the records that PARS has not accepted, by state; `deletions` those of which PARS is still to be told to delete a
    row, and `deletes` those of which it was told and has not done so. `days_left` are those of the earliest that
    waits, `overdue` how many have none left. `left` is what is still to be done, empty where the activity can be
    closed.
    """

    physicians: int
    others: int
    set_aside: int
    accepted: int
    not_for_pars: int
    waiting: dict[str, int]
    deletions: int
    deletes: Count
    report_by: date | None
    days_left: int | None
    overdue: int
    left: list[Problem]


def closing(session: Session, activity_id: str, *, within: timedelta, now: datetime) -> Closing:
    """`within` so long after completion PARS should have a record. Raises Missing for an unknown activity."""
    stored = activities.get(session, activity_id)
    counts = activities.counts(session, activity_id)
    states = counts.states
    due = activities.local_date(stored.activity, now) - within
    overdue = session.scalar(
        select(func.count())
        .select_from(RecordRow)
        .where(
            RecordRow.activity_id == activity_id,
            RecordRow.state.in_(OPEN_STATES),
            RecordRow.completion_date < due,
        )
    )
    first = counts.oldest_open
    deletions = len(exports.owed(session, activity_id))
    is_open = stored.phase(now) in ("open", "not_yet")
    return Closing(
        physicians=counts.physicians,
        others=counts.others,
        set_aside=states[State.SET_ASIDE],
        accepted=states[State.ACCEPTED],
        not_for_pars=states[State.NOT_FOR_PARS],
        waiting={state.value: states[state] for state in OPEN_STATES},
        deletions=deletions,
        deletes=counts.deletes,
        report_by=first + within if first else None,
        days_left=(first - due).days if first else None,
        overdue=overdue or 0,
        left=_left(states, deletions, counts.deletes, overdue or 0, is_open),
    )


def _left(
    states: dict[str, int], deletions: int, deletes: Count, overdue: int, is_open: bool
) -> list[Problem]:
    counted = {
        Code.CLOSING_NOT_SENT: states[State.NEEDS_ATTENTION] + states[State.READY],
        Code.CLOSING_UNANSWERED: states[State.EXPORTED],
        Code.CLOSING_REJECTED: states[State.REJECTED],
        Code.CLOSING_DELETIONS: deletions,
        Code.CLOSING_DELETES_WAITING: deletes.waiting,
        Code.CLOSING_DELETES_REFUSED: deletes.refused,
        Code.CLOSING_OVERDUE: overdue,
    }
    found = [Problem("", code, {"count": str(count)}) for code, count in counted.items() if count]
    return [Problem("", Code.CLOSING_STILL_OPEN), *found] if is_open else found
