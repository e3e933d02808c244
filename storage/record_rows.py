"""Between a row of `records` and the record it stands for: sealing, opening, and the marks to find it by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pars.errors import Code, Problem
from pars.identifiers import license as license_number
from pars.record import LearnerRecord
from pars.rules import fold, identity_keys
from storage.inserting import put_in
from storage.tables import MarkRow, RecordRow
from storage.vault import Vault

PLAIN = (
    "profession",
    "first_name",
    "last_name",
    "license_state",
    "credits",
    "completion_date",
    "board",
    "consent",
    "attest",
)
SEALED = ("license_number", "npi", "birth_month", "birth_day", "email", "board_id")
COLUMN = "records.identity"


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record and where it stands; `looked_at` holds the codes of warnings a coordinator has accepted."""

    id: str
    activity_id: str
    reference: str
    version: int
    state: str
    problems: tuple[Problem, ...]
    looked_at: frozenset[str]
    record: LearnerRecord
    received_at: datetime
    changed_at: datetime


def as_record(row: RecordRow, vault: Vault) -> LearnerRecord:
    """The record with its sealed part opened; that part is empty once it has been erased."""
    sealed = json.loads(vault.open(row.identity, COLUMN, row.id)) if row.identity else {}
    return LearnerRecord(**{name: getattr(row, name) for name in PLAIN}, **sealed)


def as_stored(row: RecordRow, vault: Vault) -> StoredRecord:
    return StoredRecord(
        id=row.id,
        activity_id=row.activity_id,
        reference=row.reference,
        version=row.version,
        state=row.state,
        problems=tuple(Problem(p["field"], Code(p["code"]), p["detail"]) for p in row.problems),
        looked_at=frozenset(row.looked_at),
        record=as_record(row, vault),
        received_at=row.received_at,
        changed_at=row.changed_at,
    )


def fill(row: RecordRow, record: LearnerRecord, vault: Vault) -> None:
    """Put the record into its row."""
    for name in PLAIN:
        setattr(row, name, getattr(record, name))
    row.folded_name = fold(f"{record.first_name} {record.last_name}")
    sealed = json.dumps({name: getattr(record, name) for name in SEALED})
    row.identity = vault.seal(sealed, COLUMN, row.id)


def problems_as_json(problems: list[Problem]) -> list[dict[str, Any]]:
    return [{"field": p.field, "code": p.code.value, "detail": dict(p.detail)} for p in problems]


def keep_marks(session: Session, row: RecordRow, record: LearnerRecord) -> None:
    """Replace the record's fingerprints by those of its values now, under the data key of now."""
    vault: Vault = session.info["vault"]
    texts = _doubles(row.activity_id, record) | _searches(record)
    if row.version > 1 or vault.old_key_id:  # a change of the key makes them anew without another version
        session.execute(delete(MarkRow).where(MarkRow.record_id == row.id))
    if texts:
        marks = sorted(vault.index(text) for text in texts)
        put_in(session, MarkRow, [{"record_id": row.id, "mark": mark} for mark in marks])


def double_marks(vault: Vault, activity_id: str, record: LearnerRecord) -> set[str]:
    """What the same person's other record for the activity and date would share with this one."""
    return vault.indexes(_doubles(activity_id, record))


def dated_marks(vault: Vault, activity_id: str, record: LearnerRecord, days: Iterable[date]) -> set[str]:
    """What the same person's records for the activity on any of these days would share with this one."""
    keys = identity_keys(record)
    return vault.indexes(f"same:{activity_id}:{day}:{key}" for day in days for key in keys)


def search_marks(vault: Vault, record: LearnerRecord) -> set[str]:
    """What an exact search finds the record by."""
    return vault.indexes(_searches(record))


def searched_marks(vault: Vault, text: str) -> set[str]:
    """The marks that a search for this text would look for: it may be any of the three."""
    text = text.strip()
    digits = "".join(text.split()).replace("-", "")
    return vault.indexes(_found_by(license_number.compact(text), digits, text))


def _doubles(activity_id: str, record: LearnerRecord) -> set[str]:
    where = f"same:{activity_id}:{record.completion_date}"
    return {f"{where}:{key}" for key in identity_keys(record)}


def _searches(record: LearnerRecord) -> set[str]:
    return _found_by(license_number.compact(record.license_number), record.npi, record.email)


def _found_by(license_number: str, npi: str, email: str) -> set[str]:
    values = {"license": license_number, "npi": npi, "email": email.casefold()}
    return {f"find:{kind}:{value}" for kind, value in values.items() if value}
