"""The steps of a record's life: who, when, why, and the values before and after, sealed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.answers import spoken
from pars.record import LearnerRecord
from storage import audit
from storage.tables import Attestation, ExportedRow, ExportRow, HistoryRow, RecordRow
from storage.tables.exports import TYPED

COLUMN = "history.sealed"
FROM_A_SHEET = "sheet"
"""The origin of an attestation that no learner sent: whoever brought in the sheet stands in its history instead."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One answer before and after a correction, as text."""

    field: str
    before: str
    after: str


def differences(before: LearnerRecord, after: LearnerRecord) -> list[FieldChange]:
    """The answers in which two records differ, as the form's strings."""
    old, new = spoken(before), spoken(after)
    return [FieldChange(name, old[name], new[name]) for name in new if old[name] != new[name]]


@dataclass(frozen=True, slots=True)
class Event:
    """One step; `reason` is a coordinator's words, a note's text, or the name of a file."""

    at: datetime
    actor: str
    action: str
    reason: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to a record: the name of it, why, and which answers it changed."""

    row: RecordRow
    action: str
    reason: str = ""
    changes: Sequence[FieldChange] = ()


def add(
    session: Session,
    row: RecordRow,
    action: str,
    *,
    actor: str,
    now: datetime,
    reason: str = "",
    changes: Sequence[FieldChange] = (),
) -> None:
    """Append a step to the record's history, and its name to the activity's audit chain."""
    add_many(session, [Step(row, action, reason, changes)], actor=actor, now=now)


def add_many(session: Session, steps: Sequence[Step], *, actor: str, now: datetime) -> None:
    """Append steps, of one record or of many, to their histories and to their activities' audit chains."""
    told: dict[str, list[tuple[str, str]]] = {}
    for step in steps:
        session.add(_sealed(session, step, actor, now))
        told.setdefault(step.row.activity_id, []).append((f"record {step.action}", step.row.id))
    for chain, events in told.items():
        audit.add_many(session, chain, events, actor=actor, now=now)


def newest(session: Session, row: RecordRow) -> tuple[str, Sequence[FieldChange]]:
    """The last step but files, with what it changed; no step is ""."""
    step = session.scalar(
        select(HistoryRow).where(HistoryRow.record_id == row.id).order_by(HistoryRow.id.desc()).limit(1)
    )
    return (step.action, _told(session, step)[1]) if step else ("", ())


def of(session: Session, row: RecordRow) -> list[Event]:
    """Every step since the record arrived, oldest first, files it went into included."""
    said = session.get_one(Attestation, row.id)
    events = [] if said.origin == FROM_A_SHEET else [Event(row.received_at, "learner", "received", "", ())]
    for step in session.scalars(
        select(HistoryRow).where(HistoryRow.record_id == row.id).order_by(HistoryRow.id)
    ):
        reason, changes = _told(session, step)
        events.append(Event(step.at, step.actor, step.action, reason, changes))
    files = session.execute(
        select(ExportRow.created_at, ExportRow.actor, ExportRow.filename, ExportedRow.action)
        .join(ExportedRow, ExportedRow.export_id == ExportRow.id)
        .where(ExportedRow.record_id == row.id, ExportRow.format != TYPED)
    )
    done = {"Add": "exported", "Delete": "deletion exported"}
    events += [Event(at, actor, done[action], filename, ()) for at, actor, filename, action in files]
    return sorted(events, key=lambda event: event.at)


def _told(session: Session, step: HistoryRow) -> tuple[str, tuple[FieldChange, ...]]:
    """Why, and what changed."""
    if not step.sealed:
        return "", ()
    told = json.loads(session.info["vault"].open(step.sealed, COLUMN, step.record_id))
    return str(told["reason"]), tuple(FieldChange(*change) for change in told["changes"])


def _sealed(session: Session, step: Step, actor: str, now: datetime) -> HistoryRow:
    told = {"reason": step.reason, "changes": [[c.field, c.before, c.after] for c in step.changes]}
    sealed = session.info["vault"].seal(json.dumps(told), COLUMN, step.row.id)
    return HistoryRow(record_id=step.row.id, at=now, actor=actor, action=step.action, sealed=sealed)
