"""What every way in comes down to: a code where there is a second factor, then a new session, and where it leads."""

from __future__ import annotations

import re

from flask import redirect, request, session, url_for
from werkzeug import Response

from blueprints.current import database, now, settings
from blueprints.desk import half_way
from blueprints.desk.known_browser import remember
from blueprints.device import in_words
from blueprints.identity import cookie_name
from storage import audit, second_factor, signins
from storage.staff import Person

# An allowlist, because browsers read //host, /\host and a stray tab as other addresses than they look.
DESK_PATH = re.compile(r"/desk(/[\w-]+)*(\?[\w=&%.-]*)?", re.ASCII)
ACCOUNT = "/desk/account"


def own_path(wanted: str | None) -> str:
    """`wanted` where it is a path of the desk, else the desk itself."""
    return wanted if wanted and DESK_PATH.fullmatch(wanted) else "/desk"


def after_password(who: Person, target: str) -> Response:
    """Where the right password leads: to the code, to setting one up where everybody needs it, or in."""
    if who.second_factor:
        half_way.begin(who)
        return redirect(url_for("desk.code", next=target), 303)
    with database().read() as store:
        needed = second_factor.required(store)
    if needed:
        half_way.begin(who)
        return redirect(url_for("desk.first_second_factor", next=target), 303)
    return signed_in(who, target)


def signed_in(who: Person, target: str) -> Response:
    """Let `who` in and go to `target`."""
    return let_in(who, redirect(target, 303))


def let_in(who: Person, response: Response, *, alone: bool = False) -> Response:
    """Start a new session for `who` with this answer, whatever session the browser brought.

    `alone` ends all others: what is needed to sign in has changed.
    """
    with database().write() as store:
        signins.end(store, request.cookies.get(cookie_name(), ""))
        if alone:
            signins.end_all(store, who.id)
        token = signins.start(store, who.id, now(), in_words(request.user_agent.string))
        audit.add(store, audit.INSTALLATION, "signed in", actor=f"staff:{who.id}", subject=who.id, now=now())
    session.clear()  # a new secret against forged requests: one planted before the sign-in is worth nothing
    response.set_cookie(
        cookie_name(), token, path="/", secure=settings().secure, httponly=True, samesite="Lax"
    )
    remember(response, who.id)
    return response
