"""The typing sheet: who is to be typed into PARS by hand, one learner's fields, and the tick that counts it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, jsonify, request

from blueprints.current import actor, database, host, now, policy
from blueprints.guard import reads, reports
from pars.formats import web_form
from pars.formats.columns import Row
from storage import codes, typing_sheet
from storage.typing_sheet import Item

from . import bp, query, shapes


@bp.get("/activities/<activity_id>/typing")
@reads
def get_typing(activity_id: str) -> shapes.Json:
    with database().read() as session:
        return shapes.many(map(_item, typing_sheet.queue(session, activity_id, actor=actor(), now=now())))


@bp.get("/activities/<activity_id>/typing/<record_id>")
@reads
def get_typing_of(activity_id: str, record_id: str) -> Response:
    with database().read() as session:
        item, rows = typing_sheet.sheet(
            session, activity_id, record_id, host=host(), actor=actor(), now=now()
        )
    answer = jsonify(
        _item(item)
        | {
            "erase": _fields(row for row in rows if row.action == "Delete"),
            "enter": _fields(row for row in rows if row.action == "Add"),
        }
    )
    answer.headers["ETag"] = f'"{item.version}"'
    return answer


@bp.post("/activities/<activity_id>/typing/<record_id>")
@reports
def tick(activity_id: str, record_id: str) -> shapes.Json:
    with database().write() as session:
        return _item(
            typing_sheet.tick(
                session,
                activity_id,
                record_id,
                version=query.version(request),
                host=host(),
                actor=actor(),
                now=now(),
            )
        )


@bp.delete("/activities/<activity_id>/typing/<record_id>")
@reports
def take_back(activity_id: str, record_id: str) -> tuple[str, int]:
    with database().write() as session:
        typing_sheet.take_back(session, activity_id, record_id, actor=actor(), now=now(), policy=policy())
    return "", 204


def _item(item: Item) -> shapes.Json:
    return {
        "record_id": item.record_id,
        "version": item.version,
        "reference": codes.format_reference(item.reference),
        "first_name": item.first_name,
        "last_name": item.last_name,
        "action": item.action,
        "done": item.done,
    }


def _fields(rows: Iterable[Row]) -> list[list[shapes.Json]]:
    """Row by row, field by field."""
    return [
        [{"key": key, "label": label, "value": value} for key, label, value in web_form.entries(row)]
        for row in rows
    ]
