"""What is let go of when its time is over. Two clocks run: one for what identifies a learner, one for the record.

Identifiers are erased some time after nothing is owed to PARS any more: it has accepted the record, or is not to
have it and has deleted what it was sent. What is rejected, unanswered or proposed stays until somebody has seen to
it. The record itself is deleted years after completion, however it stands. Both find their work in the database, so
a purge that dies is taken up by the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from pars.lifecycle import NOT_MEANT, State
from storage import audit, deletions, erasing, proposals
from storage.exported_rows import ADD, DELETE
from storage.exports import PREVALIDATE
from storage.tables import (
    ExportedRow,
    ExportFile,
    ExportRow,
    InstallationRow,
    LateLinkRow,
    RecordRow,
    ResultFileRow,
    SheetRow,
)

NAME = "purged"
EVERY = timedelta(days=1)
UPLOADS = timedelta(days=30)
"""How long a spreadsheet or an answer of PARS's is kept after it was last applied, and a file for pre-validation."""

AT_ONCE = 200
"""Records in one transaction: learners who are sending wait for no longer than that takes."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long things are kept: `identifiers` since a record was settled, `years` since the completion date."""

    identifiers: timedelta
    years: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many of each: records that lose their identifiers, records deleted, files and notes erased."""

    identifiers: int = 0
    records: int = 0
    files: int = 0
    notes: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


def is_due(session: Session, now: datetime) -> bool:
    """Whether the last purge that came to its end is a day ago, or still to come: the clock was set back since."""
    row = session.get(InstallationRow, NAME)
    return row is None or not now - EVERY < datetime.fromisoformat(row.value.decode()) <= now


def done(session: Session, now: datetime) -> None:
    """Remember that a purge came to its end."""
    session.merge(InstallationRow(name=NAME, value=now.isoformat().encode()))


def count(session: Session, terms: Terms, now: datetime) -> Count:
    """What a purge would erase now; changes nothing."""

    def number(found: Select[Any]) -> int:
        return session.scalar(select(func.count()).select_from(found.subquery())) or 0

    return Count(
        identifiers=number(_settled(terms, now)),
        records=number(_past(terms, now)),
        files=sum(number(found) for found in _files(terms, now)),
        notes=number(_notes(now)),
    )


def some(session: Session, terms: Terms, now: datetime) -> Count:
    """Erase as much as one transaction should hold; nothing is counted once nothing is left to erase."""
    past = session.scalars(_past(terms, now).order_by(RecordRow.id).limit(AT_ONCE).with_for_update()).all()
    if past:
        erasing.remove(session, past, now=now)
        return Count(records=len(past))
    settled = session.scalars(_settled(terms, now).order_by(RecordRow.id).limit(AT_ONCE).with_for_update())
    rows = settled.all()
    if rows:
        erasing.erase_identifiers(session, rows, now=now)
        return Count(identifiers=len(rows))
    return _uploads(session, terms, now)


def _uploads(session: Session, terms: Terms, now: datetime) -> Count:
    prevalidated, sheets, results = (session.scalars(found).all() for found in _files(terms, now))
    for export in prevalidated:
        session.delete(session.get_one(ExportFile, export.id))
        _tell(session, export, "file erased", now)
    for upload in (*sheets, *results):
        upload.data = None
        _tell(session, upload, "upload erased", now)
    notes = session.scalars(_notes(now)).all()
    for link in notes:
        link.sealed = None
    return Count(files=len(prevalidated) + len(sheets) + len(results), notes=len(notes))


def _tell(session: Session, row: ExportRow | SheetRow | ResultFileRow, action: str, now: datetime) -> None:
    audit.add(session, row.activity_id, action, actor=erasing.SERVER, subject=row.id, now=now)


def _settled(terms: Terms, now: datetime) -> Select[RecordRow]:
    """Records that still have identifiers, though nothing has been owed to PARS for as long as they are kept."""
    deletion = aliased(ExportedRow)
    deleted = exists().where(deletion.credit_id == ExportedRow.credit_id, deletion.action == DELETE)
    at_pars = exists().where(ExportedRow.record_id == RecordRow.id, ExportedRow.action == ADD, ~deleted)
    return select(RecordRow).where(
        RecordRow.identity.is_not(None),
        RecordRow.changed_at <= now - terms.identifiers,
        or_(
            RecordRow.state == State.ACCEPTED,
            and_(RecordRow.state.in_(NOT_MEANT), ~at_pars),
        ),
        RecordRow.id.not_in(deletions.records_unsettled()),
        RecordRow.id.not_in(proposals.records_waiting()),
    )


def _past(terms: Terms, now: datetime) -> Select[RecordRow]:
    """Records whose completion, or arrival where no date is known, is so many years ago."""
    day = _years_before(now.date(), terms.years)
    arrived = now - (now.date() - day)
    return select(RecordRow).where(
        or_(
            RecordRow.completion_date <= day,
            and_(RecordRow.completion_date.is_(None), RecordRow.received_at <= arrived),
        )
    )


def _files(terms: Terms, now: datetime) -> Sequence[Select[Any]]:
    """Files for pre-validation, sheets, and files of PARS's answers whose time is over."""
    return (
        select(ExportRow)
        .join(ExportFile, ExportFile.export_id == ExportRow.id)
        .where(ExportRow.kind == PREVALIDATE, ExportRow.created_at <= now - UPLOADS),
        _used_up(SheetRow, SheetRow.imported_at, terms, now),
        _used_up(ResultFileRow, ResultFileRow.applied_at, terms, now),
    )


def _used_up(kind: type[Any], applied_at: Any, terms: Terms, now: datetime) -> Select[Any]:
    """Uploads that were applied some time ago; who never applied one has as long as identifiers are kept."""
    over: ColumnElement[bool] = case(
        (applied_at.is_(None), kind.uploaded_at <= now - terms.identifiers), else_=applied_at <= now - UPLOADS
    )
    return select(kind).where(kind.data.is_not(None), over)


def _notes(now: datetime) -> Select[LateLinkRow]:
    """Personal links that say for whom they were, long after they stopped working."""
    return select(LateLinkRow).where(LateLinkRow.sealed.is_not(None), LateLinkRow.expires_at <= now - UPLOADS)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # February 29
        return day.replace(year=day.year - years, day=28)
