"""Of a series: which records are the same learner's, on whichever dates.

Found by the marks that tell doubles, tried on each date of the series; so nothing is kept for it. Of a record
whose identifiers are erased, only name, profession and license state are left to go by.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from pars.errors import Problem
from pars.lifecycle import NOT_MEANT, State
from pars.record import Activity, LearnerRecord
from pars.rules import identity_keys
from pars.series import by_learner, name_key, over_series, same_learner
from storage.record_rows import StoredRecord, as_record, dated_marks, searched_marks
from storage.tables import MarkRow, RecordRow

MOST = 200
"""Records that count as one learner's: where a hall types one number, hundreds share it, and they are no learner."""
AT_PARS = (State.EXPORTED, State.ACCEPTED)
"""Where a record stands that PARS has, or is about to have."""


class Mate(NamedTuple):
    """As much of a learner's other record as its date and credits need: nothing is opened for it."""

    id: str
    reference: str
    state: str
    completion_date: date | None
    credits: Decimal | None
    received_at: datetime


MATE = tuple(getattr(RecordRow, name) for name in Mate._fields)


def of_record(
    session: Session, activity_id: str, activity: Activity, record: LearnerRecord, *, but: str
) -> list[Mate]:
    """The learner's other records that are not set aside, the first MOST by date; `but` is the id of `record`.

    Of a series without a list of dates they are found by license number and NPI alone.
    """
    vault = session.info["vault"]
    marks = dated_marks(vault, activity_id, record, activity.dates)
    if not activity.dates:
        numbers = filter(None, (record.license_number, record.npi))
        marks = {mark for number in numbers for mark in searched_marks(vault, number)}
    marked = select(MarkRow.record_id).where(MarkRow.mark.in_(marks), MarkRow.record_id != but)
    # Most learners come for the first time, and this alone tells it quickest.
    ids = set(session.scalars(marked.distinct().limit(MOST))) if marks else set()
    if not activity.dates:
        ids = {row_id for row_id in ids if _is_same(session, row_id, record)}
    by_mark = _mates(session, activity_id, RecordRow.id.in_(ids)) if ids else []
    found = {mate.id: mate for mate in (*by_mark, *_mates(session, activity_id, _by_name(record)))}
    found.pop(but, None)
    return sorted(found.values(), key=_order)[:MOST]


def _is_same(session: Session, row_id: str, record: LearnerRecord) -> bool:
    return same_learner(record, as_record(session.get_one(RecordRow, row_id), session.info["vault"]))


def _by_name(record: LearnerRecord) -> ColumnElement[bool]:
    """Records of this name of which nothing else is left to go by; or any, where this one has nothing else itself."""
    name, profession, state = name_key(record)
    alike = (
        (RecordRow.folded_name == name)
        & (RecordRow.profession == profession)
        & (RecordRow.license_state == state)
    )
    return alike & RecordRow.identity.is_(None) if identity_keys(record) else alike


def _mates(session: Session, activity_id: str, which: ColumnElement[bool]) -> list[Mate]:
    standing = (RecordRow.activity_id == activity_id, RecordRow.state != State.SET_ASIDE)
    return [Mate(*found) for found in session.execute(select(*MATE).where(*standing, which).limit(MOST + 1))]


def _order(mate: Mate) -> tuple[date, datetime, str]:
    return mate.completion_date or date.max, mate.received_at, mate.id


def also_on(session: Session, stored: StoredRecord, activity: Activity) -> list[Mate]:
    """The other records of this one's learner, where the activity is a series."""
    if activity.format != "series":
        return []
    return of_record(session, stored.activity_id, activity, stored.record, but=stored.id)


def every(session: Session, activity_id: str) -> list[list[RecordRow]]:
    """All records of an activity that are not set aside, those of one learner together.

    Also those that are known to be the same learner's only by a record between: one has the NPI, another the license
    number, a third one both.
    """
    opened = _opened(session, activity_id)
    together = by_learner({row_id: record for row_id, (_, record) in opened.items()})
    return [[opened[row_id][0] for row_id in members] for members in together]


def mates(session: Session, activity_id: str) -> dict[str, list[Mate]]:
    """What `of_record` finds, for all records at once, by their ids."""
    known: dict[object, list[Mate]] = {}
    keys: dict[str, set[object]] = {}
    for row, record in _opened(session, activity_id).values():
        identities, name = identity_keys(record), name_key(record)
        keys[row.id] = {*identities, ("erased", name)} if identities else {("named", name)}
        mate = Mate(*(getattr(row, column) for column in Mate._fields))
        for key in (*identities, ("named", name), *([("erased", name)] if row.identity is None else [])):
            known.setdefault(key, []).append(mate)
    return {
        row_id: [
            mate
            for mate in {one.id: one for key in own for one in known.get(key, ())[: MOST + 1]}.values()
            if mate.id != row_id
        ]
        for row_id, own in keys.items()
    }


def _opened(session: Session, activity_id: str) -> dict[str, tuple[RecordRow, LearnerRecord]]:
    rows = session.scalars(
        select(RecordRow)
        .where(RecordRow.activity_id == activity_id, RecordRow.state != State.SET_ASIDE)
        .order_by(RecordRow.received_at, RecordRow.id)
    )
    return {row.id: (row, as_record(row, session.info["vault"])) for row in rows}


def too_much(record: LearnerRecord, others: list[Mate], activity: Activity) -> Problem | None:
    """Whether the record takes its learner over the maximum of the series, beside these others."""
    most = activity.series_credits_max
    claimed = (record.credits, *(mate.credits for mate in others))
    if most is None or sum(filter(None, claimed)) <= most:  # nearly everybody, and quickly told
        return None
    counted = [
        (mate.state, LearnerRecord(credits=mate.credits, completion_date=mate.completion_date))
        for mate in others
        if mate.state not in NOT_MEANT
    ]
    return over_series(
        record,
        [other for state, other in counted if state in AT_PARS],
        [other for state, other in counted if state not in AT_PARS],
        activity,
    )
