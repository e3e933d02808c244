"""What PARS says of what it was sent: accepted, or rejected with its reason. Here, and nowhere else, is it kept.

PARS answers for a row of a file, by its credit ID; a record may have gone out as several rows. It is rejected
as soon as one of them is, and accepted when all are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.lifecycle import State
from storage import history
from storage.errors import Missing, NotAllowed
from storage.tables import ExportedRow, OutcomeRow, RecordRow
from storage.vault import Vault

ACCEPTED, REJECTED = State.ACCEPTED.value, State.REJECTED.value
STATUSES = (ACCEPTED, REJECTED)
BY_HAND = "hand"
SEALED_REASON = "outcomes.reason"
# Only a record that stands as it was sent is moved by an answer; one corrected since waits for the next answer.
SENT = (State.EXPORTED, State.ACCEPTED, State.REJECTED)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """PARS's answer to a record; `reason` is PARS's words, "" where it gave none."""

    status: str
    reason: str
    at: datetime


def decide(
    session: Session, subject: str, status: str, reason: str, *, source: str, actor: str, now: datetime
) -> bool:
    """Keep PARS's answer, with a step in the record's history; False where it was known already.

    `subject` is the credit ID of the row that PARS answers for, or a record's id where a coordinator answers for
    the whole record. `status` is one of STATUSES; `source` is BY_HAND or the id of the file or run that brought
    it. Deciding again undoes. Raises Missing, and NotAllowed for a record that PARS has not got as it stands.
    """
    row, credit_ids = _addressed(session, subject)
    vault: Vault = session.info["vault"]
    before = known(session, [row.id])
    told = False
    for credit_id in credit_ids:
        if before.get(credit_id) == (status, reason):
            continue
        told = True
        session.merge(
            OutcomeRow(
                credit_id=credit_id,
                record_id=row.id,
                status=status,
                reason=vault.seal(reason, SEALED_REASON, credit_id) if reason else None,
                source=source,
                at=now,
                actor=actor,
            )
        )
    if not told:
        return False
    session.flush()
    if row.state in SENT:
        outcome = of(session, [row.id]).get(row.id)
        row.state = outcome.status if outcome else State.EXPORTED
        row.version += 1
        row.changed_at = now
    history.add(session, row, f"{status} by PARS", actor=actor, now=now, reason=reason)
    return True


def of(session: Session, record_ids: Collection[str]) -> dict[str, Outcome]:
    """Record id to PARS's answer; a record that has none yet for all of what it was sent is left out."""
    vault: Vault = session.info["vault"]
    kept = _kept(session, record_ids)
    found = {}
    for record_id, credit_ids in standing(session, record_ids).items():
        if outcome := _together([kept[one] for one in credit_ids if one in kept], len(credit_ids), vault):
            found[record_id] = outcome
    return found


def known(session: Session, record_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Credit ID to status and reason of every answer kept for these records."""
    vault: Vault = session.info["vault"]
    return {
        credit_id: (answer.status, _reason(answer, vault))
        for credit_id, answer in _kept(session, record_ids).items()
    }


def standing(session: Session, record_ids: Collection[str]) -> dict[str, list[str]]:
    """Record id to the credit IDs of its rows that a file added and none has deleted since."""
    added: dict[str, list[str]] = {}
    for chunk in _chunks(record_ids):
        rows = session.execute(
            select(ExportedRow.record_id, ExportedRow.credit_id, ExportedRow.action)
            .where(ExportedRow.record_id.in_(chunk))
            .order_by(ExportedRow.position)
        ).all()
        deleted = {credit_id for _, credit_id, action in rows if action == "Delete"}
        for record_id, credit_id, action in rows:
            if action == "Add" and credit_id not in deleted:
                added.setdefault(record_id, []).append(credit_id)
    return added


def _addressed(session: Session, subject: str) -> tuple[RecordRow, list[str]]:
    """The record, and the credit IDs that an answer to `subject` is about."""
    sent = session.get(ExportedRow, (subject, "Add"))
    if sent is not None:
        return session.get_one(RecordRow, sent.record_id), [subject]
    row = session.get(RecordRow, subject)
    if row is None:
        raise Missing
    if row.state not in SENT:
        raise NotAllowed("PARS has not been sent this record as it stands, so it has no answer to it yet.")
    return row, standing(session, [row.id]).get(row.id, [])


def _kept(session: Session, record_ids: Collection[str]) -> dict[str, OutcomeRow]:
    """Credit ID to the answer kept for it, for all that these records were ever sent as."""
    return {
        answer.credit_id: answer
        for chunk in _chunks(record_ids)
        for answer in session.scalars(select(OutcomeRow).where(OutcomeRow.record_id.in_(chunk)))
    }


def _chunks(ids: Collection[str]) -> Iterator[list[str]]:
    listed = list(ids)
    return (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))


def _together(kept: Sequence[OutcomeRow], sent: int, vault: Vault) -> Outcome | None:
    """The answer to a record out of those to its rows; None as long as one without a rejection is missing."""
    rejected = [answer for answer in kept if answer.status == REJECTED]
    if not rejected and (len(kept) < sent or not kept):
        return None
    telling = rejected or kept
    reasons = dict.fromkeys(filter(None, (_reason(answer, vault) for answer in telling)))
    return Outcome(telling[0].status, "; ".join(reasons), max(answer.at for answer in telling))


def _reason(kept: OutcomeRow, vault: Vault) -> str:
    return vault.open(kept.reason, SEALED_REASON, kept.credit_id) if kept.reason else ""
