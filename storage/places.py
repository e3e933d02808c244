"""How many learners an activity takes, where its provider has set a number."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pars.lifecycle import State
from storage.errors import Full
from storage.tables import ActivityRow, RecordRow

FULL = (
    "This activity is full: {most} have attested. Take more learners under Set up, or make a personal link."
)


def is_full(session: Session, activity_id: str, most: int | None) -> bool:
    """Whether nobody more is taken, as things stand now: for a page that is shown, not for a record that is stored."""
    return most is not None and _taken(session, activity_id) >= most


def claim(session: Session, activity_id: str) -> None:
    """Make sure of a place for a record that this transaction stores; raises Full.

    Counted while nobody else writes to the activity: SQLite has one writer, PostgreSQL waits for its row.
    """
    most = session.scalar(
        select(ActivityRow.learners_max).where(ActivityRow.id == activity_id).with_for_update()
    )
    if most is not None and _taken(session, activity_id) >= most:
        raise Full(FULL.format(most=most))


def _taken(session: Session, activity_id: str) -> int:
    """A record that is set aside, as a double is, takes no place."""
    return (
        session.scalar(
            select(func.count()).where(
                RecordRow.activity_id == activity_id, RecordRow.state != State.SET_ASIDE
            )
        )
        or 0
    )
