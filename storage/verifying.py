"""A look at whether what was recorded is still what was recorded: the chains of actions, files, consent texts.

A chain shows by itself what was changed, taken out or swapped in it. That its end was cut off shows only against
a head that was kept elsewhere: the number and hash of its newest event, on some day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import audit
from storage.tables import AuditRow, Consent, ExportFile, ExportRow
from storage.vault import Unreadable, Vault


@dataclass(frozen=True, slots=True)
class Head:
    """The newest event of a chain on some day: its number and its hash."""

    chain: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Findings:
    """How much was looked at, the heads of now, and a sentence for each thing that is wrong."""

    events: int
    files: int
    texts: int
    heads: list[Head]
    wrong: list[str]


def verify(session: Session, kept: Sequence[Head] = ()) -> Findings:
    """Look at everything; `kept` are heads of an earlier day, which their chains must still hold."""
    heads = [audit.head(session, chain) for chain in audit.chains(session)]
    files = list(session.scalars(select(ExportFile.export_id)))
    texts = list(session.scalars(select(Consent)))
    return Findings(
        events=sum(seq for _, seq, _ in heads),
        files=len(files),
        texts=len(texts),
        heads=[Head(*head) for head in heads],
        wrong=[
            *_broken(session, [chain for chain, _, _ in heads]),
            *_lost(session, kept),
            *(sentence for each in files if (sentence := _file(session, each))),
            *(
                f"The consent text {text.sha256} is not what was shown under that mark."
                for text in texts
                if hashlib.sha256(text.text.encode()).hexdigest() != text.sha256
            ),
        ],
    )


def _broken(session: Session, chains: Sequence[str]) -> Iterator[str]:
    for chain in chains:
        if (seq := audit.first_broken(session, chain)) is not None:
            yield f"The record of actions {chain} was changed: event {seq} does not follow from the one before."


def _lost(session: Session, kept: Sequence[Head]) -> Iterator[str]:
    for head in kept:
        row = session.get(AuditRow, (head.chain, head.seq))
        if row is None:
            yield f"The record of actions {head.chain} has lost its end: event {head.seq} was there once."
        elif row.hash != head.hash:
            yield f"The record of actions {head.chain} is not the one it was: event {head.seq} had another hash."


def _file(session: Session, export_id: str) -> str | None:
    """What is wrong with a file for PARS: it must be what its row says, and the row what the chain says."""
    export, file = session.get_one(ExportRow, export_id), session.get_one(ExportFile, export_id)
    vault: Vault = session.info["vault"]
    try:
        found = hashlib.sha256(vault.open_bytes(file.data, "export_files.data", export_id)).hexdigest()
    except Unreadable:
        return f"The file {export.filename} does not open with the data key."
    finally:
        session.expunge(file)  # one file in memory at a time
    told = select(AuditRow.seq).where(
        AuditRow.chain == export.activity_id,
        AuditRow.subject == export_id,
        AuditRow.action.in_([f"{what} {found}" for what in ("export", "prevalidation")]),
    )
    if found != export.sha256 or session.scalar(told) is None:
        return f"The file {export.filename} is not the one that was made."
    return None
