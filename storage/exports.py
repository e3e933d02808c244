"""Files for PARS: which records go into one, and the one moment in which they count as exported.

`prepare` reads what would go into a file and locks nothing; the file is written from it at leisure;
`store` then keeps file and rows in one short transaction, and only if every record still stands as it
stood. Of two people who export at once one is told so, and a crash at any moment leaves either the
file with its rows or neither.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pars import moc
from pars.formats.columns import Row
from pars.lifecycle import NOT_MEANT, State
from storage import activities, audit
from storage.activities import StoredActivity
from storage.chunks import chunks
from storage.errors import Missing, NothingToExport
from storage.exported_rows import ADD, DELETE, deletion_of, seal, standing
from storage.inserting import put_in
from storage.record_rows import as_record
from storage.tables import ExportedRow, ExportFile, ExportRow, RecordRow
from storage.vault import Vault

PREVALIDATE: Final = "prevalidate"
"""The kind of a file that asks PARS who would match: it reports nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a file to be: the row as a format writes it, and the version of the record it was made from."""

    record_id: str
    version: int
    state: str
    row: Row


@dataclass(frozen=True, slots=True)
class Draft:
    """What would go into a file, in its order."""

    stored: StoredActivity
    kind: str
    entries: list[Entry]

    @property
    def rows(self) -> list[Row]:
        return [entry.row for entry in self.entries]

    def without(self, record_ids: Collection[str]) -> Draft:
        """The same without some records: their values do not fit the file."""
        return Draft(self.stored, self.kind, [e for e in self.entries if e.record_id not in record_ids])


@dataclass(frozen=True, slots=True)
class StoredExport:
    """A file that was made; `held` is False once its bytes are erased, and where there never were any."""

    id: str
    activity_id: str
    format: str
    kind: str
    rows: int
    sha256: str
    filename: str
    created_at: datetime
    actor: str
    held: bool


def prepare(
    session: Session, activity_id: str, kind: str, host: str, *, record_id: str | None = None
) -> Draft:
    """Every row that is due: `add`, what is ready with the deletions that corrections owe; `delete`, only those.

    `host` is that of the public address: it makes the credit IDs ours. With `record_id`, only what is due of that
    record. Raises Missing, NothingToExport.
    """
    stored = activities.get(session, activity_id)
    vault: Vault = session.info["vault"]
    owed_rows = owed(session, activity_id)
    entries = []
    due = select(RecordRow).where(RecordRow.activity_id == activity_id)
    if record_id:
        due = due.where(RecordRow.id == record_id)
    for row in session.scalars(due.order_by(RecordRow.received_at, RecordRow.id)):
        deletions = [deletion_of(added, stored.activity, vault) for added in owed_rows.get(row.id, ())]
        additions: list[Row] = []
        if row.state == State.READY and kind == "add":
            record = as_record(row, vault)
            additions = [
                Row(ADD, stored.activity, record, f"ccid:{host}:{secrets.token_hex(12)}", part)
                for part in moc.parts(record, stored.activity)
            ]
        entries += [Entry(row.id, row.version, row.state, each) for each in (*deletions, *additions)]
    if not entries:
        raise NothingToExport(_why_nothing(session, activity_id))
    return Draft(stored, kind, entries)


def store(
    session: Session,
    draft: Draft,
    *,
    data: bytes,
    format: str,
    filename: str,
    template_sha256: str | None,
    actor: str,
    now: datetime,
) -> StoredExport:
    """Keep the file and count its records as exported; raises NothingToExport where one of them changed meanwhile.

    A file for pre-validation is only kept.
    """
    activity_id = draft.stored.id
    reports = draft.kind != PREVALIDATE
    if reports:
        _check_unchanged(session, draft)
    row = ExportRow(
        id=uuid4().hex,
        activity_id=activity_id,
        format=format,
        kind=draft.kind,
        rows=len(draft.entries),
        sha256=hashlib.sha256(data).hexdigest(),
        filename=filename,
        template_sha256=template_sha256,
        created_at=now,
        actor=actor,
    )
    session.add(row)
    session.flush()
    vault: Vault = session.info["vault"]
    session.add(ExportFile(export_id=row.id, data=vault.seal_bytes(data, "export_files.data", row.id)))
    if reports:
        count(session, draft, row.id, now=now)
    what = "export" if reports else "prevalidation"
    audit.add(session, activity_id, f"{what} {row.sha256}", actor=actor, subject=row.id, now=now)
    return _stored(row, held=True)


def count(session: Session, draft: Draft, export_id: str, *, first: int = 0, now: datetime) -> None:
    """Keep the rows as those of an export, from position `first` on; what they add counts as exported."""
    vault: Vault = session.info["vault"]
    # Without the unit of work: learners wait while a file of thousands is counted.
    rows = [
        _exported(entry, export_id, position, vault) for position, entry in enumerate(draft.entries, first)
    ]
    if rows:
        put_in(session, ExportedRow, rows)
    added = list({entry.record_id for entry in draft.entries if entry.row.action == ADD})
    for chunk in chunks(added):
        session.execute(
            update(RecordRow)
            .where(RecordRow.id.in_(chunk))
            .values(state=State.EXPORTED, version=RecordRow.version + 1, changed_at=now)
        )


def every(session: Session, activity_id: str) -> list[StoredExport]:
    """The files of an activity, newest first."""
    rows = session.execute(
        select(ExportRow, ExportFile.export_id)
        .outerjoin(ExportFile, ExportFile.export_id == ExportRow.id)
        .where(ExportRow.activity_id == activity_id)
        .order_by(ExportRow.created_at.desc())
    )
    return [_stored(row, held=file is not None) for row, file in rows]


def get(session: Session, export_id: str) -> StoredExport:
    """Raises Missing."""
    row = session.get(ExportRow, export_id)
    if row is None:
        raise Missing
    file = session.scalar(select(ExportFile.export_id).where(ExportFile.export_id == export_id))
    return _stored(row, held=file is not None)


def file(session: Session, export_id: str) -> bytes:
    """The bytes of the file, the same every time; raises Missing, also once they are erased."""
    row = session.get(ExportFile, export_id)
    if row is None:
        raise Missing
    vault: Vault = session.info["vault"]
    return vault.open_bytes(row.data, "export_files.data", export_id)


def owed(session: Session, activity_id: str) -> dict[str, list[ExportedRow]]:
    """Of each record that was in a file and has since been withdrawn or corrected, the rows to delete."""
    rows = standing(session, activity_id)
    states = session.execute(
        select(RecordRow.id, RecordRow.state).where(
            RecordRow.activity_id == activity_id,
            RecordRow.state.in_((State.READY, *NOT_MEANT)),
        )
    )
    return {record_id: rows[record_id] for record_id, _ in states if record_id in rows}


def _exported(entry: Entry, export_id: str, position: int, vault: Vault) -> dict[str, object]:
    row = entry.row
    return {
        "credit_id": row.credit_id,
        "action": row.action,
        "export_id": export_id,
        "record_id": entry.record_id,
        "record_version": entry.version,
        "part": row.part,
        "position": position,
        "sealed": seal(row, vault),
    }


def _check_unchanged(session: Session, draft: Draft) -> None:
    records = {
        record_id: (version, state)
        for record_id, version, state in session.execute(
            select(RecordRow.id, RecordRow.version, RecordRow.state).where(
                RecordRow.activity_id == draft.stored.id
            )
        )
    }
    changed = any(records.get(entry.record_id) != (entry.version, entry.state) for entry in draft.entries)
    # A Delete changes no record: what somebody else has deleted meanwhile is to be seen in the rows alone.
    deletions = {entry.row.credit_id for entry in draft.entries if entry.row.action == DELETE}
    if deletions:
        still = standing(session, draft.stored.id).values()
        deletions -= {row.credit_id for rows in still for row in rows}
    # What an activity is called in PARS stands in every row.
    renamed = activities.get(session, draft.stored.id).version != draft.stored.version
    if changed or deletions or renamed:
        reasons = [
            "Somebody changed or exported these records at the same moment. Look again, then download."
        ]
        raise NothingToExport(reasons)


def _why_nothing(session: Session, activity_id: str) -> list[str]:
    states = activities.counts(session, activity_id).states
    done = any(made.kind != PREVALIDATE for made in every(session, activity_id))
    reasons = []
    if done:
        reasons.append("Nothing is new since the last file: every record that is ready is in a file already.")
    if states[State.NEEDS_ATTENTION]:
        reasons.append(f"Records that need attention first: {states[State.NEEDS_ATTENTION]}.")
    if not reasons:
        reasons.append("No record is ready for PARS yet.")
    return reasons


def _stored(row: ExportRow, *, held: bool) -> StoredExport:
    return StoredExport(
        row.id,
        row.activity_id,
        row.format,
        row.kind,
        row.rows,
        row.sha256,
        row.filename,
        row.created_at,
        row.actor,
        held,
    )
