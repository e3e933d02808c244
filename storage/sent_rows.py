"""What PARS was sent, as its answer may name it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.formats.results.sent import Sent
from storage import activities, outcomes
from storage.chunks import chunks
from storage.exported_rows import ADD, DELETE, row_of
from storage.tables import ExportedRow, ExportRow, RecordRow
from storage.vault import Vault


def of_activity(session: Session, activity_id: str, *, until: datetime) -> list[Sent]:
    """Every row of an activity that was sent until then, as it was sent, oldest first."""
    activity = activities.get(session, activity_id).activity
    vault: Vault = session.info["vault"]
    rows = session.execute(
        select(ExportedRow, ExportRow.created_at, RecordRow.state)
        .join(ExportRow, ExportRow.id == ExportedRow.export_id)
        .join(RecordRow, RecordRow.id == ExportedRow.record_id)
        .where(ExportRow.activity_id == activity_id, ExportRow.created_at <= until)
        .order_by(ExportRow.created_at, ExportedRow.position)
    ).all()
    record_ids = {row.record_id for row, _, _ in rows}
    standing = {one for ids in outcomes.standing(session, record_ids).values() for one in ids}
    found = []
    for row, sent_at, state in rows:
        was = row_of(row, activity, vault) if row.sealed else None
        deletes = row.action == DELETE
        found.append(
            Sent(
                credit_id=row.credit_id,
                record_id=row.record_id,
                export_id=row.export_id,
                sent_at=sent_at,
                activity_id=was.activity.accme_activity_id if was else "",
                record=was.record if was else None,
                stands=deletes or (row.credit_id in standing and state in outcomes.SENT),
                action=DELETE if deletes else ADD,
            )
        )
    return found


def elsewhere(session: Session, activity_id: str, credit_ids: Collection[str]) -> set[str]:
    """Which of these credit IDs are ours, but of another activity."""
    return {
        credit_id
        for chunk in chunks(sorted(set(credit_ids) - {""}))
        for credit_id in session.scalars(
            select(ExportedRow.credit_id)
            .join(ExportRow, ExportRow.id == ExportedRow.export_id)
            .where(ExportedRow.credit_id.in_(chunk), ExportRow.activity_id != activity_id)
        )
    }
