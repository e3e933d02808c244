"""The log of hiccups: what got in the way, what was decided, since when it is done otherwise."""

from __future__ import annotations

from flask import Response, jsonify, request

from blueprints.current import actor, database, now
from blueprints.guard import collects, reads
from storage import hiccups, pilot, staff
from storage.hiccups import Hiccup

from . import body, bp, pilot_fields, query, shapes


@bp.get("/hiccups")
@reads
def list_hiccups() -> shapes.Json:
    wanted = query.parameters(request, {"pilot"}).get("pilot")
    with database().read() as session:
        names = staff.names(session)
        return shapes.many(_shown(one, names) for one in hiccups.of(session, *pilot.span(session, wanted)))


@bp.post("/hiccups")
@collects
def add_hiccup() -> Response:
    data = body.read(request)
    with database().write() as session:
        entry = pilot_fields.entry(data, pilot.activity_ids(session))
        added = hiccups.add(session, entry, actor=actor(), now=now())
        return _answer(added, staff.names(session), 201)


@bp.patch("/hiccups/<hiccup_id>")
@collects
def change_hiccup(hiccup_id: str) -> Response:
    """Fields that are not given stay."""
    data = body.read(request)
    version = query.version(request)
    with database().write() as session:
        before = hiccups.get(session, hiccup_id)
        entry = pilot_fields.entry(pilot_fields.entry_as_json(before) | data, pilot.activity_ids(session))
        changed = hiccups.change(session, hiccup_id, entry, version=version, now=now())
        return _answer(changed, staff.names(session))


@bp.delete("/hiccups/<hiccup_id>")
@collects
def remove_hiccup(hiccup_id: str) -> tuple[str, int]:
    """Take back what was entered by mistake."""
    with database().write() as session:
        hiccups.remove(session, hiccup_id)
    return "", 204


def _shown(hiccup: Hiccup, names: shapes.Names) -> shapes.Json:
    about = {"id": hiccup.id, "version": hiccup.version, "actor": names.get(hiccup.actor, hiccup.actor)}
    return about | pilot_fields.entry_as_json(hiccup)


def _answer(hiccup: Hiccup, names: shapes.Names, status: int = 200) -> Response:
    answer = jsonify(_shown(hiccup, names))
    answer.status_code = status
    answer.headers["ETag"] = f'"{hiccup.version}"'
    return answer
