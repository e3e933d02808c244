"""The door: everything is denied unless its view says who may.

A view says so by one decorator, whose name is the door it stands behind; an unmarked one stops the start of the app.
Who is asking is settled before anything else is looked at, the CSRF token included. A person has a server-side
session behind a cookie, proves every change by a CSRF token and, for what matters most, is asked again who they are.
Another system has an API token with scopes and needs none of that.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_wtf import CSRFProtect
from werkzeug.exceptions import Forbidden

from addresses import LOOPBACK
from blueprints import current
from blueprints.identity import API, identify

View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()
UNCHANGING = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_LIMIT = 64 * 1024
# The learner's page signs nobody in, so there is nothing to forge; some QR apps send it from an opaque origin.
LEARNERS = "attest"

# How long ago people may have shown who they are: for whole files of learners, and for who may do what.
FOR_FILES = timedelta(minutes=30)
FOR_RIGHTS = timedelta(minutes=10)


class Refused(Forbidden):
    """403 with a code that a script can tell."""

    def __init__(self, problem: str, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem


def public(view: View) -> View:
    """Anybody may call this view."""
    return _behind("public", view)


def guarded(view: View) -> View:
    """Anybody who is signed in may call this view, and any API token where it is under /api."""
    return _behind("guarded", view)


def people(view: View) -> View:
    """Anybody who is signed in, and no API token."""
    return _behind("people", view)


def reads(view: View) -> View:
    """Anybody who is signed in, or an API token that may read."""
    return _behind("read", view)


def collects(view: View) -> View:
    """Anybody who is signed in, or an API token that may set up activities, take records in and put them right."""
    return _behind("collect", view)


def reports(view: View) -> View:
    """Anybody who is signed in, or an API token that may report to PARS and take its answers."""
    return _behind("report", view)


def administrators(view: View) -> View:
    """Only an administrator, or an API token that may do what an administrator does."""
    return _behind("manage", view)


def asks_again(period: timedelta) -> Callable[[View], View]:
    """People must have shown who they are within that time; API tokens are not asked."""

    def mark(view: View) -> View:
        view.proof = period  # type: ignore[attr-defined]
        return view

    return mark


def _behind(door: str, view: View) -> View:
    view.door = door  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Put the door in front of every request, and refuse to start with an undeclared view."""
    csrf.init_app(app)
    app.before_request(_let_in)


def check_doors(app: Flask) -> None:
    """Raise for the first view that does not say who may call it."""
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and not hasattr(view, "door"):
            raise RuntimeError(f"{endpoint} is declared neither public nor guarded")


def _let_in() -> Response | None:
    _check_way()
    view = current_app.view_functions.get(request.endpoint or "")
    # Set before anything reads the body; a view that takes files says so by its `body_limit`.
    limit: int = getattr(view, "body_limit", BODY_LIMIT)
    request.max_content_length = limit
    # Of a body without a length Werkzeug takes the first part in silence: what fills the limit is refused instead.
    if "Transfer-Encoding" in request.headers and len(request.get_data()) >= limit:
        abort(413)
    if view is None and request.path.startswith(API) and not identify():
        abort(401)  # what there is under /api is told to nobody who may not ask
    if view is None or request.endpoint == "static":
        return None  # 404 and 405 are answered as such; style sheets and scripts are nobody's secret
    door = getattr(view, "door", None)
    if door == "public":
        if request.method not in UNCHANGING and request.blueprint != LEARNERS:
            _check_origin()
        return None
    if not identify():
        return _turn_away()
    _check_rights(door)
    if current.person():
        if request.method not in UNCHANGING:
            _check_origin()
            csrf.protect()
        _check_proof(getattr(view, "proof", None))
    return None


def _check_rights(door: str | None) -> None:
    """People may do everything but what administrators do; API tokens, what their scopes say."""
    someone = current.person()
    if someone and door == "manage" and someone.role != "administrator":
        abort(403)
    if not someone and door == "people":
        raise Refused("scope", "Only people do this, signed in at the desk.")
    if not someone and door != "guarded" and door not in current.scopes():
        raise Refused("scope", f"This API token may not do this: it has not the scope {door}.")


def _check_proof(period: timedelta | None) -> None:
    signin = current.signin()
    if period and not (signin and signin.proved_within(period, current.now())):
        raise Refused("reauthenticate", "Show again who you are: your password, or a code from your phone.")


def _check_way() -> None:
    """Refuse a request that came under another host's name, or to the API unencrypted."""
    # Not Flask's TRUSTED_HOSTS, which takes no IPv6 address and repeats the name in its answer.
    if urlsplit(f"//{request.host}").hostname not in current.settings().hosts:
        abort(400, "This server does not answer under that host name.")
    if request.path.startswith(API) and _in_clear():
        abort(403, "The API answers over https only.")


def _in_clear() -> bool:
    """Whether a token would have crossed a network unencrypted: refused, never redirected."""
    config = current.settings()
    return config.secure and not (request.is_secure or request.remote_addr in LOOPBACK)


def _turn_away() -> Response:
    if request.path.startswith(API):
        abort(401)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return cast(Response, redirect(url_for("desk.sign_in", next=wanted)))


def _check_origin() -> None:
    """Refuse a change that another site makes this browser send: Fetch metadata first, Origin where there is none."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403)
        return
    origin = request.headers.get("Origin")
    ours = {urlsplit(current.settings().public_url).netloc, request.host}
    if origin is not None and urlsplit(origin).netloc not in ours:
        abort(403)
