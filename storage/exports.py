"""Files for PARS: which records go into one, and the one moment in which they count as exported.

`prepare` reads what would go into a file and locks nothing; the file is written from it at leisure;
`store` then keeps file and rows in one short transaction, and only if every record still stands as it
stood. Of two people who export at once one is told so, and a crash at any moment leaves either the
file with its rows or neither.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from pars.answers import recall, spoken
from pars.formats.columns import Row
from pars.lifecycle import State
from storage import activities, audit
from storage.activities import StoredActivity
from storage.errors import Missing, NothingToExport
from storage.record_rows import as_record
from storage.tables import ExportedRow, ExportFile, ExportRow, RecordRow
from storage.vault import Vault

ADD: Final = "Add"
DELETE: Final = "Delete"
CHUNK = 500
SEALED_ROW = "exported_rows.sealed"


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
    id: str
    activity_id: str
    format: str
    kind: str
    rows: int
    sha256: str
    filename: str
    created_at: datetime
    actor: str


def prepare(
    session: Session, activity_id: str, kind: str, host: str, *, record_id: str | None = None
) -> Draft:
    """Every row that is due: `add`, what is ready with the deletions that corrections owe; `delete`, only those.

    `host` is that of the public address: it makes the credit IDs ours. With `record_id`, only what is due of that
    record. Raises Missing, NothingToExport.
    """
    stored = activities.get(session, activity_id)
    vault: Vault = session.info["vault"]
    owed = _added_and_not_deleted(session, activity_id)
    entries = []
    due = select(RecordRow).where(RecordRow.activity_id == activity_id)
    if record_id:
        due = due.where(RecordRow.id == record_id)
    for row in session.scalars(due.order_by(RecordRow.received_at, RecordRow.id)):
        ready = row.state == State.READY
        withdrawn = row.state in (State.SET_ASIDE, State.NOT_FOR_PARS)
        if row.id in owed and (ready or withdrawn):
            deletion = _deletion(owed[row.id], stored, vault)
            entries.append(Entry(row.id, row.version, row.state, deletion))
        if ready and kind == "add":
            credit_id = f"ccid:{host}:{secrets.token_hex(12)}"
            addition = Row(ADD, stored.activity, as_record(row, vault), credit_id)
            entries.append(Entry(row.id, row.version, row.state, addition))
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
    """Keep the file and count its records as exported; raises NothingToExport where one of them changed meanwhile."""
    activity_id = draft.stored.id
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
    count(session, draft, row.id, now=now)
    audit.add(session, activity_id, f"export {row.sha256}", actor=actor, subject=row.id, now=now)
    return _stored(row)


def count(session: Session, draft: Draft, export_id: str, *, first: int = 0, now: datetime) -> None:
    """Keep the rows as those of an export, from position `first` on; what they add counts as exported."""
    vault: Vault = session.info["vault"]
    session.execute(
        insert(ExportedRow),
        [_exported(entry, export_id, position, vault) for position, entry in enumerate(draft.entries, first)],
    )
    added = [entry.record_id for entry in draft.entries if entry.row.action == ADD]
    for start in range(0, len(added), CHUNK):
        session.execute(
            update(RecordRow)
            .where(RecordRow.id.in_(added[start : start + CHUNK]))
            .values(state=State.EXPORTED, version=RecordRow.version + 1, changed_at=now)
        )


def every(session: Session, activity_id: str) -> list[StoredExport]:
    """The files of an activity, newest first."""
    rows = session.scalars(
        select(ExportRow).where(ExportRow.activity_id == activity_id).order_by(ExportRow.created_at.desc())
    )
    return [_stored(row) for row in rows]


def get(session: Session, export_id: str) -> StoredExport:
    """Raises Missing."""
    row = session.get(ExportRow, export_id)
    if row is None:
        raise Missing
    return _stored(row)


def file(session: Session, export_id: str) -> bytes:
    """The bytes of the file, the same every time; raises Missing."""
    row = session.get(ExportFile, export_id)
    if row is None:
        raise Missing
    vault: Vault = session.info["vault"]
    return vault.open_bytes(row.data, "export_files.data", export_id)


def owed_deletions(session: Session, activity_id: str) -> int:
    """How many records are in a file and have since been withdrawn or corrected: each needs a Delete row."""
    owed = _added_and_not_deleted(session, activity_id)
    states = session.execute(
        select(RecordRow.id, RecordRow.state).where(
            RecordRow.activity_id == activity_id,
            RecordRow.state.in_((State.READY, State.SET_ASIDE, State.NOT_FOR_PARS)),
        )
    )
    return sum(record_id in owed for record_id, _ in states)


def _added_and_not_deleted(session: Session, activity_id: str) -> dict[str, ExportedRow]:
    """For each record that a file added and none has deleted since: the row that added it."""
    rows = session.scalars(
        select(ExportedRow)
        .join(ExportRow, ExportRow.id == ExportedRow.export_id)
        .where(ExportRow.activity_id == activity_id)
    )
    added: dict[str, ExportedRow] = {}
    deleted = set()
    for row in rows:
        if row.action == ADD:
            added[row.credit_id] = row
        else:
            deleted.add(row.credit_id)
    return {row.record_id: row for credit_id, row in added.items() if credit_id not in deleted}


def _deletion(added: ExportedRow, stored: StoredActivity, vault: Vault) -> Row:
    # PARS finds what to delete by the values it was given, so the row repeats them as they were then.
    if added.sealed is None:
        raise Missing
    was = json.loads(vault.open(added.sealed, SEALED_ROW, added.credit_id))
    activity = replace(stored.activity, accme_activity_id=was["accme_activity_id"])
    return Row(DELETE, activity, recall(was["record"]), added.credit_id)


def _exported(entry: Entry, export_id: str, position: int, vault: Vault) -> dict[str, object]:
    row = entry.row
    said = {"accme_activity_id": row.activity.accme_activity_id, "record": spoken(row.record)}
    return {
        "credit_id": row.credit_id,
        "action": row.action,
        "export_id": export_id,
        "record_id": entry.record_id,
        "record_version": entry.version,
        "position": position,
        "sealed": vault.seal(json.dumps(said), SEALED_ROW, row.credit_id),
    }


def _check_unchanged(session: Session, draft: Draft) -> None:
    standing = {
        record_id: (version, state)
        for record_id, version, state in session.execute(
            select(RecordRow.id, RecordRow.version, RecordRow.state).where(
                RecordRow.activity_id == draft.stored.id
            )
        )
    }
    if any(standing.get(entry.record_id) != (entry.version, entry.state) for entry in draft.entries):
        reasons = [
            "Somebody changed or exported these records at the same moment. Look again, then download."
        ]
        raise NothingToExport(reasons)


def _why_nothing(session: Session, activity_id: str) -> list[str]:
    states = activities.counts(session, activity_id).states
    done = every(session, activity_id)
    reasons = []
    if done:
        reasons.append("Nothing is new since the last file: every record that is ready is in a file already.")
    if states[State.NEEDS_ATTENTION]:
        reasons.append(f"Records that need attention first: {states[State.NEEDS_ATTENTION]}.")
    if not reasons:
        reasons.append("No record is ready for PARS yet.")
    return reasons


def _stored(row: ExportRow) -> StoredExport:
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
    )
