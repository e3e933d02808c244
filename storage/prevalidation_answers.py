"""What PARS said of records before any report: whom it found, and whom not. It holds a record; it decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pars.errors import Code
from pars.formats.results.sent import Sent
from pars.lifecycle import State
from pars.record import Policy
from storage import activities, history
from storage.chunks import chunks
from storage.judging import rejudge
from storage.outcomes import ACCEPTED, REJECTED, Outcome
from storage.record_rows import as_record
from storage.tables import HistoryRow, PrevalidationRow, RecordRow
from storage.vault import Vault

SEALED_REASON = "prevalidations.reason"
NOT_REPORTED = (State.READY, State.NEEDS_ATTENTION)
# A record that was corrected in one of these is another learner to PARS.
IDENTIFYING: Final = frozenset(
    {
        "first_name",
        "last_name",
        "birth_month",
        "birth_day",
        "license_state",
        "license_number",
        "npi",
        "board",
        "board_id",
    }
)
STEPS = {ACCEPTED: "found by PARS", REJECTED: "not found by PARS"}


def of(session: Session, record_ids: Collection[str]) -> dict[str, Outcome]:
    """Record id to what PARS said of it as it stands, `at` the moment in which its file came."""
    vault: Vault = session.info["vault"]
    return {
        row.record_id: Outcome(
            row.status, vault.open(row.reason, SEALED_REASON, row.record_id) if row.reason else "", row.at
        )
        for chunk in chunks(record_ids)
        for row in session.scalars(select(PrevalidationRow).where(PrevalidationRow.record_id.in_(chunk)))
    }


def asked(session: Session, activity_id: str, came_at: datetime) -> list[Sent]:
    """Every record that waits for its report, as if it had been sent under its own id.

    It does not stand where it was corrected since the file came, or where a newer file has spoken of it.
    """
    activity = activities.get(session, activity_id).activity
    vault: Vault = session.info["vault"]
    corrected = set(
        session.scalars(
            select(HistoryRow.record_id)
            .join(RecordRow, RecordRow.id == HistoryRow.record_id)
            .where(
                RecordRow.activity_id == activity_id,
                HistoryRow.action == "corrected",
                HistoryRow.at > came_at,
            )
        )
    )
    newer = set(
        session.scalars(
            select(PrevalidationRow.record_id)
            .join(RecordRow, RecordRow.id == PrevalidationRow.record_id)
            .where(RecordRow.activity_id == activity_id, PrevalidationRow.at > came_at)
        )
    )
    rows = session.scalars(
        select(RecordRow)
        .where(
            RecordRow.activity_id == activity_id,
            RecordRow.state.in_(NOT_REPORTED),
            RecordRow.consent.is_(True),
            RecordRow.received_at <= came_at,
        )
        .order_by(RecordRow.received_at, RecordRow.id)
    )
    return [
        Sent(
            credit_id=row.id,
            record_id=row.id,
            export_id="",
            sent_at=came_at,
            activity_id=activity.accme_activity_id,
            record=as_record(row, vault),
            stands=row.id not in corrected | newer,
        )
        for row in rows
    ]


def keep_all(
    session: Session,
    activity_id: str,
    told: Mapping[str, tuple[str, str]],
    *,
    came_at: datetime,
    actor: str,
    now: datetime,
    policy: Policy,
) -> int:
    """Keep what PARS says of these records, status and reason by id, and judge them again; how many they are."""
    vault: Vault = session.info["vault"]
    rows = {record_id: session.get_one(RecordRow, record_id) for record_id in told}
    for record_id, (status, reason) in told.items():
        sealed = vault.seal(reason, SEALED_REASON, record_id) if reason else None
        session.merge(
            PrevalidationRow(record_id=record_id, status=status, reason=sealed, at=came_at, actor=actor)
        )
        # What a coordinator accepted was an earlier answer.
        looked_at = rows[record_id].looked_at
        rows[record_id].looked_at = tuple(code for code in looked_at if code != Code.PREVALIDATION_NO_MATCH)
    session.flush()
    steps = [history.Step(rows[one], STEPS[status], reason) for one, (status, reason) in told.items()]
    history.add_many(session, steps, actor=actor, now=now)
    rejudge(session, rows.values(), activities.get(session, activity_id).activity, policy, now)
    return len(rows)


def forget(session: Session, row: RecordRow, touched: Collection[str]) -> None:
    """Drop PARS's answer where one of the answers that PARS finds a learner by was touched."""
    if IDENTIFYING.isdisjoint(touched):
        return
    session.execute(delete(PrevalidationRow).where(PrevalidationRow.record_id == row.id))
    row.looked_at = tuple(code for code in row.looked_at if code != Code.PREVALIDATION_NO_MATCH)
