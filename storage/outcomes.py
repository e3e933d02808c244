"""What PARS says of what it was sent: accepted, or rejected with its reason. Here, and nowhere else, is it kept.

PARS answers for a row of a file, by its credit ID; a record may have gone out as several rows. It is rejected
as soon as one of them is, and accepted when all are. A row that deletes has an answer of its own, which moves no
record: see `deletions`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from pars.formats.columns import ADD, DELETE
from pars.formats.results.sent import Key
from pars.lifecycle import State
from storage import history
from storage.chunks import chunks
from storage.erasing import check_held
from storage.errors import Missing, NotAllowed
from storage.tables import ExportedRow, OutcomeRow, RecordRow
from storage.vault import Vault

ACCEPTED, REJECTED = State.ACCEPTED.value, State.REJECTED.value
STATUSES = (ACCEPTED, REJECTED)
BY_HAND = "hand"
SEALED_REASON = "outcomes.reason"
# Only a record that stands as it was sent is moved by an answer; one corrected since waits for the next answer.
SENT = (State.EXPORTED, State.ACCEPTED, State.REJECTED)
_STEPS: Final[dict[tuple[str, str], str]] = {
    (ADD, ACCEPTED): "accepted by PARS",
    (ADD, REJECTED): "rejected by PARS",
    (DELETE, ACCEPTED): "deleted in PARS",
    (DELETE, REJECTED): "deletion refused",
}


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
    action: str = ADD

    @property
    def key(self) -> Key:
        return self.credit_id, self.action


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
    record_of = _records_of(session, [one.key for one in told])
    before = known(session, set(record_of.values()))
    new = [one for one in told if before.get(one.key) != (one.status, one.reason)]
    if not new:
        return 0
    _replace(session, new, record_of, source, actor, now)
    changed = {record_of[one.key] for one in new}
    added = {record_of[one.key] for one in new if one.action == ADD}
    answers = of(session, added)
    rows = {
        row.id: row
        for chunk in chunks(changed)
        for row in session.scalars(select(RecordRow).where(RecordRow.id.in_(chunk)))
    }
    for record_id, row in rows.items():
        moved = record_id in added and row.state in SENT
        if moved:
            row.state = answers[record_id].status if record_id in answers else State.EXPORTED
        # What PARS has answered to is not taken back on the typing sheet.
        if moved or record_id not in added:
            row.version += 1
            row.changed_at = now
    steps = dict.fromkeys((record_of[one.key], _STEPS[one.action, one.status], one.reason) for one in new)
    history.add_many(
        session,
        [history.Step(rows[record_id], step, reason) for record_id, step, reason in steps],
        actor=actor,
        now=now,
    )
    return len(changed)


def of(session: Session, record_ids: Collection[str]) -> dict[str, Outcome]:
    """Record id to PARS's answer; a record that has none yet for all of what it was sent is left out."""
    vault: Vault = session.info["vault"]
    answered = kept(session, record_ids)
    found = {}
    for record_id, credit_ids in standing(session, record_ids).items():
        answers = [answered[one, ADD] for one in credit_ids if (one, ADD) in answered]
        if outcome := together(answers, len(credit_ids), vault):
            found[record_id] = outcome
    return found


def known(session: Session, record_ids: Collection[str]) -> dict[Key, tuple[str, str]]:
    """Status and reason of every answer kept for these records, by the row that it is about."""
    vault: Vault = session.info["vault"]
    return {key: (one.status, one.reason(vault)) for key, one in kept(session, record_ids).items()}


def standing(session: Session, record_ids: Collection[str]) -> dict[str, list[str]]:
    """Record id to the credit IDs of its rows that a file added and none has deleted since."""
    added: dict[str, list[str]] = {}
    for chunk in chunks(record_ids):
        rows = session.execute(
            select(ExportedRow.record_id, ExportedRow.credit_id, ExportedRow.action)
            .where(ExportedRow.record_id.in_(chunk))
            .order_by(ExportedRow.position)
        ).all()
        deleted = {credit_id for _, credit_id, action in rows if action == DELETE}
        for record_id, credit_id, action in rows:
            if action == ADD and credit_id not in deleted:
                added.setdefault(record_id, []).append(credit_id)
    return added


def _addressed(session: Session, subject: str) -> list[str]:
    """The credit IDs that an answer to `subject` is about."""
    if session.get(ExportedRow, (subject, ADD)):
        return [subject]
    row = session.get(RecordRow, subject)
    if row is None:
        raise Missing
    check_held(row)
    if row.state not in SENT:
        raise NotAllowed("PARS has not been sent this record as it stands, so it has no answer to it yet.")
    return standing(session, [row.id]).get(row.id, [])


def _records_of(session: Session, keys: Collection[Key]) -> dict[Key, str]:
    """The ids of the records of which these rows were sent; raises Missing where one was not."""
    rows = select(ExportedRow.credit_id, ExportedRow.action, ExportedRow.record_id)
    sent = {
        (credit_id, action): record_id
        for chunk in chunks({credit_id for credit_id, _ in keys})
        for credit_id, action, record_id in session.execute(rows.where(ExportedRow.credit_id.in_(chunk)))
    }
    if not sent.keys() >= set(keys):
        raise Missing
    return {key: sent[key] for key in keys}


def _replace(
    session: Session,
    told: Sequence[Told],
    record_of: dict[Key, str],
    source: str,
    actor: str,
    now: datetime,
) -> None:
    vault: Vault = session.info["vault"]
    for action in (ADD, DELETE):
        for chunk in chunks([one.credit_id for one in told if one.action == action]):
            session.execute(
                delete(OutcomeRow).where(OutcomeRow.action == action, OutcomeRow.credit_id.in_(chunk))
            )
    session.execute(
        insert(OutcomeRow),
        [
            {
                "credit_id": one.credit_id,
                "action": one.action,
                "record_id": record_of[one.key],
                "status": one.status,
                "reason": vault.seal(one.reason, SEALED_REASON, place(one.key)) if one.reason else None,
                "source": source,
                "at": now,
                "actor": actor,
            }
            for one in told
        ],
    )


def place(key: Key) -> str:
    """What a reason is sealed with, so that none can be put in another's place."""
    credit_id, action = key
    return credit_id if action == ADD else f"{action}/{credit_id}"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is kept; its reason is opened where somebody asks."""

    credit_id: str
    action: str
    status: str
    sealed: bytes | None
    at: datetime

    def reason(self, vault: Vault) -> str:
        where = place((self.credit_id, self.action))
        return vault.open(self.sealed, SEALED_REASON, where) if self.sealed else ""


def kept(session: Session, record_ids: Collection[str]) -> dict[Key, Kept]:
    """The answers kept for all that these records were ever sent as, by credit ID and action."""
    wanted = select(
        OutcomeRow.credit_id, OutcomeRow.action, OutcomeRow.status, OutcomeRow.reason, OutcomeRow.at
    )
    return {
        (row.credit_id, row.action): Kept(*row)
        for chunk in chunks(record_ids)
        for row in session.execute(wanted.where(OutcomeRow.record_id.in_(chunk)))
    }


def together(answers: Sequence[Kept], sent: int, vault: Vault) -> Outcome | None:
    """One answer out of those to `sent` rows; None as long as one without a rejection is missing."""
    rejected = [answer for answer in answers if answer.status == REJECTED]
    if not rejected and (len(answers) < sent or not answers):
        return None
    telling = rejected or answers
    reasons = dict.fromkeys(filter(None, (answer.reason(vault) for answer in telling)))
    return Outcome(telling[0].status, "; ".join(reasons), max(answer.at for answer in telling))
