"""Each row's way to PARS: taken in hand by one worker, sent or asked for, and settled.

A row in hand is `sent` before anything leaves, and due again at the moment from which its worker counts as
dead. Whoever finds it due then cannot know whether PARS has it, and must ask before sending it again. So a
worker that dies at any moment costs time, and neither loses a row nor sends it twice.

waiting: not sent. sent: in hand, or PARS has it and has not decided. accepted, refused, failed: done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pars.formats.columns import Row
from pars.lifecycle import State
from storage import outcomes, runs
from storage.exported_rows import ADD, DELETE, as_row
from storage.run_lists import OPEN_RUNS
from storage.tables import ExportedRow, RecordRow, RunRow, TransmissionRow
from storage.words import keep

MOST_TRIES = 12  # of one row, before it is given up
MOST_TROUBLES = 20  # of a run, one after the other: with the pauses between them about an hour
RECORD_CHANGED = "record_changed"
STANDING = (State.EXPORTED, State.ACCEPTED, State.REJECTED)
DECISIONS = {"accepted": outcomes.ACCEPTED, "refused": outcomes.REJECTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A row in hand. `unsure`: PARS may have it already; `taken_at`: when PARS said that it has.

    `stands`: the record is still what was exported; one that was corrected or withdrawn since is not sent.

    `troubles` is how often in a row this run got no answer; `tries` how often this row was in hand.
    """

    run_id: str
    kind: str
    row: Row
    tries: int
    stands: bool
    unsure: bool
    taken_at: datetime | None
    troubles: int


def claim(session: Session, run_id: str, *, until: datetime, now: datetime) -> Claim | None:
    """Take the next row that is due in hand until `until`; None where none is."""
    session.flush()  # what this transaction has kept of the row before is looked for below
    run = session.get(RunRow, run_id, with_for_update=True)
    if run is None or run.state not in OPEN_RUNS or run.due_at > now:
        return None
    run.state = "running"
    while (candidate := _next(session, run_id, now)) is not None:
        row = _row_to_send(session, candidate, now)
        if row is not None:
            unsure = candidate.state == "sent"
            candidate.state, candidate.due_at, candidate.changed_at = "sent", until, now
            candidate.tries += 1
            return Claim(
                run_id=run_id,
                kind=run.kind,
                row=row,
                tries=candidate.tries,
                stands=row.action == DELETE or _stands(session, candidate),
                unsure=unsure,
                taken_at=candidate.taken_at,
                troubles=run.troubles,
            )
        session.flush()
    _rest(session, run, now)
    return None


def settle(session: Session, claimed: Claim, state: str, words: str, *, now: datetime) -> None:
    """Keep PARS's verdict of a row in hand; of a production submission it becomes the row's outcome."""
    found = _own(session, claimed)
    if found is None:
        return
    run, row = found
    row.state, row.due_at, row.changed_at, run.troubles = state, None, now, 0
    row.taken_at = row.taken_at or now
    keep(row, words, session.info["vault"])
    if run.kind == "submit" and run.environment == "production":
        told = outcomes.Told(row.credit_id, DECISIONS[state], words, row.action)
        outcomes.decide_all(session, [told], source=run.id, actor=run.actor, now=now)


def await_verdict(session: Session, claimed: Claim, ask_at: datetime | None, *, now: datetime) -> None:
    """PARS has the row and has not decided: ask again at `ask_at`, or never."""
    found = _own(session, claimed)
    if found is not None:
        run, row = found
        row.due_at, row.changed_at, run.troubles = ask_at, now, 0
        row.taken_at = row.taken_at or now


def put_off(
    session: Session, claimed: Claim, *, may_be_there: bool, pause: timedelta, again: timedelta, now: datetime
) -> None:
    """No answer: the whole run pauses, and this row comes again after `again`; too often, and it is given up."""
    found = _own(session, claimed)
    if found is None:
        return
    run, row = found
    if not may_be_there and not claimed.unsure:
        row.state = "waiting"
    row.due_at, row.changed_at = now + again, now
    if row.tries % MOST_TRIES == 0 and row.taken_at is None:  # resumed, it has as many again
        _fail(row, runs.GAVE_UP, now)
    run.troubles += 1
    run.due_at = now + pause
    if run.troubles >= MOST_TROUBLES:
        runs.halt(session, run, "no_answer", actor=run.actor, now=now)


def drop(session: Session, claimed: Claim, code: str, *, now: datetime) -> None:
    """PARS has not got the row, and is not to get it."""
    found = _own(session, claimed)
    if found is not None:
        _fail(found[1], code, now)


def halt(session: Session, claimed: Claim, reason: str, *, now: datetime) -> None:
    """Put a row back as it was, and stop the run: trying on would be refused in the same way."""
    found = _own(session, claimed)
    if found is None:
        return
    run, row = found
    row.state = "sent" if claimed.unsure or reason == "unexpected" else "waiting"
    row.due_at, row.changed_at = now, now
    if run.state in OPEN_RUNS:
        runs.halt(session, run, reason, actor=run.actor, now=now)


def _next(session: Session, run_id: str, now: datetime) -> TransmissionRow | None:
    return session.scalar(
        select(TransmissionRow)
        .where(TransmissionRow.run_id == run_id, TransmissionRow.due_at <= now)
        .order_by(TransmissionRow.due_at, TransmissionRow.position)
        .limit(1)
    )


def _own(session: Session, claimed: Claim) -> tuple[RunRow, TransmissionRow] | None:
    """The run and the row in hand; None where another worker has taken the row over."""
    run = session.get_one(RunRow, claimed.run_id, with_for_update=True)
    key = (claimed.run_id, claimed.row.credit_id, claimed.row.action)
    row = session.get_one(TransmissionRow, key)
    return (run, row) if row.tries == claimed.tries and row.state == "sent" else None


def _row_to_send(session: Session, candidate: TransmissionRow, now: datetime) -> Row | None:
    """The row as it was exported; None where it must not go, which is noted on the candidate."""
    if candidate.action == ADD:
        if candidate.state == "waiting" and not _stands(session, candidate):
            _fail(candidate, RECORD_CHANGED, now)
            return None
        deletion = _deletion_before(session, candidate)
        if deletion is not None:
            if deletion.due_at is None:
                _fail(candidate, "deletion_first", now)
                return None
            candidate.due_at = max(deletion.due_at, now + timedelta(seconds=1))
            return None
    exported = session.get_one(ExportedRow, (candidate.credit_id, candidate.action))
    if exported.sealed is None:
        _fail(candidate, "erased", now)
        return None
    return as_row(session, exported)


def _stands(session: Session, candidate: TransmissionRow) -> bool:
    return session.get_one(RecordRow, candidate.record_id).state in STANDING


def _deletion_before(session: Session, addition: TransmissionRow) -> TransmissionRow | None:
    """The Delete row of the same record in the same run that PARS has not accepted yet, if any."""
    # By the record first, and most have none: to look through a long run for each of its rows takes minutes.
    deleted = session.scalars(
        select(ExportedRow.credit_id).where(
            ExportedRow.record_id == addition.record_id, ExportedRow.action == DELETE
        )
    ).all()
    if not deleted:
        return None
    return session.scalar(
        select(TransmissionRow)
        .where(
            TransmissionRow.run_id == addition.run_id,
            TransmissionRow.credit_id.in_(deleted),
            TransmissionRow.action == DELETE,
            TransmissionRow.state != "accepted",
        )
        .limit(1)
    )


def _fail(row: TransmissionRow, code: str, now: datetime) -> None:
    row.state, row.code, row.due_at, row.changed_at = "failed", code, None, now


def _rest(session: Session, run: RunRow, now: datetime) -> None:
    """Nothing is due at the moment: wait for what will be, or end the run."""
    session.flush()
    following = session.scalar(
        select(func.min(TransmissionRow.due_at)).where(TransmissionRow.run_id == run.id)
    )
    if following is None:
        runs.finish(session, run, now=now)
    else:
        run.due_at = following
