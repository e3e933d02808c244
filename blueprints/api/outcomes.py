"""PARS's answer to a record, or to the deletion of it, or to many, marked by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request

from blueprints.current import actor, database, now
from blueprints.guard import reports
from pars.formats.columns import ADD, DELETE
from storage import activities, deletions, outcomes, records

from . import body, bp, fields, shapes
from .problems import Refusal
from .record import whole

OUTCOME = {"action": fields.TEXT, "status": fields.TEXT, "reason": fields.TEXT}
MANY = {"record_ids": fields.TEXTS, **OUTCOME}
MOST_AT_ONCE = 1_000
Decide = Callable[..., bool]
DECIDE: Mapping[str, Decide] = {ADD: outcomes.decide, DELETE: deletions.decide}


@bp.post("/records/<record_id>/outcome")
@reports
def mark_record(record_id: str) -> Response:
    """Say what PARS answered; saying otherwise later undoes it."""
    data = body.read(request)
    fields.check(data, OUTCOME)
    decide, status, reason = _said(data)
    with database().write() as session:
        decide(session, record_id, status, reason, source=outcomes.BY_HAND, actor=actor(), now=now())
    return whole(record_id)


@bp.post("/activities/<activity_id>/outcomes")
@reports
def mark_records(activity_id: str) -> shapes.Json:
    """All of them or none: one that is of another activity, or not with PARS, stops the whole."""
    data = body.read(request)
    fields.check(data, MANY)
    decide, status, reason = _said(data)
    record_ids = dict.fromkeys(data.get("record_ids", []))
    if not 1 <= len(record_ids) <= MOST_AT_ONCE:
        raise fields.refused("record_ids", "out_of_range", f"Name 1 to {MOST_AT_ONCE} records.")
    with database().write() as session:
        activities.get(session, activity_id)
        if any(records.get(session, one).activity_id != activity_id for one in record_ids):
            raise Refusal(409, "One of these records is of another activity. Nothing was changed.")
        changed = [
            decide(session, one, status, reason, source=outcomes.BY_HAND, actor=actor(), now=now())
            for one in record_ids
        ]
    return {"changed": sum(changed)}


def _said(data: dict[str, Any]) -> tuple[Decide, str, str]:
    action = fields.one_of({"action": ADD} | data, "action", DECIDE)
    status = fields.one_of(data, "status", outcomes.STATUSES)
    return DECIDE[action], status, fields.text(data, "reason") if data.get("reason", "").strip() else ""
