"""Tokens of other systems: which there are, a new one, and the end of one."""

from __future__ import annotations

from flask import request

from blueprints.current import actor, database, now
from blueprints.guard import FOR_RIGHTS, administrators, asks_again
from storage import api_tokens
from storage.api_tokens import ApiToken

from . import body, bp, fields, shapes

NEW = {"name": fields.TEXT, "scopes": fields.TEXTS}
LONGEST_NAME = 100


@bp.get("/tokens")
@administrators
def list_tokens() -> shapes.Json:
    """Their names. The tokens themselves are not kept."""
    with database().read() as session:
        return shapes.many(map(_shape, api_tokens.every(session)))


@bp.post("/tokens")
@administrators
@asks_again(FOR_RIGHTS)
def create_token() -> tuple[shapes.Json, int]:
    """A new one, shown this once."""
    data = body.read(request)
    fields.check(data, NEW)
    name = fields.text(data, "name")
    if len(name) > LONGEST_NAME:
        raise fields.refused("name", "too_long", f"Use {LONGEST_NAME} characters or fewer.")
    scopes = data.get("scopes", [])
    if not scopes:
        raise fields.refused("scopes", "missing", "Choose what it may do.")
    if not set(scopes) <= set(api_tokens.SCOPES):
        raise fields.refused("scopes", "unknown_value", f"Choose out of: {', '.join(api_tokens.SCOPES)}.")
    with database().write() as session:
        token = api_tokens.create(session, name, scopes=scopes, actor=actor(), now=now())
        made = api_tokens.who(session, token)
    return {"token": token} | (_shape(made) if made else {}), 201


@bp.delete("/tokens/<token_id>")
@administrators
@asks_again(FOR_RIGHTS)
def revoke_token(token_id: str) -> tuple[str, int]:
    """From now on it opens nothing."""
    with database().write() as session:
        api_tokens.revoke(session, token_id, actor=actor(), now=now())
    return "", 204


def _shape(token: ApiToken) -> shapes.Json:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": list(token.scopes),
        "created_at": shapes.time(token.created_at),
        "used_at": shapes.time(token.used_at),
    }
