"""What became of the rows that told PARS to delete: it has not answered, it has deleted, or it refuses.

What a coordinator has deleted on the typing sheet is gone before her eyes and waits for no answer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from pars.formats.columns import DELETE
from storage import outcomes
from storage.chunks import chunks
from storage.erasing import check_held
from storage.errors import Missing, NotAllowed
from storage.outcomes import ACCEPTED, REJECTED, Told
from storage.tables import ExportedRow, ExportRow, OutcomeRow, RecordRow
from storage.tables.exports import TYPED
from storage.vault import Vault

WAITING = "waiting"
STATUSES = (WAITING, ACCEPTED, REJECTED)


@dataclass(frozen=True, slots=True)
class Deletion:
    """How a record's deletion stands; `reason` is PARS's words, and `at` None as long as it is WAITING."""

    status: str
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Of how many records a deletion waits for PARS's answer, and of how many PARS refused it."""

    waiting: int
    refused: int


def of(session: Session, record_ids: Collection[str]) -> dict[str, Deletion]:
    """Record id to how its deletion stands: refused as soon as one of its rows is, and done when all are."""
    vault: Vault = session.info["vault"]
    answered = outcomes.kept(session, record_ids)
    found = {}
    for record_id, credit_ids in _sent(session, record_ids).items():
        answers = [answered[one, DELETE] for one in credit_ids if (one, DELETE) in answered]
        outcome = outcomes.together(answers, len(credit_ids), vault)
        found[record_id] = (
            Deletion(outcome.status, outcome.reason, outcome.at) if outcome else Deletion(WAITING)
        )
    return found


def count(session: Session, activity_id: str) -> Count:
    """Both numbers of an activity, from one query."""
    return counts(session, activity_id).get(activity_id, Count(0, 0))


def counts(session: Session, activity_id: str | None = None) -> dict[str, Count]:
    """Activity id to both numbers, of one or of all, from one query."""
    each = _by_record(activity_id).subquery()
    rows = session.execute(
        select(each.c.activity_id, each.c.status, func.count()).group_by(each.c.activity_id, each.c.status)
    )
    numbers: dict[str, dict[str, int]] = {}
    for activity, status, number in rows:
        numbers.setdefault(activity, {})[status] = number
    return {
        activity: Count(found.get(WAITING, 0), found.get(REJECTED, 0)) for activity, found in numbers.items()
    }


def records_with(activity_id: str, status: str) -> Select[str]:
    """The ids of an activity's records whose deletion stands at one of STATUSES."""
    each = _by_record(activity_id).subquery()
    return select(each.c.record_id).where(each.c.status == status)


def records_unsettled() -> Select[str]:
    """The ids of all records whose deletion PARS has not answered, or has refused."""
    each = _by_record(None).subquery()
    return select(each.c.record_id).where(each.c.status != ACCEPTED)


def decide(
    session: Session, record_id: str, status: str, reason: str, *, source: str, actor: str, now: datetime
) -> bool:
    """Keep PARS's answer to a record's deletion; False where it was known already.

    It is about the rows that PARS has not deleted, or, where it has deleted all, about those of the newest file: so
    that a wrong mark can be undone. Raises Missing, and NotAllowed where PARS has been told to delete nothing.
    """
    row = session.get(RecordRow, record_id)
    if row is None:
        raise Missing
    check_held(row)
    credit_ids = _sent(session, [record_id]).get(record_id)
    if not credit_ids:
        raise NotAllowed("PARS has not been told to delete this record, so it has no answer to that.")
    done = {
        credit_id
        for (credit_id, action), answer in outcomes.kept(session, [record_id]).items()
        if action == DELETE and answer.status == ACCEPTED
    }
    wanted = [one for one in credit_ids if one not in done] or _of_newest_file(session, credit_ids)
    told = [Told(credit_id, status, reason, DELETE) for credit_id in wanted]
    return outcomes.decide_all(session, told, source=source, actor=actor, now=now) > 0


def _sent(session: Session, record_ids: Collection[str]) -> dict[str, list[str]]:
    """Record id to the credit IDs that PARS was told to delete, oldest first."""
    found: dict[str, list[str]] = {}
    for chunk in chunks(record_ids):
        rows = _rows().where(ExportedRow.record_id.in_(chunk))
        ordered = rows.order_by(ExportRow.created_at, ExportedRow.position)
        for record_id, credit_id in session.execute(ordered):
            found.setdefault(record_id, []).append(credit_id)
    return found


def _of_newest_file(session: Session, credit_ids: Collection[str]) -> list[str]:
    newest = session.get_one(ExportedRow, (list(credit_ids)[-1], DELETE)).export_id
    return [one for one in credit_ids if session.get_one(ExportedRow, (one, DELETE)).export_id == newest]


def _rows() -> Select[str, str]:
    """Record id and credit ID of each row that deletes, as far as it waits for an answer or has one."""
    return (
        select(ExportedRow.record_id, ExportedRow.credit_id)
        .join(ExportRow, ExportRow.id == ExportedRow.export_id)
        .outerjoin(
            OutcomeRow,
            and_(OutcomeRow.credit_id == ExportedRow.credit_id, OutcomeRow.action == ExportedRow.action),
        )
        .where(
            ExportedRow.action == DELETE,
            or_(ExportRow.format != TYPED, OutcomeRow.status.is_not(None)),
        )
    )


def _by_record(activity_id: str | None) -> Select[str, str, str]:
    """Record id, activity id and status of each record that PARS was told to delete, of one activity or of all."""
    refused = func.max(case((OutcomeRow.status == REJECTED, 1), else_=0))
    waits = func.max(case((OutcomeRow.status.is_(None), 1), else_=0))
    status = case((refused == 1, REJECTED), (waits == 1, WAITING), else_=ACCEPTED).label("status")
    rows = _rows().where(ExportRow.activity_id == activity_id) if activity_id else _rows()
    return rows.with_only_columns(ExportedRow.record_id, ExportRow.activity_id, status).group_by(
        ExportedRow.record_id, ExportRow.activity_id
    )
