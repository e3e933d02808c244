"""Pilots: what each should show, the activities it is tried on, and how far its five steps are.

The steps are those of the guide for CME providers, in its order: choose an activity, gather, choose a method,
submit and review, evaluate and refine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from pars.lifecycle import State
from storage import activities, audit, hiccups, staff_times
from storage.activities import Counts
from storage.errors import Missing, Stale
from storage.exports import PREVALIDATE
from storage.tables import ActivityRow, ExportRow, PilotActivityRow, PilotRow, RunRow

SERVICE: Final = "service"
"""The method of an activity whose files went to PARS's web service; the others are formats of files, and `typed`."""

_WAITING: Final = {
    State.NEEDS_ATTENTION: "review",
    State.READY: "report",
    State.EXPORTED: "answer",
    State.REJECTED: "rejected",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a coordinator says of a pilot; `ends_on` is None while nobody knows."""

    name: str
    goal: str
    starts_on: date
    ends_on: date | None
    activity_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pilot:
    """A pilot as it is kept; `version` grows with every change."""

    id: str
    version: int
    plan: Plan
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Todo:
    """What is next: `what` names the place to go to, `activity_id` whose place, `count` of how many it is about."""

    what: str
    activity_id: str | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five: whether it is done, how many it is about, and what is next in it."""

    name: str
    done: bool
    count: int
    todo: list[Todo]


def every(session: Session) -> list[Pilot]:
    """All pilots, the newest first."""
    rows = session.scalars(select(PilotRow).order_by(PilotRow.starts_on.desc(), PilotRow.created_at.desc()))
    return [_pilot(session, row) for row in rows]


def get(session: Session, pilot_id: str) -> Pilot:
    """Raises Missing."""
    return _pilot(session, _row(session, pilot_id))


def start(session: Session, plan: Plan, *, actor: str, now: datetime) -> Pilot:
    """Keep a new pilot; its activities must exist."""
    row = PilotRow(id=uuid4().hex, version=1, created_at=now)
    _fill(session, row, plan, now)
    audit.add(session, audit.INSTALLATION, "pilot started", actor=actor, subject=row.id, now=now)
    return _pilot(session, row)


def change(
    session: Session, pilot_id: str, plan: Plan, *, version: int | None, actor: str, now: datetime
) -> Pilot:
    """Raises Missing, or Stale where `version` is an old one."""
    row = _row(session, pilot_id)
    if version is not None and version != row.version:
        raise Stale(row.version)
    row.version += 1
    _fill(session, row, plan, now)
    audit.add(session, audit.INSTALLATION, "pilot changed", actor=actor, subject=row.id, now=now)
    return _pilot(session, row)


def remove(session: Session, pilot_id: str, *, actor: str, now: datetime) -> None:
    """Let go of a pilot; its activities, hiccups and staff time stay. Raises Missing."""
    row = _row(session, pilot_id)
    session.execute(delete(PilotActivityRow).where(PilotActivityRow.pilot_id == row.id))
    session.delete(row)
    session.flush()
    audit.add(session, audit.INSTALLATION, "pilot removed", actor=actor, subject=pilot_id, now=now)


def activity_ids(session: Session) -> list[str]:
    """The ids of all activities, which a pilot can be made of."""
    return list(session.scalars(select(ActivityRow.id)))


def span(session: Session, pilot_id: str | None) -> tuple[Sequence[str], date | None, date | None]:
    """A pilot's activities, its first and its last day; of everything where none is named. Raises Missing."""
    if pilot_id is None:
        return activity_ids(session), None, None
    plan = get(session, pilot_id).plan
    return plan.activity_ids, plan.starts_on, plan.ends_on


def methods(session: Session, activity_ids: Sequence[str]) -> list[str]:
    """By what ways records of these activities went to PARS: formats of files, `typed`, and SERVICE."""
    formats = session.scalars(
        select(ExportRow.format)
        .where(ExportRow.activity_id.in_(activity_ids), ExportRow.kind != PREVALIDATE)
        .distinct()
    )
    sent = session.scalar(select(RunRow.id).where(RunRow.activity_id.in_(activity_ids)).limit(1))
    return sorted(formats) + ([SERVICE] if sent else [])


def steps(session: Session, pilot: Pilot, *, now: datetime) -> list[Step]:
    """The five, each with what is next."""
    ids = pilot.plan.activity_ids
    counts = {each: activities.counts(session, each) for each in ids}
    used = methods(session, ids)
    waiting = list(_waiting(counts))
    empty = [Todo("gather", each) for each in ids if not counts[each].total]
    unsent = [] if used else [todo for todo in waiting if todo.what == "report"]
    accepted = sum(count.states[State.ACCEPTED] for count in counts.values())
    return [
        Step("choose", bool(ids), len(ids), [] if ids else [Todo("choose")]),
        Step("gather", bool(ids) and not empty, sum(count.total for count in counts.values()), empty),
        Step("method", bool(used), len(used), [Todo("method", todo.activity_id) for todo in unsent]),
        Step("submit", bool(accepted) and not waiting, accepted, waiting),
        _evaluating(session, pilot, now),
    ]


def _waiting(counts: dict[str, Counts]) -> Iterator[Todo]:
    for activity_id, count in counts.items():
        for state, what in _WAITING.items():
            if count.states[state]:
                yield Todo(what, activity_id, count.states[state])


def _evaluating(session: Session, pilot: Pilot, now: datetime) -> Step:
    plan = pilot.plan
    where = (plan.activity_ids, plan.starts_on, plan.ends_on)
    left = sum(hiccup.closed_on is None for hiccup in hiccups.of(session, *where))
    todo = [Todo("hiccups", None, left)] if left else []
    if not staff_times.of(session, *where):
        todo.append(Todo("staff_time"))
    over = plan.ends_on is not None and plan.ends_on < _today(session, pilot, now)
    return Step("evaluate", over and not left, left, [*todo, Todo("report")])


def _today(session: Session, pilot: Pilot, now: datetime) -> date:
    """The date where the pilot's activities are held; of several, where the day began last."""
    held = [activities.get(session, each).activity for each in pilot.plan.activity_ids]
    return min((activities.local_date(activity, now) for activity in held), default=now.date())


def _row(session: Session, pilot_id: str) -> PilotRow:
    row = session.get(PilotRow, pilot_id)
    if row is None:
        raise Missing
    return row


def _pilot(session: Session, row: PilotRow) -> Pilot:
    ids = session.scalars(
        select(PilotActivityRow.activity_id)
        .join(ActivityRow, ActivityRow.id == PilotActivityRow.activity_id)
        .where(PilotActivityRow.pilot_id == row.id)
        .order_by(ActivityRow.starts_on, ActivityRow.created_at, ActivityRow.id)
    )
    plan = Plan(row.name, row.goal, row.starts_on, row.ends_on, tuple(ids))
    return Pilot(row.id, row.version, plan, row.created_at)


def _fill(session: Session, row: PilotRow, plan: Plan, now: datetime) -> None:
    row.name, row.goal = plan.name, plan.goal
    row.starts_on, row.ends_on = plan.starts_on, plan.ends_on
    row.changed_at = now
    session.add(row)
    session.flush()
    session.execute(delete(PilotActivityRow).where(PilotActivityRow.pilot_id == row.id))
    if plan.activity_ids:
        chosen = [{"pilot_id": row.id, "activity_id": each} for each in dict.fromkeys(plan.activity_ids)]
        session.execute(insert(PilotActivityRow), chosen)
