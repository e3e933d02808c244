"""Records that PARS accepted, and the bytes by which each copy of their identifiers would be found again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import LargeBinary, select

from storage import outcomes
from storage.activities import StoredActivity
from storage.database import Database
from storage.tables import ExportedRow, MarkRow, Table
from tests.conftest import Clock
from tests.storage.conftest import Send
from tests.storage.test_exports import keep, prepare

PIECE = 16
"""Bytes of a sealed value: random, so that they stand nowhere by chance."""


def accepted(
    database: Database, activity: StoredActivity, send: Send, clock: Clock, number: int, first: int = 0
) -> list[str]:
    """Learners whose records went out in one file and were accepted, with PARS's words; numbered from `first` on."""
    ids = [
        send(
            activity,
            first_name=f"Ca{_letters(n)}",
            license_number=f"MD1{n:04d}",
            npi="",
            email=f"learner{n}@example.org",
        ).record_id
        for n in range(first, first + number)
    ]
    keep(database, prepare(database, activity), clock, b"".join(name.encode() for name in ids))
    with database.write() as session:
        rows = session.scalars(select(ExportedRow.credit_id).where(ExportedRow.record_id.in_(ids)))
        told = [outcomes.Told(credit_id, "accepted", "Matched by license.") for credit_id in rows]
        outcomes.decide_all(session, told, source="a file", actor="staff:1", now=clock())
    return ids


def traces(database: Database, record_ids: Iterable[str]) -> set[bytes]:
    """Pieces of every sealed value of these records, of the files they are in, and their fingerprints."""
    wanted, found = set(record_ids), set()
    with database.read() as session:
        files = set(session.scalars(select(ExportedRow.export_id).where(ExportedRow.record_id.in_(wanted))))
        for table in Table.metadata.sorted_tables:
            sealed = [column for column in table.c if isinstance(column.type, LargeBinary)]
            owner = table.c.get("record_id", table.c.get("export_id", table.c.get("id")))
            for column in sealed:
                if owner is None or column.key == "token":  # a receipt's address identifies nobody
                    continue
                rows = session.execute(select(owner, column)).all()
                values = [value for who, value in rows if value and who in wanted | files]
                found |= {piece for value in values for piece in _pieces(value)}
        marks = session.scalars(select(MarkRow.mark).where(MarkRow.record_id.in_(wanted)))
        return found | {mark.encode() for mark in marks}


def hits(folder: Path, wanted: Iterable[bytes]) -> int:
    """How many of these stand somewhere in the files of a folder: the database, its journals, what was left behind."""
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return sum(any(one in data for data in files) for one in wanted)


def _pieces(value: bytes) -> list[bytes]:
    """From its beginning, behind the key's id, and from its end: a long value lies on several pages."""
    return [value[4 : 4 + PIECE], value[-PIECE:]]


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:04d}")
