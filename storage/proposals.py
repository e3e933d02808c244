"""What learners proposed, by a link or from the receipt: kept beside the record until a coordinator decides."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pars.answers import spoken
from pars.record import LearnerRecord, Policy
from storage import history, records
from storage.errors import Missing, NotAllowed
from storage.history import FieldChange
from storage.record_rows import as_record
from storage.tables import ProposalRow, RecordRow
from storage.vault import Vault

COLUMN = "proposals.sealed"
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An open proposal: what it would change in the record as it stands now, and which answers it confirms."""

    id: str
    record_id: str
    received_at: datetime
    changes: tuple[FieldChange, ...]
    confirmed: tuple[str, ...]


def receive(
    session: Session,
    record_id: str,
    before: LearnerRecord,
    after: LearnerRecord,
    given: Sequence[str],
    *,
    now: datetime,
) -> None:
    """Keep the answers that were `given` anew; of those that differ the history tells.

    Where an earlier proposal is open still, a new one with the answers of both takes its place: nobody takes
    what they have not seen. One that says no more than the open one changes nothing.
    """
    row = session.get_one(RecordRow, record_id)
    answers = spoken(after)
    proposed = {name: answers[name] for name in given}
    earlier = _open_of(session, record_id)
    if earlier:
        said = _given(session, earlier)
        if proposed.items() <= said.items():
            return
        proposed = said | proposed
        _decide(session, earlier, row, "replaced", "", "learner", now)
    kept = ProposalRow(
        id=uuid4().hex, record_id=record_id, received_at=now, decision=OPEN, decided_at=None, actor="learner"
    )
    vault: Vault = session.info["vault"]
    kept.sealed = vault.seal(json.dumps(proposed), COLUMN, kept.id)
    session.add(kept)
    session.flush()
    changes = [change for change in history.differences(before, after) if change.field in given]
    history.add(session, row, "correction proposed", actor="learner", now=now, changes=changes)
    records.touch(row, now)  # whoever has the record open sees it anew: the answer belongs to it


def open_of(session: Session, record_id: str) -> Proposal | None:
    """The proposal of a record that nobody has decided on yet."""
    row = _open_of(session, record_id)
    if row is None:
        return None
    given = _given(session, row)
    now = spoken(as_record(session.get_one(RecordRow, record_id), session.info["vault"]))
    changes = tuple(
        FieldChange(name, now[name], value) for name, value in given.items() if now[name] != value
    )
    confirmed = tuple(name for name, value in given.items() if now[name] == value)
    return Proposal(row.id, record_id, row.received_at, changes, confirmed)


def take(
    session: Session,
    proposal_id: str,
    *,
    reason: str,
    version: int | None,
    actor: str,
    now: datetime,
    policy: Policy,
) -> str:
    """Correct the record as the learner proposed; returns its id.

    What a file holds already is then deleted and added anew by the next, as after any correction. Raises Missing,
    NotAllowed, Stale, and Refused where an answer has come to be wrong since.
    """
    proposal, row = _open(session, proposal_id)
    given = _given(session, proposal)
    records.correct(
        session, row.id, given, reason=reason, version=version, actor=actor, now=now, policy=policy
    )
    _decide(session, proposal, row, "taken", reason, actor, now)
    return row.id


def decline(session: Session, proposal_id: str, *, reason: str, actor: str, now: datetime) -> str:
    """Leave the record as it is; returns its id. Raises Missing, NotAllowed."""
    proposal, row = _open(session, proposal_id)
    _decide(session, proposal, row, "declined", reason, actor, now)
    return row.id


def drop(session: Session, record_id: str, *, now: datetime) -> None:
    """Erase what waits for a decision: the learner has taken the permission back."""
    proposal = _open_of(session, record_id)
    if proposal:
        _decide(session, proposal, session.get_one(RecordRow, record_id), "dropped", "", "learner", now)


def waiting(session: Session, record_ids: Collection[str]) -> frozenset[str]:
    """Those of these records that have an open proposal."""
    return frozenset(
        session.scalars(
            select(ProposalRow.record_id).where(
                ProposalRow.record_id.in_(record_ids), ProposalRow.decision == OPEN
            )
        )
    )


def records_waiting() -> Select[str]:
    """The ids of all records that have an open proposal."""
    return select(ProposalRow.record_id).where(ProposalRow.decision == OPEN)


def _open_of(session: Session, record_id: str) -> ProposalRow | None:
    return session.scalar(
        select(ProposalRow).where(ProposalRow.record_id == record_id, ProposalRow.decision == OPEN)
    )


def _open(session: Session, proposal_id: str) -> tuple[ProposalRow, RecordRow]:
    proposal = session.get(ProposalRow, proposal_id, with_for_update=True)
    if proposal is None:
        raise Missing
    if proposal.decision != OPEN:
        raise NotAllowed("This proposal has been decided on already.")
    return proposal, session.get_one(RecordRow, proposal.record_id)


def _given(session: Session, row: ProposalRow) -> dict[str, str]:
    vault: Vault = session.info["vault"]
    given: dict[str, str] = json.loads(vault.open(row.sealed, COLUMN, row.id)) if row.sealed else {}
    return given


def _decide(
    session: Session,
    proposal: ProposalRow,
    row: RecordRow,
    decision: str,
    reason: str,
    actor: str,
    now: datetime,
) -> None:
    # To the database one that was replaced or dropped is declined; the history tells which.
    proposal.decision = "taken" if decision == "taken" else "declined"
    proposal.decided_at, proposal.actor = now, actor
    proposal.sealed = None  # the history keeps what was proposed; one copy is enough
    history.add(session, row, f"proposal {decision}", actor=actor, now=now, reason=reason)
    records.touch(row, now)
