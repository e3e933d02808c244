"""Ask a learner about some answers by a link, and decide on what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request

from blueprints.current import actor, database, now, policy, public_url, settings
from blueprints.guard import collects, reads
from delivery import wording
from storage import letters, links, proposals, records
from storage.links import Suggestion

from . import body, bp, fields, link_shapes, query, shapes
from .problems import Refusal
from .record import whole

NEW = {"fields": fields.TEXTS, "reason": fields.TEXT, "send": fields.TRUTH}
REASON = {"reason": fields.TEXT}
TAKEN = "As the learner proposed"

NO_SERVER = "No mail server is set up. Copy the link, or open the letter in your own mail program."
NO_ADDRESS = "The learner has given no email address. Copy the link and pass it on in another way."


@bp.get("/records/<record_id>/link")
@reads
def suggest_link(record_id: str) -> shapes.Json:
    with database().read() as session:
        found = links.suggest(session, record_id, policy())
        why_not = _why_not_sent(records.get(session, record_id).record.email)
    return link_shapes.suggestion(found, why_not)


@bp.post("/records/<record_id>/link")
@collects
def create_link(record_id: str) -> Response:
    """The link stands in this answer and nowhere else: what is kept of it opens nothing."""
    data = body.read(request)
    fields.check(data, NEW)
    moment = now()
    with database().write() as session:
        stored = records.get(session, record_id)
        why_not = _why_not_sent(stored.record.email) if data.get("send") else None
        if why_not:
            raise Refusal(409, why_not)
        suggested = links.suggest(session, record_id, policy())
        made = links.create(
            session,
            record_id,
            fields=_chosen(data, suggested),
            reason=fields.text(data, "reason") if data.get("reason") else suggested.reason,
            policy=policy(),
            actor=actor(),
            now=moment,
        )
        url = public_url(f"/c/{made.token}")
        words = wording.letter(made.stored.activity, made.record, url, made.expires_at)
        if data.get("send"):
            letters.put(session, links.letter_key(made.id), record_id, words, actor=actor(), now=moment)
    answer = jsonify(link_shapes.new_link(made, url, words, sent=bool(data.get("send"))))
    answer.status_code = 201
    return answer


@bp.post("/proposals/<proposal_id>/take")
@collects
def take_proposal(proposal_id: str) -> Response:
    data = body.read(request)
    fields.check(data, REASON)
    with database().write() as session:
        record_id = proposals.take(
            session,
            proposal_id,
            reason=fields.text(data, "reason") if data.get("reason") else TAKEN,
            version=query.version(request),
            actor=actor(),
            now=now(),
            policy=policy(),
        )
    return whole(record_id)


@bp.post("/proposals/<proposal_id>/decline")
@collects
def decline_proposal(proposal_id: str) -> Response:
    data = body.read(request)
    fields.check(data, REASON)
    with database().write() as session:
        record_id = proposals.decline(
            session, proposal_id, reason=fields.text(data, "reason"), actor=actor(), now=now()
        )
    return whole(record_id)


def _chosen(data: Mapping[str, Any], suggested: Suggestion) -> list[str]:
    """The answers to ask about: those that are named, else those in question."""
    wanted: list[str] = data.get("fields", list(suggested.fields))
    if not wanted:
        raise fields.refused("fields", "missing", "Choose which answers the learner should give again.")
    for name in wanted:
        if name not in suggested.choices:
            raise fields.refused("fields", "unknown_value", f"Choose out of: {', '.join(suggested.choices)}.")
    return wanted


def _why_not_sent(email: str) -> str | None:
    """Why attest cannot send a letter itself; None where it can."""
    if not settings().smtp_url:
        return NO_SERVER
    return None if email else NO_ADDRESS
