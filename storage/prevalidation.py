"""The file for pre-validation: which columns a coordinator has set for it, and who would be in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.formats.columns import Row
from pars.formats.prevalidate import DEFAULT
from pars.lifecycle import State
from storage import activities, audit, column_maps
from storage.errors import NothingToExport
from storage.exported_rows import ADD
from storage.exports import PREVALIDATE, Draft, Entry
from storage.record_rows import as_record
from storage.tables import RecordRow

KIND: Final = "prevalidation"


def columns(session: Session) -> Mapping[str, str]:
    """Heading -> field, in the file's order."""
    # A JSON column keeps the text, and so the order, as it was written (PostgreSQL: json, not jsonb).
    return column_maps.recall(session, KIND, ()) or DEFAULT


def set_columns(session: Session, chosen: Mapping[str, str], *, actor: str, now: datetime) -> None:
    """Use these columns from now on: heading -> key of `pars.formats.prevalidate.FIELDS`."""
    column_maps.keep(session, KIND, (), chosen, actor=actor, now=now)
    audit.add(session, audit.INSTALLATION, "prevalidation columns", actor=actor, subject=KIND, now=now)


def prepare(session: Session, activity_id: str) -> Draft:
    """Everybody who permits the report and has not been reported yet; raises Missing, NothingToExport."""
    stored = activities.get(session, activity_id)
    vault = session.info["vault"]
    rows = session.scalars(
        select(RecordRow)
        .where(
            RecordRow.activity_id == activity_id,
            RecordRow.state.in_((State.READY, State.NEEDS_ATTENTION)),
            RecordRow.consent.is_(True),
        )
        .order_by(RecordRow.received_at, RecordRow.id)
    )
    entries = [
        Entry(row.id, row.version, row.state, Row(ADD, stored.activity, as_record(row, vault), ""))
        for row in rows
    ]
    if not entries:
        raise NothingToExport(["Nobody is left to validate: no record waits for its report."])
    return Draft(stored, PREVALIDATE, entries)
