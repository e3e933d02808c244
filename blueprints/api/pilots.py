"""Pilots: their goal, their activities, and how far each of the five steps is."""

from __future__ import annotations

from flask import Response, jsonify, request

from blueprints.current import actor, database, now
from blueprints.guard import collects, reads
from storage import pilot
from storage.pilot import Pilot, Step

from . import body, bp, pilot_fields, query, shapes


@bp.get("/pilots")
@reads
def list_pilots() -> shapes.Json:
    with database().read() as session:
        return shapes.many(map(_shown, pilot.every(session)))


@bp.post("/pilots")
@collects
def start_pilot() -> Response:
    data = body.read(request)
    with database().write() as session:
        plan = pilot_fields.plan(data, pilot.activity_ids(session))
        started = pilot.start(session, plan, actor=actor(), now=now())
    answer = _answer(started, 201)
    answer.headers["Location"] = f"/api/v1/pilots/{started.id}"
    return answer


@bp.get("/pilots/<pilot_id>")
@reads
def get_pilot(pilot_id: str) -> Response:
    with database().read() as session:
        return _answer(pilot.get(session, pilot_id))


@bp.patch("/pilots/<pilot_id>")
@collects
def change_pilot(pilot_id: str) -> Response:
    """Fields that are not given stay; the whole is judged as if it had come in one piece."""
    data = body.read(request)
    version = query.version(request)
    with database().write() as session:
        before = pilot.get(session, pilot_id)
        plan = pilot_fields.plan(pilot_fields.plan_as_json(before) | data, pilot.activity_ids(session))
        changed = pilot.change(session, pilot_id, plan, version=version, actor=actor(), now=now())
    return _answer(changed)


@bp.delete("/pilots/<pilot_id>")
@collects
def remove_pilot(pilot_id: str) -> tuple[str, int]:
    """Activities, hiccups and staff time stay."""
    with database().write() as session:
        pilot.remove(session, pilot_id, actor=actor(), now=now())
    return "", 204


@bp.get("/pilots/<pilot_id>/steps")
@reads
def get_steps(pilot_id: str) -> shapes.Json:
    with database().read() as session:
        found = pilot.get(session, pilot_id)
        steps = pilot.steps(session, found, now=now())
        methods = pilot.methods(session, found.plan.activity_ids)
    return {"steps": [_step(step) for step in steps], "methods": methods}


def _step(step: Step) -> shapes.Json:
    todo = [{"what": one.what, "activity_id": one.activity_id, "count": one.count} for one in step.todo]
    return {"name": step.name, "done": step.done, "count": step.count, "todo": todo}


def _shown(found: Pilot) -> shapes.Json:
    return {"id": found.id, "version": found.version} | pilot_fields.plan_as_json(found)


def _answer(found: Pilot, status: int = 200) -> Response:
    answer = jsonify(_shown(found))
    answer.status_code = status
    answer.headers["ETag"] = f'"{found.version}"'
    return answer
