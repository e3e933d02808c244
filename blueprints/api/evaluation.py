"""The figures of an activity: what came in, how the form fared, what learners think of it. No person is in it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from blueprints.current import database
from blueprints.guard import reads
from pars.errors import MESSAGES, Code
from pars.lifecycle import NOT_MEANT, State
from pars.opinion import EASIEST
from storage import activities, lists, opinions, tallies
from storage.opinions import Opinions
from storage.tallies import Funnel

from . import bp, shapes

DONE = (State.READY, State.EXPORTED, State.ACCEPTED)


@bp.get("/activities/<activity_id>/evaluation")
@reads
def get_evaluation(activity_id: str) -> shapes.Json:
    with database().read() as session:
        zone = activities.get(session, activity_id).activity.zone
        counts = activities.counts(session, activity_id)
        figures = lists.figures(session, activity_id)
        funnel = tallies.of(session, activity_id)
        said = opinions.of(session, activity_id)
    meant = counts.total - sum(counts.states[state] for state in NOT_MEANT)
    return {
        "stored": counts.total,
        "physicians": counts.physicians,
        "others": counts.others,
        "professions": figures.professions,
        "states": counts.states,
        "consent": {"yes": figures.consent.get("yes", 0), "no": figures.consent.get("no", 0)},
        "ready_share": round(sum(counts.states[state] for state in DONE) / meant, 4) if meant else None,
        "problems": [
            {"code": code, "level": MESSAGES[Code(code)].level.value, "count": number}
            for code, number in figures.problems.items()
        ],
        "arrivals": [{"hour": _hour(hour, zone), "count": number} for hour, number in figures.arrivals],
        "form": _in_detail(funnel, zone),
        "opinions": _opinions(said),
    }


def form(funnel: Funnel) -> shapes.Json:
    """How the form fared, in six figures: of an activity, or of several together."""
    return {
        "opened": funnel.opened,
        "checked": funnel.checked,
        "refused": funnel.refused,
        "stored": funnel.stored,
        "completion": funnel.completion,
        "median_seconds": funnel.median_seconds,
    }


def _in_detail(funnel: Funnel, zone: ZoneInfo) -> shapes.Json:
    return form(funnel) | {
        "rules": [{"field": field, "code": code, "count": number} for field, code, number in funnel.rules],
        "hours": [
            {
                "hour": _hour(one.hour, zone),
                "opened": one.opened,
                "checked": one.checked,
                "refused": one.refused,
                "stored": one.stored,
            }
            for one in funnel.hours
        ],
    }


def _opinions(said: Opinions) -> shapes.Json:
    return {
        "given": said.given,
        "average": said.average,
        "ease": {str(ease): said.ease.get(ease, 0) for ease in range(1, EASIEST + 1)},
        "comments": [{"day": day.isoformat(), "comment": words} for day, words in said.comments],
    }


def _hour(hour: datetime, zone: ZoneInfo) -> str:
    return hour.astimezone(zone).isoformat(timespec="seconds")
