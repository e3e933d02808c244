"""The figures that close an activity in PARS."""

from __future__ import annotations

from blueprints.current import database, now
from blueprints.guard import reads
from storage import audit, provider
from storage import closing as figures

from . import bp, problems, shapes


@bp.get("/activities/<activity_id>/closing")
@reads
def get_closing(activity_id: str) -> shapes.Json:
    with database().read() as session:
        found = figures.closing(session, activity_id, within=provider.window(session), now=now())
        _, seq, digest = audit.head(session, activity_id)
    return {
        "physicians": found.physicians,
        "others": found.others,
        "set_aside": found.set_aside,
        "accepted": found.accepted,
        "not_for_pars": found.not_for_pars,
        "waiting": found.waiting,
        "deletes": found.deletions,
        "deletes_waiting": found.deletes.waiting,
        "deletes_refused": found.deletes.refused,
        "report_by": found.report_by.isoformat() if found.report_by else None,
        "days_left": found.days_left,
        "overdue": found.overdue,
        "recorded": {"seq": seq, "hash": digest},
        "left": [problems.of_record(problem) for problem in found.left],
    }
