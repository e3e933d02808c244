"""What needs the coordinator, over all activities: counted, each kind by its own single query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from pars.formats.columns import ADD, DELETE
from pars.lifecycle import NOT_MEANT, State, days_left
from storage import activities, deletions, letters, proposals
from storage.activities import StoredActivity
from storage.tables import ExportedRow, RecordRow

# From the most urgent to the least, where no deadline tells otherwise.
KINDS: Final = (
    "deletion_refused",
    "rejected",
    "answered",
    "letter_failed",
    "attention",
    "deletion_owed",
    "ready",
    "unanswered",
    "deletion_unanswered",
)
HURRY = 10
"""Days: with fewer left than these, the time to report goes before the kind."""
BY_STATE = {
    State.REJECTED: "rejected",
    State.NEEDS_ATTENTION: "attention",
    State.READY: "ready",
    State.EXPORTED: "unanswered",
}


@dataclass(frozen=True, slots=True)
class Need:
    """`count` records of an activity that wait for the same thing, one of KINDS.

    `days_left` are those of the record whose time is over first, None where the clock does not run.
    """

    kind: str
    stored: StoredActivity
    count: int
    days_left: int | None

    @property
    def urgency(self) -> tuple[int, int, int]:
        """Smaller is more urgent: a deadline that is near, then the kind, then the more records."""
        hurry = self.days_left if self.days_left is not None and self.days_left < HURRY else HURRY
        return hurry, KINDS.index(self.kind), -self.count


def every(session: Session, within: timedelta, now: datetime) -> list[Need]:
    """All that needs somebody, the most urgent first; `within` so long after completion PARS should have a record."""
    known = {stored.id: stored for stored in activities.every(session)}
    found = [
        Need(kind, known[activity_id], count, left)
        for activity_id, kind, count, left in (*_by_state(session, known, within, now), *_others(session))
        if activity_id in known
    ]
    return sorted(found, key=lambda need: need.urgency)


Counted = tuple[str, str, int, int | None]


def _by_state(
    session: Session, known: dict[str, StoredActivity], within: timedelta, now: datetime
) -> Iterator[Counted]:
    rows = session.execute(
        select(RecordRow.activity_id, RecordRow.state, func.count(), func.min(RecordRow.completion_date))
        .where(RecordRow.state.in_(BY_STATE))
        .group_by(RecordRow.activity_id, RecordRow.state)
    )
    for activity_id, state, count, first in rows:
        due = activities.local_date(known[activity_id].activity, now) - within
        yield activity_id, BY_STATE[State(state)], count, days_left(state, first, due)


def _others(session: Session) -> Iterator[Counted]:
    for activity_id, count in deletions.counts(session).items():
        if count.refused:
            yield activity_id, "deletion_refused", count.refused, None
        if count.waiting:
            yield activity_id, "deletion_unanswered", count.waiting, None
    for kind, which in (
        ("answered", RecordRow.id.in_(proposals.records_waiting())),
        ("letter_failed", RecordRow.id.in_(letters.records_unreached())),
        ("deletion_owed", _owes_a_deletion()),
    ):
        for activity_id, number in session.execute(_counted(which)):
            yield activity_id, kind, number, None


def _counted(which: ColumnElement[bool]) -> Select[str, int]:
    return select(RecordRow.activity_id, func.count()).where(which).group_by(RecordRow.activity_id)


def _owes_a_deletion() -> ColumnElement[bool]:
    """Withdrawn or set aside after a file had added it. What was corrected counts as ready: the same file does both."""
    deletion = aliased(ExportedRow)
    return RecordRow.state.in_(NOT_MEANT) & RecordRow.id.in_(
        select(ExportedRow.record_id).where(
            ExportedRow.action == ADD,
            ~exists().where(deletion.credit_id == ExportedRow.credit_id, deletion.action == DELETE),
        )
    )
