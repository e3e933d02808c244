"""Activities: what is known of each, its public code, and the counts that the desk shows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from pars.lifecycle import OPEN_STATES, State
from pars.opening import last_call, phase
from pars.record import Activity, Policy
from pars.reporting import PHYSICIANS
from storage import audit, codes, consents, deletions, history
from storage.errors import Missing, Stale
from storage.judging import rejudge_all
from storage.tables import ActivityRow, ProposalRow, RecordRow

COLUMNS = tuple(field.name for field in fields(Activity))
# Where a record stands that a file has added.
REPORTED = (State.EXPORTED, State.ACCEPTED, State.REJECTED)


@dataclass(frozen=True, slots=True)
class StoredActivity:
    """An activity with its ids; `code` is what learners type, `version` grows with every change."""

    id: str
    code: str
    version: int
    activity: Activity
    consent_sha256: str
    created_at: datetime
    updated_at: datetime

    def phase(self, now: datetime) -> str:
        """draft, not_yet, open or closed, at that moment."""
        known = self.activity
        return phase(known.status, known.first_day, known.timezone, known.opens_at, known.closes_at, now)

    @property
    def last_call(self) -> datetime | None:
        """Until when a form that was opened in time is still taken after closing, if there is such a time."""
        known = self.activity
        return last_call(known.status, known.closes_at, known.grace_minutes)

    @property
    def is_public(self) -> bool:
        """Whether learners may know of it: no draft, and none that was closed from the first, never to open."""
        status = self.activity.status
        return status != "draft" and not (status == "closed" and self.version == 1)

    def takes_answers(self, now: datetime) -> bool:
        """Whether a form that lies open is taken: while it is open, and for some minutes after."""
        until = self.last_call
        return self.phase(now) == "open" or bool(until and self.phase(now) == "closed" and now < until)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records stand where. `total` is all that came in; `physicians` and `others` leave out those set
    aside, because PARS asks for heads. `oldest_open` is the earliest completion that PARS has not accepted yet."""

    states: dict[str, int]
    total: int
    physicians: int
    others: int
    last_arrival: datetime | None
    oldest_open: date | None
    proposals: int
    deletes: deletions.Count


def create(session: Session, activity: Activity, *, actor: str, now: datetime) -> StoredActivity:
    """Keep a new activity under a fresh code."""
    row = ActivityRow(id=uuid4().hex, code=_free_code(session), version=1, created_at=now)
    _fill(session, row, activity, now)
    session.add(row)
    session.flush()
    audit.add(session, row.id, "activity created", actor=actor, subject=row.id, now=now)
    return _stored(row)


def get(session: Session, activity_id: str) -> StoredActivity:
    """Raises Missing."""
    return _one(session, ActivityRow.id == activity_id)


def every(session: Session) -> list[StoredActivity]:
    """All activities, newest first."""
    rows = session.scalars(select(ActivityRow).order_by(ActivityRow.created_at.desc(), ActivityRow.id))
    return [_stored(row) for row in rows]


def update(
    session: Session,
    activity_id: str,
    activity: Activity,
    *,
    version: int | None,
    actor: str,
    now: datetime,
    policy: Policy,
) -> StoredActivity:
    """Change an activity and judge its records anew; raises Missing, or Stale where `version` is an old one."""
    row = session.get(ActivityRow, activity_id)
    if row is None:
        raise Missing
    if version is not None and version != row.version:
        raise Stale(row.version)
    row.version += 1
    if row.accme_activity_id != activity.accme_activity_id:
        _report_again(session, row, actor, now)
    _fill(session, row, activity, now)
    audit.add(session, row.id, "activity changed", actor=actor, subject=row.id, now=now)
    stored = _stored(row)
    rejudge_all(session, stored.id, activity, policy, now)
    return stored


def counts(session: Session, activity_id: str) -> Counts:
    """The figures of one activity, from four queries."""
    by_state = session.execute(
        select(RecordRow.state, func.count())
        .where(RecordRow.activity_id == activity_id)
        .group_by(RecordRow.state)
    )
    physician = RecordRow.profession.in_(PHYSICIANS)
    counted = case((RecordRow.state != State.SET_ASIDE, 1), else_=0)
    still_open = case((RecordRow.state.in_(OPEN_STATES), RecordRow.completion_date))
    total, heads, physicians, last, oldest = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(counted), 0),
            func.coalesce(func.sum(case((physician, counted), else_=0)), 0),
            func.max(RecordRow.received_at),
            func.min(still_open),
        ).where(RecordRow.activity_id == activity_id)
    ).one()
    states = {state.value: 0 for state in State} | dict(by_state.all())
    proposed = session.scalar(
        select(func.count())
        .select_from(ProposalRow)
        .join(RecordRow, RecordRow.id == ProposalRow.record_id)
        .where(RecordRow.activity_id == activity_id, ProposalRow.decision == "open")
    )
    return Counts(
        states,
        total,
        physicians,
        heads - physicians,
        last,
        oldest,
        proposed or 0,
        deletions.count(session, activity_id),
    )


def local_date(activity: Activity, moment: datetime) -> date:
    """The date on the wall calendar where the activity is held."""
    return moment.astimezone(activity.zone).date()


def _one(session: Session, which: ColumnElement[bool]) -> StoredActivity:
    row = session.scalar(select(ActivityRow).where(which))
    if row is None:
        raise Missing
    return _stored(row)


def _stored(row: ActivityRow) -> StoredActivity:
    activity = Activity(**{name: getattr(row, name) for name in COLUMNS})
    return StoredActivity(
        row.id, row.code, row.version, activity, row.consent_sha256, row.created_at, row.updated_at
    )


def _fill(session: Session, row: ActivityRow, activity: Activity, now: datetime) -> None:
    for name in COLUMNS:
        setattr(row, name, getattr(activity, name))
    row.consent_sha256 = consents.keep(session, row.id, activity.consent_shown, now)
    row.updated_at = now
    session.add(row)
    session.flush()


def _report_again(session: Session, row: ActivityRow, actor: str, now: datetime) -> None:
    """What was reported under another activity's ID stands wrong at PARS: the next file deletes it and adds it anew."""
    reported = session.scalars(
        select(RecordRow).where(RecordRow.activity_id == row.id, RecordRow.state.in_(REPORTED))
    )
    for record in reported:
        record.state = State.READY
        record.version += 1
        record.changed_at = now
        why = "The ACCME activity ID was changed"
        history.add(session, record, "reopened", actor=actor, now=now, reason=why)


def _free_code(session: Session) -> str:
    while True:
        code = codes.new(codes.ACTIVITY)
        if session.scalar(select(ActivityRow.id).where(ActivityRow.code == code)) is None:
            return code
