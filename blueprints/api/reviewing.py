"""Review at speed: one step for many records, the way back, and what others have changed meanwhile."""

from __future__ import annotations

from typing import Any

from flask import abort, request

from blueprints.current import actor, database, now, policy
from blueprints.guard import collects, reads
from storage import activities, changes, lists, provider, reviewing
from storage.reviewing import Result

from . import body, bp, fields, query, shapes
from .fields import Kind
from .records import LARGEST_PAGE, summaries

MOST_AT_ONCE = LARGEST_PAGE
LATEST_EVENT = 2**31 - 1
WORDS = {
    reviewing.CHANGED: "Somebody else changed this record in the meantime.",
    reviewing.MISSING: "There is no such record in this activity.",
}
LOOKED_AT = {"id": fields.TEXT, "version": fields.WHOLE}
MANY = {
    "records": Kind(
        "a list of records, each with id and version",
        lambda value: isinstance(value, list) and all(_is_looked_at(one) for one in value),
    ),
    "reason": fields.TEXT,
}


@bp.post("/activities/<activity_id>/records/<step>")
@collects
def review_records(activity_id: str, step: str) -> shapes.Json:
    """Each record at the version that was looked at; of the others the answer says why nothing was done."""
    if step not in reviewing.STEPS:
        abort(404)
    data = body.read(request)
    fields.check(data, MANY)
    reason = fields.text(data, "reason")
    asked = {one["id"]: one["version"] for one in data.get("records", [])}
    if not 1 <= len(asked) <= MOST_AT_ONCE:
        raise fields.refused("records", "out_of_range", f"Name 1 to {MOST_AT_ONCE} records.")
    with database().write() as session:
        activity = activities.get(session, activity_id).activity
        results = reviewing.do(
            session,
            activity_id,
            reviewing.STEPS[step],
            asked,
            reason=reason,
            actor=actor(),
            now=now(),
            policy=policy(),
        )
        kept = [result.stored for result in results if result.stored]
        beside = lists.beside(session, kept)
        due = provider.due(session, activity, now())
    shown = {one["id"]: one for one in summaries(kept, beside, due)}
    return shapes.many(_result(result, shown) for result in results)


@bp.get("/activities/<activity_id>/changes")
@reads
def list_changes(activity_id: str) -> shapes.Json:
    """Asked every few seconds, so it looks no further than at the newest event where nothing is new."""
    given = query.parameters(request, {"since"})
    number = query.whole_number(given, "since", default=0, least=0, most=LATEST_EVENT)
    with database().read() as session:
        found = changes.since(session, activity_id, number if "since" in given else None)
        activity = activities.get(session, activity_id).activity
        beside = lists.beside(session, found.records)
        due = provider.due(session, activity, now())
    shown = summaries(found.records, beside, due)
    return {"now": found.now, "arrived": found.arrived, "items": shown, "more": found.more}


def _is_looked_at(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == LOOKED_AT.keys()
        and all(kind.holds(value[name]) for name, kind in LOOKED_AT.items())
    )


def _result(result: Result, shown: dict[str, shapes.Json]) -> shapes.Json:
    return {
        "id": result.record_id,
        "outcome": result.outcome,
        "message": result.words or WORDS.get(result.outcome),
        "record": shown.get(result.record_id),
    }
