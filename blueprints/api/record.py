"""One record: see all of it, correct it, accept its warnings, set it aside, restore it, note something."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, jsonify, request

from blueprints.current import actor, database, now, policy
from blueprints.guard import collects, reads
from storage import (
    activities,
    deletions,
    learners,
    links,
    outcomes,
    prevalidation_answers,
    proposals,
    provider,
    records,
    staff,
    unmerging,
)
from storage.codes import format_reference
from storage.record_rows import StoredRecord

from . import body, bp, fields, learner, link_shapes, query, series_shapes, shapes
from .problems import Refusal

REASON = {"reason": fields.TEXT}
CORRECTION = {name: fields.or_null(kind) for name, kind in learner.FIELDS.items()} | REASON
ACCEPTANCE = {"codes": fields.TEXTS} | REASON


@bp.get("/records/<record_id>")
@reads
def get_record(record_id: str) -> Response:
    return whole(record_id)


@bp.patch("/records/<record_id>")
@collects
def correct_record(record_id: str) -> Response:
    data = body.read(request)
    fields.check(data, CORRECTION)
    changes = learner.typed(data)
    if not changes:
        raise Refusal(422, "Name a field to correct.")
    return _step(records.correct, record_id, changes, reason=fields.text(data, "reason"))


@bp.post("/records/<record_id>/accept")
@collects
def accept_warnings(record_id: str) -> Response:
    data = body.read(request)
    fields.check(data, ACCEPTANCE)
    if not data.get("codes"):
        raise fields.refused("codes", "missing", "Name the warnings to accept.")
    return _step(records.accept, record_id, data["codes"], reason=fields.text(data, "reason"))


@bp.post("/records/<record_id>/set-aside")
@collects
def set_aside(record_id: str) -> Response:
    return _step(records.set_aside, record_id, reason=_reason())


@bp.post("/records/<record_id>/restore")
@collects
def restore(record_id: str) -> Response:
    return _step(records.restore, record_id, reason=_reason())


@bp.post("/records/<record_id>/note")
@collects
def note(record_id: str) -> Response:
    data = body.read(request)
    fields.check(data, {"text": fields.TEXT})
    with database().write() as session:
        records.note(session, record_id, fields.text(data, "text"), actor=actor(), now=now())
    return whole(record_id)


def _step(step: Callable[..., object], record_id: str, *given: object, reason: str) -> Response:
    """Take a step on the version that If-Match names; the answer is the record as it is now."""
    with database().write() as session:
        step(
            session,
            record_id,
            *given,
            reason=reason,
            version=query.version(request),
            actor=actor(),
            now=now(),
            policy=policy(),
        )
    return whole(record_id)


def _reason() -> str:
    data = body.read(request)
    fields.check(data, REASON)
    return fields.text(data, "reason")


def whole(record_id: str) -> Response:
    """The answer to everything that is done to one record: all that is known of it now."""
    with database().read() as session:
        details = records.details(session, record_id)
        activity = activities.get(session, details.stored.activity_id).activity
        answers = outcomes.of(session, [record_id, *(twin.id for twin in details.twins)])
        due = provider.due(session, activity, now())
        told = shapes.record(details, activity, staff.names(session), answers, due)
        asked = link_shapes.of_record(links.of(session, record_id), proposals.open_of(session, record_id))
        before = prevalidation_answers.of(session, [record_id]).get(record_id)
        deletion = deletions.of(session, [record_id]).get(record_id)
        mates = learners.also_on(session, details.stored, activity)
        with_pars = {"prevalidation": shapes.outcome(before), "deletion": shapes.outcome(deletion)}
        series = {"series": series_shapes.of_record(details.stored, mates, activity)}
        answer = jsonify(told | asked | with_pars | series | _merged(*unmerging.of(session, record_id)))
    answer.headers["ETag"] = f'"{details.stored.version}"'
    return answer


def _merged(into: StoredRecord | None, others: list[StoredRecord]) -> shapes.Json:
    """Which record it was merged into, and which ones taking the last merge into it apart brings back."""

    def named(one: StoredRecord) -> shapes.Json:
        return {"id": one.id, "reference": format_reference(one.reference)}

    return {"merged_into": named(into) if into else None, "merged_from": [named(one) for one in others]}
