"""Runs: the sending of one export to PARS's web service, from its start to its end.

A run is allowed to go to production only after the sandbox, where one is set, has taken a run; and to submit
there only after a dry run of the same export in production. A sandbox knows neither our learners nor our
activity, so what it says of them proves nothing about this export.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, exists, insert, select, update
from sqlalchemy.orm import Session

from storage import audit
from storage.errors import Missing, NotAllowed
from storage.run_lists import OPEN_RUNS, Run, get, left
from storage.tables import ExportedRow, ExportRow, RunRow, TransmissionRow

ENVIRONMENTS = ("sandbox", "production")
KINDS = ("dry", "submit")
BY_HAND = "by_hand"
GAVE_UP = "gave_up"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run goes: `format` is the service's language, json or xml; `sandbox` the sandbox's address, if any."""

    environment: str
    address: str
    format: str
    sandbox: str | None


def start(session: Session, export_id: str, kind: str, place: Place, *, actor: str, now: datetime) -> Run:
    """A run of all rows of an export; raises Missing, and NotAllowed with the reason."""
    # The lock makes two that start at once see one another, where the database does not let them in one by one.
    export = session.scalar(select(ExportRow).where(ExportRow.id == export_id).with_for_update())
    if export is None:
        raise Missing
    _check_allowed(session, export, kind, place)
    row = RunRow(
        id=uuid4().hex,
        export_id=export_id,
        activity_id=export.activity_id,
        environment=place.environment,
        kind=kind,
        address=place.address,
        state="waiting",
        reason="",
        troubles=0,
        due_at=now,
        started_at=now,
        finished_at=None,
        actor=actor,
    )
    session.add(row)
    session.flush()
    fresh = {"run_id": row.id, "state": "waiting", "code": "", "tries": 0, "due_at": now, "changed_at": now}
    rows = session.execute(
        select(ExportedRow.credit_id, ExportedRow.action, ExportedRow.record_id, ExportedRow.position).where(
            ExportedRow.export_id == export_id
        )
    )
    session.execute(insert(TransmissionRow), [{**one, **fresh} for one in rows.mappings()])
    _note(session, row, f"{kind} run started, {place.environment}", actor, now)
    return get(session, row.id)


def stop(session: Session, run_id: str, *, actor: str, now: datetime) -> Run:
    """Send no further row; what is under way is still heard. Raises Missing, NotAllowed."""
    row = _locked(session, run_id)
    if row.state not in OPEN_RUNS:
        raise NotAllowed("This run is not under way.")
    halt(session, row, BY_HAND, actor=actor, now=now)
    return get(session, run_id)


def resume(session: Session, run_id: str, address: str, *, actor: str, now: datetime) -> Run:
    """Go on with what is left, and once more with the rows that were given up. Raises Missing, NotAllowed.

    `address` is that of the run's environment as it is set now.
    """
    row = _locked(session, run_id)
    if row.state in OPEN_RUNS:
        raise NotAllowed("This run is under way.")
    if row.address != address:
        raise NotAllowed("This run went to another address than the one that is set now.")
    session.execute(
        update(TransmissionRow)
        .where(TransmissionRow.run_id == run_id, TransmissionRow.code == GAVE_UP)
        # Not "waiting": whether PARS has them is unknown, so it is asked for them first.
        .values(state="sent", code="", words=None, due_at=now, changed_at=now)
    )
    if not left(session, [run_id])[run_id]:
        raise NotAllowed("Nothing is left to do in this run.")
    row.state, row.reason, row.troubles, row.due_at, row.finished_at = "waiting", "", 0, now, None
    _note(session, row, "run resumed", actor, now)
    return get(session, run_id)


def halt(session: Session, row: RunRow, reason: str, *, actor: str, now: datetime) -> None:
    """Stop a run, with a code that says why."""
    row.state, row.reason, row.finished_at = "stopped", reason, now
    _note(session, row, "run stopped", actor, now)


def finish(session: Session, row: RunRow, *, now: datetime) -> None:
    """Nothing is left to send or to ask."""
    row.state, row.finished_at = "done", now
    _note(session, row, "run done", row.actor, now)


def strand(session: Session, run_id: str, *, now: datetime) -> None:
    """Stop a run whose address is not among the settings any more."""
    row = _locked(session, run_id)
    if row.state in OPEN_RUNS:
        halt(session, row, "other_address", actor=row.actor, now=now)


def doubt(session: Session, now: datetime) -> None:
    """After a backup was restored: what waited then may have been sent since, so PARS is asked for it first."""
    session.execute(
        update(TransmissionRow)
        .where(TransmissionRow.state == "waiting")
        .values(state="sent", due_at=now, changed_at=now)
    )


def _check_allowed(session: Session, export: ExportRow, kind: str, place: Place) -> None:
    if export.format != place.format:
        raise NotAllowed(
            f"This file was made to go to PARS in another way. Make a {place.format.upper()} file to send it."
        )
    of_export = list(session.scalars(select(RunRow).where(RunRow.export_id == export.id)))
    if any(run.state in OPEN_RUNS for run in of_export):
        raise NotAllowed("A run of this file is under way.")
    if place.environment != "production":
        return
    if place.sandbox and not _went_through(session, RunRow.address == place.sandbox):
        raise NotAllowed(
            "Send a file to the sandbox first. Production opens when the sandbox has answered to all of it."
        )
    if kind != "submit":
        return
    if any(run.kind == "submit" and run.environment == "production" for run in of_export):
        raise NotAllowed("This file was sent already. Resume that run: it sends nothing twice.")
    dry = and_(RunRow.export_id == export.id, RunRow.kind == "dry", RunRow.environment == "production")
    if not _went_through(session, and_(dry, RunRow.address == place.address)):
        raise NotAllowed("Make a dry run of this file in production first. It reports nothing.")


def _went_through(session: Session, which: ColumnElement[bool]) -> bool:
    """Whether such a run has ended with an answer to every row."""
    failed = exists().where(TransmissionRow.run_id == RunRow.id, TransmissionRow.state == "failed")
    return (
        session.scalar(select(RunRow.id).where(which, RunRow.state == "done", ~failed).limit(1)) is not None
    )


def _locked(session: Session, run_id: str) -> RunRow:
    row = session.get(RunRow, run_id, with_for_update=True)
    if row is None:
        raise Missing
    return row


def _note(session: Session, row: RunRow, action: str, actor: str, now: datetime) -> None:
    audit.add(session, row.activity_id, action, actor=actor, subject=row.id, now=now)
