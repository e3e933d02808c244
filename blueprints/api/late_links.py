"""Personal links for learners who come late."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from blueprints.current import actor, database, now, public_url, today
from blueprints.guard import collects, reads
from pars.errors import Problem
from pars.record import Activity
from pars.setup_fields import Fields
from storage import activities, late_links, staff
from storage.late_links import LateLink

from . import body, bp, fields, problems, shapes

NEW = {"until": fields.or_null(fields.TEXT), "note": fields.or_null(fields.TEXT)}
USUAL_DAYS = 7
MOST_DAYS = 90


@bp.get("/activities/<activity_id>/late-links")
@reads
def list_late_links(activity_id: str) -> shapes.Json:
    moment = now()
    with database().read() as session:
        names = staff.names(session)
        return shapes.many(_shown(link, names, moment) for link in late_links.of(session, activity_id))


@bp.post("/activities/<activity_id>/late-links")
@collects
def make_late_link(activity_id: str) -> ResponseReturnValue:
    """The link stands in this answer and nowhere else: what is kept of it opens nothing."""
    data = body.read(request)
    fields.check(data, NEW)
    note = fields.text(data, "note") if (data.get("note") or "").strip() else ""
    with database().write() as session:
        activity = activities.get(session, activity_id).activity
        made = late_links.make(
            session,
            activity_id,
            note=note,
            expires_at=_end_of(_last_day(data, today(activity)), activity),
            actor=actor(),
            now=now(),
        )
    shown = {"id": made.id, "url": public_url(f"/l/{made.token}"), "expires_at": shapes.time(made.expires_at)}
    return jsonify(shown), 201


@bp.delete("/late-links/<link_id>")
@collects
def end_late_link(link_id: str) -> tuple[str, int]:
    with database().write() as session:
        late_links.end(session, link_id, actor=actor(), now=now())
    return "", 204


def _last_day(data: dict[str, Any], day: date) -> date:
    """The last day on which the link opens the form."""
    found: list[Problem] = []
    last = Fields(data, found).day("until", needed=False) or day + timedelta(days=USUAL_DAYS)
    if found:
        raise problems.unprocessable(found)
    if not day <= last <= day + timedelta(days=MOST_DAYS):
        raise fields.refused(
            "until", "out_of_range", f"Choose a day from today to {MOST_DAYS} days from now."
        )
    return last


def _end_of(day: date, activity: Activity) -> datetime:
    """Midnight after the day, where the activity is held."""
    return datetime.combine(day + timedelta(days=1), time(), activity.zone)


def _shown(link: LateLink, names: shapes.Names, moment: datetime) -> shapes.Json:
    return {
        "id": link.id,
        "note": link.note,
        "state": link.state(moment),
        "created_at": shapes.time(link.created_at),
        "expires_at": shapes.time(link.expires_at),
        "used_at": shapes.time(link.used_at),
        "actor": names.get(link.actor, link.actor),
    }
