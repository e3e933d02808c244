"""How what identifies a learner is taken out: of one who withdraws, of one whose time is over, and the whole record.

A file that PARS was sent keeps its rows after a withdrawal, because the row that deletes one there has to repeat it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from pars.asking import ONLY_FOR_PARS
from storage import audit, history
from storage.errors import NotAllowed
from storage.letters import DROPPED, WAITING
from storage.tables import (
    Attestation,
    CorrectionLinkRow,
    ExportedRow,
    ExportFile,
    HistoryRow,
    LetterRow,
    MarkRow,
    OutcomeRow,
    PrevalidationRow,
    ProposalRow,
    RecordRow,
    TransmissionRow,
)
from storage.vault import Vault

TYPED, CONFIRMED = "attestations.typed", "attestations.confirmed"
ERASED: Final = "identifiers erased"
"""The step of a history by which a record is known to be erased, and since when."""
SERVER = "server"
NOT_HELD = (
    "The identifiers of this record were erased, as set, so it can no longer be changed or reported from here. "
    "What has to be different in PARS is changed there by hand."
)
# Of a step's changes these hold ids, states and codes: how records belong together is read from them.
_IMPERSONAL = ("state", "merged", "accepted")
# Everything that belongs to a record, in an order in which nothing refers to what is gone.
_OF_A_RECORD = (
    TransmissionRow,
    OutcomeRow,
    ExportedRow,
    HistoryRow,
    MarkRow,
    LetterRow,
    CorrectionLinkRow,
    ProposalRow,
    PrevalidationRow,
)


def check_held(row: RecordRow) -> None:
    """Raises NotAllowed for a record whose identifiers are erased."""
    if row.identity is None:
        raise NotAllowed(NOT_HELD)


def erase_answers(session: Session, row: RecordRow) -> None:
    """Take out of what was typed, confirmed and changed by corrections what only a report needs.

    The record itself is read anew without it: see pars/answers.py.
    """
    vault: Vault = session.info["vault"]
    said = session.get_one(Attestation, row.id)
    said.typed = _without(vault, said.typed, TYPED, row.id)
    said.confirmed = _without(vault, said.confirmed, CONFIRMED, row.id)
    session.flush()
    for step in session.scalars(select(HistoryRow).where(HistoryRow.record_id == row.id)):
        if step.sealed:
            told = json.loads(vault.open(step.sealed, history.COLUMN, row.id))
            told["changes"] = [change for change in told["changes"] if change[0] not in ONLY_FOR_PARS]
            step.sealed = vault.seal(json.dumps(told), history.COLUMN, row.id)


def erase_identifiers(session: Session, rows: Sequence[RecordRow], *, now: datetime) -> None:
    """Erase every copy of what identifies these learners, and of words that may: reasons, letters, files.

    Name, profession, state, credits and date stay, and who did what when. What is asked for anew by hand
    (PARS's answers, corrections) is refused from then on: see `check_held`.
    """
    ids = [row.id for row in rows]
    for row in rows:
        row.identity = None
        row.version += 1
    session.flush()
    session.execute(delete(MarkRow).where(MarkRow.record_id.in_(ids)))
    session.execute(
        update(Attestation).where(Attestation.id.in_(ids)).values(typed=None, confirmed=None, answers_mark="")
    )
    _erase_files(session, ids)
    session.execute(update(ExportedRow).where(ExportedRow.record_id.in_(ids)).values(sealed=None))
    for answered in (OutcomeRow, PrevalidationRow, CorrectionLinkRow):
        session.execute(update(answered).where(answered.record_id.in_(ids)).values(reason=None))
    session.execute(update(TransmissionRow).where(TransmissionRow.record_id.in_(ids)).values(words=None))
    session.execute(update(ProposalRow).where(ProposalRow.record_id.in_(ids)).values(sealed=None))
    _end_letters_and_links(session, ids, now)
    _erase_reasons(session, ids)
    history.add_many(session, [history.Step(row, ERASED) for row in rows], actor=SERVER, now=now)


def remove(session: Session, rows: Sequence[RecordRow], *, now: datetime) -> None:
    """Delete records with everything that belongs to them. The chains of what was done stay: they hold ids only."""
    ids = [row.id for row in rows]
    _erase_files(session, ids)
    told: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        told.setdefault(row.activity_id, []).append(("record deleted", row.id))
    for kind in _OF_A_RECORD:
        session.execute(delete(kind).where(kind.record_id.in_(ids)))
    session.execute(delete(RecordRow).where(RecordRow.id.in_(ids)))
    session.execute(delete(Attestation).where(Attestation.id.in_(ids)))
    for chain, events in told.items():
        audit.add_many(session, chain, events, actor=SERVER, now=now)


def _erase_files(session: Session, record_ids: Collection[str]) -> None:
    """The bytes of every file that a record is in; its rows, its SHA-256 and who made it stay."""
    of_records = select(ExportedRow.export_id).where(ExportedRow.record_id.in_(record_ids))
    session.execute(delete(ExportFile).where(ExportFile.export_id.in_(of_records)))


def _end_letters_and_links(session: Session, record_ids: Collection[str], now: datetime) -> None:
    letters = update(LetterRow).where(LetterRow.record_id.in_(record_ids))
    session.execute(letters.where(LetterRow.state == WAITING).values(state=DROPPED))
    session.execute(letters.values(sealed=None))
    session.execute(
        update(CorrectionLinkRow)
        .where(
            CorrectionLinkRow.record_id.in_(record_ids),
            CorrectionLinkRow.used_at.is_(None),
            CorrectionLinkRow.expires_at > now,
        )
        .values(expires_at=now)
    )


def _erase_reasons(session: Session, record_ids: Collection[str]) -> None:
    """What people wrote into histories, and the values before and after; the steps themselves stay."""
    vault: Vault = session.info["vault"]
    steps = select(HistoryRow).where(HistoryRow.record_id.in_(record_ids), HistoryRow.sealed.is_not(None))
    for step in session.scalars(steps):
        told = json.loads(vault.open(step.sealed or b"", history.COLUMN, step.record_id))
        kept = {"reason": "", "changes": [one for one in told["changes"] if one[0] in _IMPERSONAL]}
        step.sealed = (
            vault.seal(json.dumps(kept), history.COLUMN, step.record_id) if kept["changes"] else None
        )


def _without(vault: Vault, sealed: bytes | None, column: str, row_id: str) -> bytes | None:
    if sealed is None:
        return None
    said = json.loads(vault.open(sealed, column, row_id))
    kept = {name: value for name, value in said.items() if name not in ONLY_FOR_PARS}
    return vault.seal(json.dumps(kept), column, row_id)
