"""The figures of an activity: counts only, no person."""

from __future__ import annotations

from blueprints.current import database
from blueprints.guard import guarded
from pars.errors import MESSAGES, Code
from pars.lifecycle import State
from storage import activities, lists

from . import bp, shapes

DONE = (State.READY, State.EXPORTED, State.ACCEPTED)
NOT_MEANT = (State.SET_ASIDE, State.NOT_FOR_PARS)


@bp.get("/activities/<activity_id>/evaluation")
@guarded
def get_evaluation(activity_id: str) -> shapes.Json:
    with database().read() as session:
        zone = activities.get(session, activity_id).activity.zone
        counts = activities.counts(session, activity_id)
        figures = lists.figures(session, activity_id)
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
        "arrivals": [
            {"hour": hour.astimezone(zone).isoformat(timespec="seconds"), "count": number}
            for hour, number in figures.arrivals
        ],
    }
