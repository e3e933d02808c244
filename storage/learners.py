"""Of a series: which records are the same learner's, on whichever dates.

Found by the marks that tell doubles, on each of the other dates, and by license number and NPI; so nothing is kept
for it. Of a record whose identifiers are erased, only name, profession and license state are left to go by.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pars.errors import Problem
from pars.lifecycle import NOT_MEANT, State
from pars.record import Activity, LearnerRecord
from pars.rules import fold, identity_keys
from pars.series import by_learner, over_series, same_learner
from storage.record_rows import StoredRecord, as_record, as_stored, double_marks, searched_marks
from storage.tables import MarkRow, RecordRow

MOST = 200
"""Records that count as one learner's: where a hall types one number, hundreds share it, and they are no learner."""
AT_PARS = (State.EXPORTED, State.ACCEPTED)
"""Where a record stands that PARS has, or is about to have."""


def of_record(
    session: Session, activity_id: str, activity: Activity, record: LearnerRecord, *, but: str
) -> list[RecordRow]:
    """The learner's other records that are not set aside, the first MOST by date; `but` is the id of `record`.

    Also those that are known to be the same learner's only by a record between: one has the NPI, another the license
    number, a third one both.
    """
    vault = session.info["vault"]
    found: dict[str, RecordRow] = {}
    known: frozenset[str] = frozenset()
    beyond = [record]
    while beyond and len(found) < MOST:
        known = known.union(*map(identity_keys, beyond))
        rows = [row for row in _marked_or_named(session, activity_id, activity, beyond) if row.id != but]
        told = {row.id: as_record(row, vault) for row in rows if row.id not in found}
        same = {row_id for row_id, one in told.items() if any(same_learner(other, one) for other in beyond)}
        found |= {row.id: row for row in rows if row.id in same}
        beyond = [told[row_id] for row_id in same if not identity_keys(told[row_id]) <= known]
    return sorted(found.values(), key=lambda row: (row.completion_date or date.max, row.received_at))[:MOST]


def also_on(session: Session, stored: StoredRecord, activity: Activity) -> list[StoredRecord]:
    """The other records of this one's learner, where the activity is a series."""
    if activity.format != "series":
        return []
    rows = of_record(session, stored.activity_id, activity, stored.record, but=stored.id)
    return [as_stored(row, session.info["vault"]) for row in rows]


def _marked_or_named(
    session: Session, activity_id: str, activity: Activity, records: list[LearnerRecord]
) -> list[RecordRow]:
    """Records that may be these ones' learner's: by a mark on any date, or by name where there is no more left."""
    vault = session.info["vault"]
    marks: set[str] = set()
    for record in records:
        for number in filter(None, (record.license_number, record.npi)):
            marks |= searched_marks(vault, number)
        for day in activity.dates:
            marks |= double_marks(vault, activity_id, replace(record, completion_date=day))
    by_mark = select(MarkRow.record_id).where(MarkRow.mark.in_(marks))
    names = {fold(f"{record.first_name} {record.last_name}") for record in records}
    return list(
        session.scalars(
            select(RecordRow)
            .where(
                RecordRow.activity_id == activity_id,
                RecordRow.state != State.SET_ASIDE,
                or_(RecordRow.id.in_(by_mark), RecordRow.folded_name.in_(names)),
            )
            .order_by(RecordRow.received_at, RecordRow.id)
            .limit(MOST)
        )
    )


def every(session: Session, activity_id: str) -> list[list[RecordRow]]:
    """All records of an activity that are not set aside, those of one learner together."""
    rows = {
        row.id: row
        for row in session.scalars(
            select(RecordRow)
            .where(RecordRow.activity_id == activity_id, RecordRow.state != State.SET_ASIDE)
            .order_by(RecordRow.received_at, RecordRow.id)
        )
    }
    vault = session.info["vault"]
    together = by_learner({row_id: as_record(row, vault) for row_id, row in rows.items()})
    return [[rows[row_id] for row_id in members] for members in together]


def mates(session: Session, activity_id: str) -> dict[str, list[RecordRow]]:
    """For each record that is not set aside, by its id, the first MOST other ones of its learner."""
    return {
        row.id: [other for other in together[: MOST + 1] if other is not row]
        for together in every(session, activity_id)
        for row in together
    }


def too_much(record: LearnerRecord, others: list[RecordRow], activity: Activity) -> Problem | None:
    """Whether the record takes its learner over the maximum of the series, beside these others."""
    counted = [(row.state, _claimed(row)) for row in others if row.state not in NOT_MEANT]
    return over_series(
        record,
        [other for state, other in counted if state in AT_PARS],
        [other for state, other in counted if state not in AT_PARS],
        activity,
    )


def _claimed(row: RecordRow) -> LearnerRecord:
    """As much of a record as its credits need: nothing is opened for it."""
    return LearnerRecord(credits=row.credits, completion_date=row.completion_date)
