"""The figures of a pilot, as JSON and as a table for a spreadsheet: counts only, no person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, request

from blueprints.current import database, now
from blueprints.guard import reads
from pars.opinion import EASIEST
from pars.setup_fields import Fields
from storage import activities, competencies, figures, opinions, pilot, staff_times
from storage.activities import StoredActivity
from storage.figures import Figures, Period
from storage.pilot import Pilot

from . import bp, evaluation, fields, pilot_csv, problems, query, shapes

PARAMETERS = {"pilot", "activity", "from", "until"}
SHARES = {
    "reportable_share": ("reportable", "meant"),
    "first_try_share": ("first_try", "answered"),
    "accepted_share": ("accepted", "answered"),
}
RECORDS = ("received", "meant", "reportable", "sent", "answered", "first_try", "accepted")
"""Counted of the records, in the order in which one follows from the other."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was asked for, and its figures: of each activity by id, and of all together."""

    pilot: Pilot | None
    period: Period
    stored: list[StoredActivity]
    each: dict[str, Figures]
    total: Figures
    comments: list[shapes.Json]


@bp.get("/pilot")
@reads
def get_figures() -> shapes.Json:
    found = _evaluate()
    return {
        "pilot_id": found.pilot.id if found.pilot else None,
        "from": _day(found.period.since),
        "until": _day(found.period.until),
        "total": shown(found.total),
        "activities": [
            {"id": one.id, "title": one.activity.title, "figures": shown(found.each[one.id])}
            for one in found.stored
        ],
        "problems": _problems(found.total),
        "arrivals": [
            {"day": day.isoformat(), "count": count} for day, count in sorted(found.total.arrivals.items())
        ],
        "ages": figures.by_age(found.total.ages),
        "comments": found.comments,
    }


@bp.get("/pilot/figures.csv")
@reads
def get_figures_as_csv() -> Response:
    found = _evaluate()
    parts = [("All activities", found.total)]
    parts += [(one.activity.title, found.each[one.id]) for one in found.stored]
    text = pilot_csv.write(
        [(title, shown(one)) for title, one in parts],
        _problems(found.total),
        sorted(found.total.arrivals.items()),
        figures.by_age(found.total.ages),
    )
    answer = Response(text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="pilot-figures.csv"'
    return answer


@bp.get("/competencies")
@reads
def get_competencies() -> shapes.Json:
    given = query.parameters(request, {"year"})
    year = query.whole_number(given, "year", default=now().year, least=2000, most=2099)
    with database().read() as session:
        found = competencies.of_year(session, year)
    return {
        "year": found.year,
        "years": found.years,
        "activities": found.activities,
        "untagged": found.untagged,
        "items": [
            {
                "name": one.name,
                "listed": one.listed,
                "activities": one.activities,
                "sessions": one.sessions,
                "learners": one.learners,
            }
            for one in found.items
        ],
    }


def shown(counted: Figures) -> shapes.Json:
    """The figures of one activity, or of several together."""
    ease = counted.ease
    return {
        "form": evaluation.form(counted.funnel),
        "records": {name: counted.records[name] for name in RECORDS}
        | {name: counted.share(*parts) for name, parts in SHARES.items()}
        | {"median_days": figures.median(counted.days_to_acceptance)},
        "ease": {
            "given": ease.total(),
            "average": opinions.average(ease),
            "counts": [ease[one] for one in range(1, EASIEST + 1)],
        },
        "staff": {
            "minutes": sum(counted.minutes.values()),
            "tasks": {task: counted.minutes[task] for task in staff_times.TASKS},
        },
    }


def _evaluate() -> Evaluation:
    """The figures of a pilot or of everything, of one activity of it, of some of its days."""
    given = query.parameters(request, PARAMETERS)
    period = Period(_asked_day(given, "from"), _asked_day(given, "until"))
    with database().read() as session:
        found = pilot.get(session, given["pilot"]) if "pilot" in given else None
        ids = found.plan.activity_ids if found else None
        stored = [one for one in activities.every(session) if ids is None or one.id in ids]
        _, since, until = pilot.span(session, given.get("pilot"))
        if "activity" in given:
            stored = [one for one in stored if one.id == given["activity"]]
            if not stored:
                raise fields.refused("activity", "unknown_value", "There is no such activity here.")
        each = figures.of(session, stored, period)
        total = Figures()
        for one in each.values():
            total.take(one)
        spent = staff_times.of(session, list(each), since, until)
        if "activity" in given:
            spent = [one for one in spent if one.activity_id]
        figures.add_minutes(each, total, spent, period)
        comments = list(_comments(session, stored, period))
    return Evaluation(found, period, stored, each, total, comments)


def _comments(session: Any, stored: Iterable[StoredActivity], period: Period) -> Iterable[shapes.Json]:
    for one in stored:
        for day, comment in opinions.of(session, one.id).comments:
            if period.holds(day):
                yield {"activity_id": one.id, "given_on": day.isoformat(), "comment": comment}


def _problems(counted: Figures) -> list[shapes.Json]:
    """By field and rule, the most frequent first."""
    together = counted.refused + counted.noticed
    return [
        {
            "field": where,
            "code": code,
            "refused": counted.refused[where, code],
            "noticed": counted.noticed[where, code],
        }
        for (where, code), _ in sorted(together.items(), key=lambda one: (-one[1], one[0]))
    ]


def _asked_day(given: dict[str, str], name: str) -> date | None:
    found: list[Any] = []
    day = Fields(given, found).day(name, needed=False)
    if found:
        raise problems.unprocessable(found)
    return day


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
