"""Tokens of other systems: which there are, and the end of one. They are made on the command line."""

from __future__ import annotations

from blueprints.current import actor, database, now
from blueprints.guard import administrators
from storage import api_tokens

from . import bp, shapes


@bp.get("/tokens")
@administrators
def list_tokens() -> shapes.Json:
    """Their names. The tokens themselves are not kept."""
    with database().read() as session:
        return shapes.many(
            {"id": token.id, "name": token.name, "created_at": shapes.time(token.created_at)}
            for token in api_tokens.every(session)
        )


@bp.delete("/tokens/<token_id>")
@administrators
def revoke_token(token_id: str) -> tuple[str, int]:
    """From now on it opens nothing."""
    with database().write() as session:
        api_tokens.revoke(session, token_id, actor=actor(), now=now())
    return "", 204
