"""Records that look like one person's: see them side by side, merge them, take that apart, or tell them apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from blueprints.current import actor, database, now, policy
from blueprints.guard import collects, reads
from storage import activities, deletions, look_alikes, merging, outcomes, proposals, provider, unmerging
from storage.look_alikes import Group

from . import body, bp, fields, problems, query, shapes
from .fields import Kind
from .record import whole
from .reviewing import MANY

MOST_GROUPS = 100
CHOICES = Kind(
    "an object of record ids, by field",
    lambda value: isinstance(value, dict) and all(map(fields.TEXT.holds, value.values())),
)
MERGE = {"others": MANY["records"], "choices": CHOICES, "reason": fields.TEXT}
PREVIEW = {"others": fields.TEXTS, "choices": CHOICES}


@bp.get("/activities/<activity_id>/doubles")
@reads
def list_doubles(activity_id: str) -> shapes.Json:
    """The first groups: those behind them come up as these are done."""
    with database().read() as session:
        due = provider.due(session, activities.get(session, activity_id).activity, now())
        found = look_alikes.find(session, activity_id)
        shown = found[:MOST_GROUPS]
        ids = [one.id for group in shown for one in group.records]
        answers, proposed = outcomes.of(session, ids), proposals.waiting(session, ids)
        deleted = deletions.of(session, ids)

    def group(one: Group) -> shapes.Json:
        records = [
            shapes.record_summary(stored, answers, due)
            | shapes.learner(stored.record)
            | {"proposed": stored.id in proposed, "deletion": shapes.outcome(deleted.get(stored.id))}
            for stored in one.records
        ]
        return {"likeness": one.likeness.value, "records": records, "more": one.more}

    return shapes.many(map(group, shown), total=len(found))


@bp.post("/activities/<activity_id>/doubles/apart")
@collects
def tell_apart(activity_id: str) -> Response:
    data = body.read(request)
    fields.check(data, MANY)
    reason = fields.text(data, "reason")
    asked = {one["id"]: one["version"] for one in data.get("records", [])}
    if not 2 <= len(asked) <= look_alikes.MOST_OF_A_GROUP:
        raise fields.refused("records", "out_of_range", f"Name 2 to {look_alikes.MOST_OF_A_GROUP} records.")
    with database().write() as session:
        look_alikes.tell_apart(
            session, activity_id, asked, reason=reason, actor=actor(), now=now(), policy=policy()
        )
    return Response(status=204)


@bp.post("/records/<record_id>/merge/preview")
@collects
def preview_merge(record_id: str) -> shapes.Json:
    """What a merge would make, by the rules; nothing changes."""
    data = body.read(request)
    fields.check(data, PREVIEW)
    others = data.get("others", [])
    with database().read() as session:
        found = merging.preview(
            session, record_id, others, _choices(data, {record_id, *others}), now=now(), policy=policy()
        )
    return {
        "record": shapes.learner(found.record),
        "state": found.state,
        "problems": [problems.of_record(problem) for problem in found.problems],
        "consequences": found.consequences,
    }


@bp.post("/records/<record_id>/merge")
@collects
def merge_records(record_id: str) -> Response:
    data = body.read(request)
    fields.check(data, MERGE)
    reason = fields.text(data, "reason")
    others = {one["id"]: one["version"] for one in data.get("others", [])}
    with database().write() as session:
        merging.merge(
            session,
            record_id,
            others,
            _choices(data, {record_id, *others}),
            reason=reason,
            version=query.version(request),
            actor=actor(),
            now=now(),
            policy=policy(),
        )
    return whole(record_id)


@bp.post("/records/<record_id>/unmerge")
@collects
def unmerge_records(record_id: str) -> Response:
    fields.check(body.read(request), {})
    with database().write() as session:
        unmerging.unmerge(
            session, record_id, version=query.version(request), actor=actor(), now=now(), policy=policy()
        )
    return whole(record_id)


def _choices(data: Mapping[str, Any], ids: set[str]) -> dict[str, str]:
    """Which record each answer is taken from; what is not named is kept as it is."""
    choices: dict[str, str] = data.get("choices", {})
    for name, source in choices.items():
        if name not in merging.CHOICES or source not in ids:
            raise fields.refused(
                "choices", "unknown_value", "Take an answer of the record from one of these records."
            )
    return choices
