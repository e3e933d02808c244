"""The time that staff put into a pilot, as they enter it."""

from __future__ import annotations

from flask import request

from blueprints.current import actor, database, now
from blueprints.guard import collects, reads
from storage import pilot, staff_times
from storage.staff_times import Spent

from . import body, bp, pilot_fields, query, shapes


@bp.get("/staff-times")
@reads
def list_staff_times() -> shapes.Json:
    wanted = query.parameters(request, {"pilot"}).get("pilot")
    with database().read() as session:
        return shapes.many(map(_time, staff_times.of(session, *pilot.span(session, wanted))))


@bp.post("/staff-times")
@collects
def add_staff_time() -> tuple[shapes.Json, int]:
    data = body.read(request)
    with database().write() as session:
        read = pilot_fields.minutes(data, pilot.activity_ids(session))
        return _time(staff_times.add(session, **read, actor=actor(), now=now())), 201


@bp.delete("/staff-times/<staff_time_id>")
@collects
def remove_staff_time(staff_time_id: str) -> tuple[str, int]:
    """Take back what was entered by mistake."""
    with database().write() as session:
        staff_times.remove(session, staff_time_id)
    return "", 204


def _time(spent: Spent) -> shapes.Json:
    return {
        "id": spent.id,
        "activity_id": spent.activity_id,
        "worked_on": spent.worked_on.isoformat(),
        "minutes": spent.minutes,
        "task": spent.task,
    }
