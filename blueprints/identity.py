"""Who is asking: a person, by the server-side session behind a cookie, or another system, by its API token."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from flask import g, request

from blueprints import current
from storage import api_tokens, signins
from storage.database import DatabaseError

log = logging.getLogger("attest")

API = "/api/"
# What a page does by itself while nobody touches it says so, and keeps no session from idling.
BY_ITSELF = "X-By-Itself"


def cookie_name() -> str:
    """The session cookie's name: bound to host and https by its prefix, plain on loopback."""
    return "__Host-attest_session" if current.settings().secure else "attest_session"


def identify() -> bool:
    """Settle who is asking, for `current` to tell; False where it is nobody we know."""
    bearer = request.headers.get("Authorization")
    if bearer is not None:
        # A token opens the API and nothing else; a wrong one is not made good by a cookie beside it.
        return request.path.startswith(API) and _by_token(bearer)
    token = request.cookies.get(cookie_name())
    return bool(token) and _by_session(token or "")


def _by_session(token: str) -> bool:
    now = current.now()
    with current.database().read() as session:
        found = signins.who(session, token, now)
    if found is None:
        return False
    g.person, g.signin = found
    g.actor = f"staff:{g.person.id}"
    if g.signin.note_due(now) and BY_ITSELF not in request.headers:
        _note(signins.seen, g.signin.id, now)
    return True


def _by_token(header: str) -> bool:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        return False
    now = current.now()
    with current.database().read() as session:
        found = api_tokens.who(session, token.strip())
    if found is None:
        return False
    g.actor, g.scopes = f"token:{found.id}", found.scopes
    if found.note_due(now):
        _note(api_tokens.used, found.id, now)
    return True


def _note(note: Callable[..., None], whom: str, now: datetime) -> None:
    """Write down that somebody was here. A database that takes no write can still be read."""
    try:
        with current.database().write() as session:
            note(session, whom, now)
    except DatabaseError:
        log.exception("a visit was not noted")
