"""A merge taken apart, so that every record of it stands as before; and which records are one person's by a merge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from pars.answers import spoken
from pars.lifecycle import NOT_MEANT, State
from pars.record import Policy
from storage import activities, history, outcomes, records
from storage.errors import Missing, NotAllowed, Stale
from storage.history import Event
from storage.judging import rejudge
from storage.merging import MERGED, TAKEN_APART
from storage.record_rows import StoredRecord, as_record, as_stored
from storage.tables import ExportedRow, ExportRow, RecordRow

CORRECTED = "corrected"
WHY = "The merge was taken apart"
REPORTED_SINCE = (
    "A file has told PARS of this merge already, so it cannot be taken apart in one step. Restore the record that "
    "was set aside and correct this one: the next file tells PARS of both."
)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge into a record that still stands. `others` are those that it set aside, by id with their states before.

    `state` is where the kept record stood; `accepted` are the warnings that it had accepted and lost. `answers`: as
    each was before, and as the merge left it. `corrected`: somebody has corrected the record since.
    """

    at: datetime
    others: dict[str, State]
    state: State
    accepted: tuple[str, ...]
    answers: dict[str, tuple[str, str]]
    corrected: bool


def last(session: Session, row: RecordRow) -> Merge | None:
    """The merge that would be taken apart; None where there is none."""
    steps = history.of(session, row)
    standing: list[int] = []
    for at, step in enumerate(steps):
        if step.action == MERGED:
            standing.append(at)
        elif step.action == TAKEN_APART and standing:
            standing.pop()
    return _read(steps, standing[-1]) if standing else None


def of(session: Session, record_id: str) -> tuple[StoredRecord | None, list[StoredRecord]]:
    """The record that this one was merged into, if any, and those that taking the last merge apart brings back."""
    vault = session.info["vault"]
    row = session.get_one(RecordRow, record_id)
    above = session.get(RecordRow, row.merged_into) if _is_merged(row) else None
    below = session.scalar(select(RecordRow.id).where(_merged(row), RecordRow.merged_into == row.id).limit(1))
    merge = last(session, row) if below and row.state != State.SET_ASIDE else None
    aside = _aside(session, row, merge) if merge else []
    return as_stored(above, vault) if above else None, [as_stored(one, vault) for one in aside]


def same_person(session: Session, row: RecordRow) -> list[RecordRow]:
    """The other records that merges have made one with this one: what holds for the person holds for them all."""
    found, edge = {row.id: row}, [row]
    while edge:
        below = _merged(row) & RecordRow.merged_into.in_([one.id for one in edge])
        above = RecordRow.id.in_([one.merged_into for one in edge if _is_merged(one)])
        near = session.scalars(select(RecordRow).where(or_(above, below)))
        edge = [one for one in near if one.id not in found]
        found |= {one.id: one for one in edge}
    return [one for one in found.values() if one is not row]


def unmerge(
    session: Session, record_id: str, *, version: int | None, actor: str, now: datetime, policy: Policy
) -> None:
    """Take the last merge into a record apart: answers, states and accepted warnings are as they were before.

    An answer corrected since then stays corrected. Raises Missing, Stale, NotAllowed.
    """
    kept = session.get(RecordRow, record_id, with_for_update=True)
    if kept is None:
        raise Missing
    if version is not None and version != kept.version:
        raise Stale(kept.version)
    merge = last(session, kept)
    aside = _aside(session, kept, merge) if merge else []
    if merge is None or not aside:
        raise NotAllowed("There is no merge to take apart.")
    if kept.state in NOT_MEANT:
        raise NotAllowed("This record is set aside itself, or not for PARS any more, so the merge stays.")
    if _told_since(session, [kept, *aside], merge.at):
        raise NotAllowed(REPORTED_SINCE)
    said = spoken(as_record(kept, session.info["vault"]))
    back = {name: before for name, (before, after) in merge.answers.items() if said[name] == after}
    records.correct(session, kept.id, back, reason=WHY, version=None, actor=actor, now=now, policy=policy)
    kept.looked_at = tuple(sorted({*kept.looked_at, *merge.accepted}))
    for other in aside:
        records.restore(session, other.id, reason=WHY, version=None, actor=actor, now=now, policy=policy)
        other.merged_into = None
        _as_reported(session, other, merge.others[other.id])
    session.flush()
    rejudge(session, [kept, *aside], activities.get(session, kept.activity_id).activity, policy, now)
    if not merge.corrected:
        _as_reported(session, kept, merge.state)
    kept.version += 1
    kept.changed_at = now
    history.add(session, kept, TAKEN_APART, actor=actor, now=now)


def _read(steps: Sequence[Event], at: int) -> Merge:
    step, before = steps[at], steps[at - 1]
    # The correction stands right before the merge that it is part of, with the same words.
    part = before.action == CORRECTED and (before.at, before.reason) == (step.at, step.reason)
    told = {
        name: [one for one in step.changes if one.field == name] for name in (MERGED, "state", "accepted")
    }
    return Merge(
        at=step.at,
        others={change.after: State(change.before) for change in told[MERGED]},
        state=State(told["state"][0].before),
        accepted=tuple(change.before for change in told["accepted"]),
        answers={change.field: (change.before, change.after) for change in before.changes} if part else {},
        corrected=any(later.action == CORRECTED for later in steps[at + 1 :]),
    )


def _aside(session: Session, kept: RecordRow, merge: Merge) -> list[RecordRow]:
    """Those that the merge set aside and that nobody has restored since."""
    rows = (session.get(RecordRow, one) for one in sorted(merge.others))
    return [row for row in rows if row is not None and row.merged_into == kept.id and _is_merged(row)]


def _is_merged(row: RecordRow) -> bool:
    """Whether a merge is why it is set aside: restored by hand, it stands for itself."""
    return row.merged_into is not None and row.state == State.SET_ASIDE


def _merged(row: RecordRow) -> ColumnElement[bool]:
    """The same of the records of its activity, by an index."""
    return (RecordRow.activity_id == row.activity_id) & (RecordRow.state == State.SET_ASIDE)


def _told_since(session: Session, rows: Sequence[RecordRow], moment: datetime) -> bool:
    found = session.scalar(
        select(func.count())
        .select_from(ExportedRow)
        .join(ExportRow, ExportRow.id == ExportedRow.export_id)
        .where(ExportedRow.record_id.in_([row.id for row in rows]), ExportRow.created_at > moment)
    )
    return bool(found)


def _as_reported(session: Session, row: RecordRow, before: State) -> None:
    """Put back what the rules cannot tell: that a file holds the record, and what PARS has said of it since."""
    if before in activities.REPORTED and outcomes.standing(session, [row.id]):
        answer = outcomes.of(session, [row.id]).get(row.id)
        row.state = State(answer.status) if answer else State.EXPORTED
