"""Where a record stands for its learner: what became of it, since when, and whether the learner is waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.errors import Code
from pars.lifecycle import State, holds_back
from pars.record import Policy
from storage import deletions, links, outcomes, proposals
from storage.exported_rows import ADD
from storage.record_rows import StoredRecord
from storage.tables import ExportedRow, ExportRow, HistoryRow, RecordRow

# Only the provider can say which of two records counts.
NOT_THEIRS = {Code.SAME_PERSON_TWICE, Code.BOARD_ONCE}


class Stage(StrEnum):
    """Where a record stands; exactly one at a time."""

    RECEIVED = "received"
    NEEDS_YOU = "needs_you"
    PROPOSED = "proposed"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"
    MERGED = "merged"
    NOT_FOR_PARS = "not_for_pars"


@dataclass(frozen=True, slots=True)
class Standing:
    """`fields` are the answers that the learner is asked to look at, and `reason` why, in words for the learner.

    `reported_at` is when a file added what stands at PARS now, `deleted_at` when one told PARS to delete all that stood
    there, and `deletion` what PARS answered to that: one of deletions.STATUSES, empty where nothing was to be deleted.
    """

    stage: Stage
    fields: tuple[str, ...] = ()
    reason: str = ""
    reported_at: datetime | None = None
    deleted_at: datetime | None = None
    deletion: str = ""
    answered_at: datetime | None = None
    corrected_at: datetime | None = None
    corrected_by: str = ""


def of(session: Session, stored: StoredRecord, policy: Policy) -> Standing:
    """What there is to tell the learner of this record."""
    reported_at, deleted_at = _at_pars(session, stored.id)
    answer = outcomes.of(session, [stored.id]).get(stored.id)
    corrected_at, corrected_by = _corrected(session, stored.id)
    fields, reason = _asked(session, stored, policy)
    return Standing(
        stage=_stage(session, stored, bool(fields)),
        fields=fields,
        reason=reason,
        reported_at=reported_at,
        deleted_at=deleted_at,
        deletion=_deletion(session, stored.id) if deleted_at else "",
        answered_at=answer.at if answer else None,
        corrected_at=corrected_at,
        corrected_by=corrected_by,
    )


_STAGES = {
    State.SET_ASIDE: Stage.SET_ASIDE,
    State.NOT_FOR_PARS: Stage.NOT_FOR_PARS,
    State.EXPORTED: Stage.REPORTED,
    State.ACCEPTED: Stage.ACCEPTED,
}


def _stage(session: Session, stored: StoredRecord, asked: bool) -> Stage:
    decided = _STAGES.get(State(stored.state))
    if decided is Stage.SET_ASIDE and session.get_one(RecordRow, stored.id).merged_into:
        return Stage.MERGED
    if decided in (Stage.SET_ASIDE, Stage.NOT_FOR_PARS):
        return decided
    if proposals.open_of(session, stored.id):
        return Stage.PROPOSED
    asked = asked or stored.state == State.REJECTED
    return decided or (Stage.NEEDS_YOU if asked else Stage.RECEIVED)


def _asked(session: Session, stored: StoredRecord, policy: Policy) -> tuple[tuple[str, ...], str]:
    """The answers in question that the learner can give anew, and why."""
    if stored.state == State.REJECTED:
        found = links.suggest(session, stored.id, policy)
        return found.fields, found.reason
    if stored.state != State.NEEDS_ATTENTION:
        return (), ""
    theirs = [
        problem
        for problem in stored.problems
        if holds_back(problem, stored.looked_at) and problem.field and problem.code not in NOT_THEIRS
    ]
    words = dict.fromkeys(f"{problem.message.rstrip('.')}." for problem in theirs)
    return tuple(dict.fromkeys(problem.field for problem in theirs)), " ".join(words)


def _at_pars(session: Session, record_id: str) -> tuple[datetime | None, datetime | None]:
    """When what stands at PARS was reported, None where nothing stands; and when all that stood was deleted."""
    rows = session.execute(
        select(ExportedRow.credit_id, ExportedRow.action, ExportRow.created_at)
        .join(ExportRow, ExportRow.id == ExportedRow.export_id)
        .where(ExportedRow.record_id == record_id)
        .order_by(ExportRow.created_at)
    ).all()
    deleted = {credit_id: at for credit_id, action, at in rows if action != ADD}
    standing = [at for credit_id, action, at in rows if action == ADD and credit_id not in deleted]
    if standing:
        return standing[-1], None
    return None, max(deleted.values(), default=None)


def _deletion(session: Session, record_id: str) -> str:
    """How the deletion stands; what a coordinator deleted by hand is gone, and waits for no answer."""
    found = deletions.of(session, [record_id]).get(record_id)
    return found.status if found else outcomes.ACCEPTED


def _corrected(session: Session, record_id: str) -> tuple[datetime | None, str]:
    """When the record was corrected last, and by whom."""
    step = session.execute(
        select(HistoryRow.at, HistoryRow.actor)
        .where(HistoryRow.record_id == record_id, HistoryRow.action == "corrected")
        .order_by(HistoryRow.id.desc())
        .limit(1)
    ).first()
    return (step.at, step.actor) if step else (None, "")
