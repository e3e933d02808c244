"""How runs stand, for whoever watches them and for whoever works at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import words
from storage.errors import Missing
from storage.tables import RecordRow, RunRow, TransmissionRow

STATES = ("waiting", "sent", "accepted", "refused", "failed")
OPEN_RUNS = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Run:
    """How a run stands. `left` counts the rows that are still to be sent or asked for; `reason`: why it stopped."""

    id: str
    export_id: str
    activity_id: str
    environment: str
    kind: str
    address: str
    state: str
    reason: str
    counts: dict[str, int]
    left: int
    due_at: datetime
    started_at: datetime
    finished_at: datetime | None
    actor: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that was refused or failed; `words` are PARS's."""

    record_id: str
    reference: str
    action: str
    state: str
    code: str
    words: str


def get(session: Session, run_id: str) -> Run:
    """Raises Missing."""
    row = session.get(RunRow, run_id)
    if row is None:
        raise Missing
    return _told(session, [row])[0]


def every(session: Session, activity_id: str) -> list[Run]:
    """The runs of an activity, newest first."""
    rows = session.scalars(
        select(RunRow).where(RunRow.activity_id == activity_id).order_by(RunRow.started_at.desc(), RunRow.id)
    )
    return _told(session, list(rows))


def troubles(session: Session, run_id: str, *, limit: int) -> list[Trouble]:
    """The rows of a run that were refused or failed, in the file's order."""
    vault = session.info["vault"]
    rows = session.execute(
        select(TransmissionRow, RecordRow.reference)
        .join(RecordRow, RecordRow.id == TransmissionRow.record_id)
        .where(TransmissionRow.run_id == run_id, TransmissionRow.state.in_(("refused", "failed")))
        .order_by(TransmissionRow.position)
        .limit(limit)
    )
    return [
        Trouble(row.record_id, reference, row.action, row.state, row.code, words.of(row, vault))
        for row, reference in rows
    ]


def due(session: Session, now: datetime) -> list[tuple[str, str]]:
    """The runs that can go on now, the oldest first: id and address."""
    rows = session.execute(
        select(RunRow.id, RunRow.address)
        .where(RunRow.state.in_(OPEN_RUNS), RunRow.due_at <= now)
        .order_by(RunRow.started_at, RunRow.id)
    )
    return [(run_id, address) for run_id, address in rows]


def left(session: Session, run_ids: Collection[str]) -> Counter[str]:
    """Run id to how many of its rows are still to be sent or asked for."""
    rows = session.execute(
        select(TransmissionRow.run_id, func.count().label("left"))
        .where(TransmissionRow.run_id.in_(run_ids), TransmissionRow.due_at.is_not(None))
        .group_by(TransmissionRow.run_id)
    )
    return Counter({row.run_id: row.left for row in rows})


def _told(session: Session, rows: list[RunRow]) -> list[Run]:
    ids = [row.id for row in rows]
    found = session.execute(
        select(TransmissionRow.run_id, TransmissionRow.state, func.count())
        .where(TransmissionRow.run_id.in_(ids))
        .group_by(TransmissionRow.run_id, TransmissionRow.state)
    )
    counts = {run_id: dict.fromkeys(STATES, 0) for run_id in ids}
    for run_id, state, count in found:
        counts[run_id][state] = count
    to_do = left(session, ids)
    return [
        Run(
            id=row.id,
            export_id=row.export_id,
            activity_id=row.activity_id,
            environment=row.environment,
            kind=row.kind,
            address=row.address,
            state=row.state,
            reason=row.reason,
            counts=counts[row.id],
            left=to_do[row.id],
            due_at=row.due_at,
            started_at=row.started_at,
            finished_at=row.finished_at,
            actor=row.actor,
        )
        for row in rows
    ]
