"""The figures of a pilot: how the form fared, how far the records came, and what it cost. Counts, and no person.

Whatever is counted here can be added up: an activity's figures, or a period's, are of the same kind as the whole.
A period is days of the activity's own calendar; a record belongs to the day on which it arrived.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.lifecycle import NOT_MEANT, State
from pars.report_rules import MOC_WITHIN
from storage import journeys, tallies
from storage.activities import StoredActivity
from storage.journeys import Journey
from storage.outcomes import ACCEPTED
from storage.staff_times import Spent
from storage.tables import OpinionRow, RecordRow

AGES = range(MOC_WITHIN.days + 1)
"""Days since completion for which the states of records are told."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included; None is without an end."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since or date.min) <= day <= (self.until or date.max)

    def moments(self, zone: ZoneInfo) -> dict[str, datetime | None]:
        """The same as `since` and `until` of tallies.of."""
        after = self.until + timedelta(days=1) if self.until and self.until < date.max else None
        return {"since": _midnight(self.since, zone), "until": _midnight(after, zone)}


@dataclass(slots=True)
class Figures:
    """What was counted. `form`: opened, checked, refused, stored. `records`: received; meant for PARS; reportable,
    which nothing holds back; sent; answered by PARS; first_try, accepted by its first answer; accepted in the end.

    `seconds`, `days_to_acceptance` (from completion), `ease` (1 to 5) and `minutes` (by task) say how often or how
    many; `refused` and `noticed` count field and code, as the form refused it and as records have it;
    `arrivals` count days; `ages` count what was received, sent and accepted by the days since completion.
    """

    form: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    seconds: Counter[int] = field(default_factory=Counter)
    days_to_acceptance: Counter[int] = field(default_factory=Counter)
    ease: Counter[int] = field(default_factory=Counter)
    minutes: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    noticed: Counter[tuple[str, str]] = field(default_factory=Counter)
    arrivals: Counter[date] = field(default_factory=Counter)
    ages: Counter[tuple[str, int]] = field(default_factory=Counter)

    def take(self, other: Figures) -> None:
        """Add what another counted."""
        for one in fields(self):
            getattr(self, one.name).update(getattr(other, one.name))

    @property
    def funnel(self) -> tallies.Funnel:
        """The form's counts, which know the completion rate and the median time."""
        steps = (tallies.OPENED, tallies.CHECKED, tallies.REFUSED, tallies.STORED)
        return tallies.Funnel(
            **{step: self.form[step] for step in steps}, rules=[], took=self.seconds, hours=[]
        )

    def share(self, part: str, whole: str) -> float | None:
        """Of the records counted as `whole`, the share counted as `part`; None where there is none."""
        return round(self.records[part] / self.records[whole], 4) if self.records[whole] else None


def of(session: Session, stored: Sequence[StoredActivity], period: Period) -> dict[str, Figures]:
    """Activity id to its figures, without staff time; four queries, and one for each activity's form."""
    found = {one.id: Figures() for one in stored}
    zones = {one.id: one.activity.zone for one in stored}
    _count_records(session, found, zones, period)
    for row in session.execute(
        select(OpinionRow.activity_id, OpinionRow.given_on, OpinionRow.ease).where(
            OpinionRow.activity_id.in_(found), OpinionRow.ease.is_not(None)
        )
    ):
        if period.holds(row.given_on):
            found[row.activity_id].ease[row.ease] += 1
    for activity_id, figures in found.items():
        funnel = tallies.of(session, activity_id, **period.moments(zones[activity_id]))
        figures.form.update(
            {step: getattr(funnel, step) for step in ("opened", "checked", "refused", "stored")}
        )
        figures.seconds.update(funnel.took)
        figures.refused.update({(where, code): number for where, code, number in funnel.rules})
    return found


def add_minutes(found: dict[str, Figures], total: Figures, spent: Iterable[Spent], period: Period) -> None:
    """Count staff time: for its activity, and all of it for the whole."""
    for one in spent:
        if period.holds(one.worked_on):
            total.minutes[one.task] += one.minutes
            if one.activity_id in found:
                found[one.activity_id].minutes[one.task] += one.minutes


def median(counted: Counter[int]) -> float | None:
    """The middle of what was counted, of two the mean; None of nothing."""
    values = sorted(counted.elements())
    if not values:
        return None
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2


def by_age(ages: Counter[tuple[str, int]]) -> list[dict[str, int]]:
    """For each day since completion up to the thirtieth: how many were received, sent and accepted by then."""
    sums: Counter[str] = Counter()
    listed = []
    for day in AGES:
        for what in ("received", "sent", "accepted"):
            sums[what] += ages[what, day]
        listed.append({"day": day, **{what: sums[what] for what in ("received", "sent", "accepted")}})
    return listed


def _count_records(
    session: Session, found: dict[str, Figures], zones: dict[str, ZoneInfo], period: Period
) -> None:
    ways = journeys.of(session, list(found))
    rows = session.execute(
        select(
            RecordRow.id,
            RecordRow.activity_id,
            RecordRow.state,
            RecordRow.completion_date,
            RecordRow.received_at,
            RecordRow.problems,
        ).where(RecordRow.activity_id.in_(found))
    )
    for record_id, activity_id, state, completed, received_at, problems in rows:
        zone = zones[activity_id]
        arrived = received_at.astimezone(zone).date()
        if not period.holds(arrived):
            continue
        figures = found[activity_id]
        figures.arrivals[arrived] += 1
        for problem in {(entry["field"], entry["code"]) for entry in problems}:
            figures.noticed[problem] += 1
        figures.records["received"] += 1
        if state not in NOT_MEANT:
            _count_journey(figures, state, ways.get(record_id), completed, arrived, zone)


def _count_journey(
    figures: Figures, state: str, way: Journey | None, completed: date | None, arrived: date, zone: ZoneInfo
) -> None:
    records = figures.records
    records["meant"] += 1
    records["reportable"] += state != State.NEEDS_ATTENTION
    days = [("received", arrived)]
    if way:
        records["sent"] += 1
        days.append(("sent", way.sent_at.astimezone(zone).date()))
        records["answered"] += way.first_answer is not None
        records["first_try"] += way.first_answer == ACCEPTED
        if state == State.ACCEPTED and way.accepted_at:
            records["accepted"] += 1
            days.append(("accepted", way.accepted_at.astimezone(zone).date()))
    if completed is None:
        return
    for what, day in days:
        since = max(0, (day - completed).days)
        figures.ages[what, since] += 1
        if what == "accepted":
            figures.days_to_acceptance[since] += 1


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time(), zone) if day else None
