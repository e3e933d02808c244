"""What has changed in an activity since somebody looked, so that two who work on it see each other's steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import audit
from storage.attestations import RECEIVED
from storage.record_rows import StoredRecord, as_stored
from storage.tables import RecordRow

MOST = 200
OVERLAP = timedelta(minutes=1)
"""Who waited for another writer is entered after that writer, with an earlier time: so look back a little further."""


@dataclass(frozen=True, slots=True)
class Changes:
    """`now` is the number of the activity's newest event, to ask from the next time.

    `arrived` learners have attested since. `records` were changed since, and perhaps some that were not; `more`: there
    are too many to name, read all anew.
    """

    now: int
    arrived: int
    records: list[StoredRecord]
    more: bool


def since(session: Session, activity_id: str, number: int | None) -> Changes:
    """The changes after event `number`; without one only where to begin. One look at an index where nothing is new."""
    newest = audit.newest(session, activity_id)
    if newest is None or number is None or number >= newest:
        return Changes(newest or 0, 0, [], False)
    moment = audit.moment(session, activity_id, number)
    if moment is None:
        return Changes(newest, 0, [], True)
    rows = _changed(session, activity_id, moment - OVERLAP)
    vault = session.info["vault"]
    arrived = audit.count(session, activity_id, RECEIVED, after=number)
    return Changes(newest, arrived, [as_stored(row, vault) for row in rows[:MOST]], len(rows) > MOST)


def _changed(session: Session, activity_id: str, after: datetime) -> list[RecordRow]:
    return list(
        session.scalars(
            select(RecordRow)
            .where(RecordRow.activity_id == activity_id, RecordRow.changed_at >= after)
            .order_by(RecordRow.changed_at.desc(), RecordRow.id)
            .limit(MOST + 1)
        )
    )
