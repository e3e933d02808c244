"""Applies the rules of `pars` to stored records: what is wrong with each, and so the state it is in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from pars.errors import Code, Problem
from pars.lifecycle import State, state_before_export
from pars.record import Activity, LearnerRecord, Policy
from pars.rules import check, check_batch, not_for_pars
from storage import driving, learners
from storage.chunks import chunks
from storage.learners import Mate
from storage.record_rows import as_record, double_marks, problems_as_json
from storage.tables import MarkRow, PrevalidationRow, RecordRow

# A record set aside or not for PARS is nobody's double.
COUNTED = (State.NEEDS_ATTENTION, State.READY, State.EXPORTED, State.ACCEPTED, State.REJECTED)
# Only these follow from the rules; the others were decided by a person, or by PARS.
DERIVED = (State.NEEDS_ATTENTION, State.READY, State.NOT_FOR_PARS)


# A hall that types its hospital's NPI makes hundreds of doubles: comparing with a few of them is enough to tell.
COMPARED = 20

MARKS = MarkRow.__table__.c


def doubles(
    session: Session, activity_id: str, record: LearnerRecord, *, but: str = "", most: int | None = COMPARED
) -> list[RecordRow]:
    """Records that look like the same person's, for the same activity and completion date, the first ones first."""
    marks = double_marks(session.info["vault"], activity_id, record)
    if not marks:
        return []
    # Nearly everybody has no double, and this alone tells it quickest.
    wanted = {f"mark_{number}": mark for number, mark in enumerate(sorted(marks))}
    if not driving.row(session, _marked(len(wanted)), {"but": but, **wanted}):
        return []
    ids = select(MarkRow.record_id).where(MarkRow.mark.in_(marks), MarkRow.record_id != but)
    return list(
        session.scalars(
            select(RecordRow)
            .where(RecordRow.id.in_(ids), RecordRow.state.in_(COUNTED))
            .order_by(RecordRow.received_at, RecordRow.id)
            .limit(most)
        )
    )


@cache
def _marked(number: int) -> Select[tuple[str]]:
    """One record that has one of so many marks: made once, as that takes longer than running it."""
    wanted = or_(*(MARKS.mark == bindparam(f"mark_{at}") for at in range(number)))
    return select(MARKS.record_id).where(wanted, MARKS.record_id != bindparam("but")).limit(1)


def shared(session: Session, marks: Collection[str]) -> set[str]:
    """Of these marks those that some record has which may be a double."""
    wanted = sorted(marks)
    return {
        mark
        for chunk in chunks(wanted)
        for mark in session.scalars(
            select(MarkRow.mark)
            .join(RecordRow, RecordRow.id == MarkRow.record_id)
            .where(MarkRow.mark.in_(chunk), RecordRow.state.in_(COUNTED))
            .distinct()
        )
    }


def beside(session: Session, row: RecordRow, record: LearnerRecord, activity: Activity) -> list[RecordRow]:
    """The records that are judged beside this one: its doubles, and its learner's on later dates of a series."""
    mates = _mates(session, row, record, activity, None)
    return doubles(session, row.activity_id, record, but=row.id, most=None) + _later(session, record, mates)


def judge(
    session: Session,
    row: RecordRow,
    record: LearnerRecord,
    activity: Activity,
    policy: Policy,
    now: datetime,
    mates: list[Mate] | None = None,
) -> list[RecordRow]:
    """Set the row's problems, and its state where that follows from them; return the records judged beside it.

    `mates` are its learner's other records, where somebody has found them already.
    """
    problems = [*check(record, activity, policy, now.astimezone(activity.zone).date())]
    others: list[RecordRow] = []
    reason = not_for_pars(record, activity, policy)
    if reason:
        problems.append(Problem("", reason))
    else:
        others = doubles(session, row.activity_id, record, but=row.id)
        vault = session.info["vault"]
        batch = {row.id: record} | {other.id: as_record(other, vault) for other in others}
        problems += check_batch(batch, activity)[row.id] if others else []
        # One that is just arriving is not in the session, and has no answer yet.
        said = session.get(PrevalidationRow, row.id) if row in session else None
        if said and said.status == State.REJECTED:
            problems.append(Problem("", Code.PREVALIDATION_NO_MATCH))
        mates = _mates(session, row, record, activity, mates)
        over = learners.too_much(record, mates, activity)
        problems += [over] if over else []
        others = others + _later(session, record, mates)
    _settle(row, record, problems, activity, policy)
    return others


def _mates(
    session: Session,
    row: RecordRow,
    record: LearnerRecord,
    activity: Activity,
    known: list[Mate] | None,
) -> list[Mate]:
    """The learner's other records, where the series has a maximum; of all other activities nobody looks for them."""
    if activity.series_credits_max is None or known is not None:
        return known or []
    return learners.of_record(session, row.activity_id, activity, record, but=row.id)


def _later(session: Session, record: LearnerRecord, mates: Iterable[Mate]) -> list[RecordRow]:
    """Those of later dates, as far as they follow from the rules."""
    day = record.completion_date
    ids = [mate.id for mate in mates if day and mate.completion_date and mate.completion_date > day]
    if not ids:
        return []
    return list(session.scalars(select(RecordRow).where(RecordRow.id.in_(ids), RecordRow.state.in_(DERIVED))))


def without_double(rows: Iterable[RecordRow], arrived: LearnerRecord) -> list[RecordRow]:
    """Those for which one that arrived changes something: nobody knows yet that they have a double, or another date."""
    return [
        row
        for row in rows
        if row.completion_date != arrived.completion_date
        or Code.SAME_PERSON_TWICE not in {p["code"] for p in row.problems}
    ]


def rejudge(
    session: Session,
    rows: Iterable[RecordRow],
    activity: Activity,
    policy: Policy,
    now: datetime,
    mates: Mapping[str, list[Mate]] | None = None,
) -> None:
    """Judge these rows again, because something beside them changed; their versions grow where they change.

    One whose identifiers are erased stays as it was judged: what is not held cannot be missing. `mates` are the
    other records of each one's learner by its id, where they are known already.
    """
    for row in rows:
        if row.state not in DERIVED or row.identity is None:
            continue
        before = (row.state, row.problems)
        record = as_record(row, session.info["vault"])
        judge(session, row, record, activity, policy, now, mates[row.id] if mates else None)
        if (row.state, row.problems) != before:
            row.version += 1
            row.changed_at = now
    session.flush()


def rejudge_all(
    session: Session, activity_id: str, activity: Activity, policy: Policy, now: datetime
) -> None:
    """Judge every record of an activity again: the activity itself has changed."""
    rows = session.scalars(
        select(RecordRow).where(RecordRow.activity_id == activity_id, RecordRow.state.in_(DERIVED))
    )
    mates = learners.mates(session, activity_id) if activity.series_credits_max is not None else None
    rejudge(session, list(rows), activity, policy, now, mates)


def _settle(
    row: RecordRow, record: LearnerRecord, problems: list[Problem], activity: Activity, policy: Policy
) -> None:
    if row.held:
        problems.append(Problem("", Code.HONEYPOT_FILLED))
    row.problems = problems_as_json(problems)
    if row.state in DERIVED:
        row.state = state_before_export(record, activity, policy, problems, frozenset(row.looked_at))
