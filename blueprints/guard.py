"""The door: everything is denied unless its view says who may.

A view is marked `@public` or `@guarded`; an unmarked one stops the start of the app. Who is asking is
settled before anything else is looked at, the CSRF token included. A person has a server-side session
behind a cookie and proves every change by a CSRF token; another system has an API token and needs none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_wtf import CSRFProtect

from addresses import LOOPBACK
from blueprints import current
from blueprints.identity import API, identify

View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()
UNCHANGING = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_LIMIT = 64 * 1024
# The learner's page signs nobody in, so there is nothing to forge; some QR apps send it from an opaque origin.
LEARNERS = "attest"


def public(view: View) -> View:
    """Anybody may call this view."""
    view.door = "public"  # type: ignore[attr-defined]
    return view


def guarded(view: View) -> View:
    """Only somebody signed in, or an API token under /api, may call this view."""
    view.door = "guarded"  # type: ignore[attr-defined]
    return view


def administrators(view: View) -> View:
    """Only an administrator, or an API token, may call this view."""
    view.door = "administrators"  # type: ignore[attr-defined]
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
    if door != "public" and not identify():
        return _turn_away()
    someone = current.person()
    if door == "administrators" and someone and someone.role != "administrator":
        abort(403)
    if request.method in UNCHANGING or current.actor().startswith("token:"):
        return None
    if request.blueprint != LEARNERS:
        _check_origin()
    if door != "public":
        csrf.protect()
    return None


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
