"""How a series looks in the API: its dates, how often its learners came, and on which other dates one of them was."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pars.form_rules import plain
from pars.record import Activity
from storage.codes import format_reference
from storage.dates import Attendance, OfDate
from storage.learners import Mate
from storage.record_rows import StoredRecord

from .shapes import Json, decimal


def of_date(figures: OfDate, activity: Activity) -> Json:
    """A date with what it gives, and what came in for it."""
    session = activity.session_on(figures.date)
    return {
        "date": figures.date.isoformat(),
        "title": session.title if session else "",
        "credits_max": decimal(activity.credits_on(figures.date)),
        "attested": figures.attested,
        "for_pars": figures.for_pars,
        "accepted": figures.accepted,
        "credits": plain(figures.credits),
    }


def attendance(found: Attendance, activity: Activity) -> Json:
    """How many learners came how often."""
    return {
        "learners": found.learners,
        "over": found.over,
        "most": decimal(activity.series_credits_max),
        "by_times": [
            {"times": one.times, "learners": one.learners, "credits": plain(one.credits)}
            for one in found.by_times
        ],
    }


def of_record(stored: StoredRecord, others: Sequence[Mate], activity: Activity) -> Json | None:
    """The learner's other records and what all of them come to; None where the activity is no series."""
    if activity.format != "series":
        return None
    claimed = (stored.record.credits, *(other.credits for other in others))
    return {
        "credits": plain(sum(filter(None, claimed), Decimal())),
        "most": decimal(activity.series_credits_max),
        "others": [
            {
                "id": other.id,
                "reference": format_reference(other.reference),
                "state": other.state,
                "completion_date": other.completion_date.isoformat() if other.completion_date else None,
                "credits": decimal(other.credits),
            }
            for other in others
        ],
    }
