"""What PARS says of what it was sent: accepted, or rejected with its reason. Here, and nowhere else, is it kept.

PARS answers for a row of a file, by its credit ID; a record may have gone out as several rows. It is rejected
as soon as one of them is, and accepted when all are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
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


@dataclass(frozen=True, slots=True)
class Told:
    """What PARS says of one row that it was sent."""

    credit_id: str
    status: str
    reason: str


def decide(
    session: Session, subject: str, status: str, reason: str, *, source: str, actor: str, now: datetime
) -> bool:
    """Keep PARS's answer, with a step in the record's history; False where it was known already.

    `subject` is the credit ID of the row that PARS answers for, or a record's id where a coordinator answers for
    the whole record. `status` is one of STATUSES; `source` is BY_HAND or the id of the file or run that brought
    it. Deciding again undoes. Raises Missing, and NotAllowed for a record that PARS has not got as it stands.
    """
    told = [Told(credit_id, status, reason) for credit_id in _addressed(session, subject)]
    return decide_all(session, told, source=source, actor=actor, now=now) > 0


def decide_all(session: Session, told: Sequence[Told], *, source: str, actor: str, now: datetime) -> int:
    """Keep many answers at once; how many records they tell something new of. Raises Missing."""
    record_of = _records_of(session, [one.credit_id for one in told])
    before = known(session, set(record_of.values()))
    new = [one for one in told if before.get(one.credit_id) != (one.status, one.reason)]
    if not new:
        return 0
    _replace(session, new, record_of, source, actor, now)
    changed = {record_of[one.credit_id] for one in new}
    answers = of(session, changed)
    rows = {
        row.id: row
        for chunk in _chunks(changed)
        for row in session.scalars(select(RecordRow).where(RecordRow.id.in_(chunk)))
    }
    for record_id, row in rows.items():
        if row.state in SENT:
            row.state = answers[record_id].status if record_id in answers else State.EXPORTED
            row.version += 1
            row.changed_at = now
    steps = dict.fromkeys((record_of[one.credit_id], one.status, one.reason) for one in new)
    history.add_many(
        session,
        [history.Step(rows[record_id], f"{status} by PARS", reason) for record_id, status, reason in steps],
        actor=actor,
        now=now,
    )
    return len(changed)


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
        credit_id: (kept.status, kept.reason(vault)) for credit_id, kept in _kept(session, record_ids).items()
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


def _addressed(session: Session, subject: str) -> list[str]:
    """The credit IDs that an answer to `subject` is about."""
    if session.get(ExportedRow, (subject, "Add")):
        return [subject]
    row = session.get(RecordRow, subject)
    if row is None:
        raise Missing
    if row.state not in SENT:
        raise NotAllowed("PARS has not been sent this record as it stands, so it has no answer to it yet.")
    return standing(session, [row.id]).get(row.id, [])


def _records_of(session: Session, credit_ids: Collection[str]) -> dict[str, str]:
    """Credit ID to the id of the record that was added under it; raises Missing where one was not."""
    found = {
        credit_id: record_id
        for chunk in _chunks(credit_ids)
        for credit_id, record_id in session.execute(
            select(ExportedRow.credit_id, ExportedRow.record_id).where(
                ExportedRow.credit_id.in_(chunk), ExportedRow.action == "Add"
            )
        )
    }
    if not found.keys() >= set(credit_ids):
        raise Missing
    return found


def _replace(
    session: Session,
    told: Sequence[Told],
    record_of: dict[str, str],
    source: str,
    actor: str,
    now: datetime,
) -> None:
    vault: Vault = session.info["vault"]
    for chunk in _chunks([one.credit_id for one in told]):
        session.execute(delete(OutcomeRow).where(OutcomeRow.credit_id.in_(chunk)))
    session.execute(
        insert(OutcomeRow),
        [
            {
                "credit_id": one.credit_id,
                "record_id": record_of[one.credit_id],
                "status": one.status,
                "reason": vault.seal(one.reason, SEALED_REASON, one.credit_id) if one.reason else None,
                "source": source,
                "at": now,
                "actor": actor,
            }
            for one in told
        ],
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer as it is kept; its reason is opened where somebody asks."""

    credit_id: str
    status: str
    sealed: bytes | None
    at: datetime

    def reason(self, vault: Vault) -> str:
        return vault.open(self.sealed, SEALED_REASON, self.credit_id) if self.sealed else ""


def _kept(session: Session, record_ids: Collection[str]) -> dict[str, _Kept]:
    """Credit ID to the answer kept for it, for all that these records were ever sent as."""
    wanted = select(OutcomeRow.credit_id, OutcomeRow.status, OutcomeRow.reason, OutcomeRow.at)
    return {
        row.credit_id: _Kept(*row)
        for chunk in _chunks(record_ids)
        for row in session.execute(wanted.where(OutcomeRow.record_id.in_(chunk)))
    }


def _chunks(ids: Collection[str]) -> Iterator[list[str]]:
    listed = list(ids)
    return (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))


def _together(kept: Sequence[_Kept], sent: int, vault: Vault) -> Outcome | None:
    """The answer to a record out of those to its rows; None as long as one without a rejection is missing."""
    rejected = [answer for answer in kept if answer.status == REJECTED]
    if not rejected and (len(kept) < sent or not kept):
        return None
    telling = rejected or kept
    reasons = dict.fromkeys(filter(None, (answer.reason(vault) for answer in telling)))
    return Outcome(telling[0].status, "; ".join(reasons), max(answer.at for answer in telling))
