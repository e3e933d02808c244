"""The headers that every answer carries. Their effect is tested in a browser, not their spelling."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, request
from markupsafe import Markup

from blueprints import current

POLICY = "Content-Security-Policy"
STYLESHEET = Path(__file__).parent.parent / "static" / "app.css"


@cache
def stylesheet() -> Markup:
    """The shared style sheet, to stand inside a learner's page: one request less on a bad network.

    It is ours and not of anybody's typing, so it is not escaped; its hash in the policy below allows it.
    """
    return Markup(STYLESHEET.read_text(encoding="utf-8"))  # noqa: S704


@cache
def _stylesheet_hash() -> str:
    digest = hashlib.sha256(stylesheet().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def install(app: Flask) -> None:
    app.jinja_env.globals["stylesheet"] = stylesheet
    app.after_request(_add)


@cache
def _always(frameable: bool, secure: bool) -> dict[str, str]:
    """What every answer carries, whichever it is: put together once."""
    # Nothing can be sent from the preview of the learner's page: there is no such activity yet.
    ancestors, targets = ("'self'", "'none'") if frameable else ("'none'", "'self'")
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' {_stylesheet_hash()}",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "frame-src": "'self'",
        "form-action": targets,
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": ancestors,
    }
    headers = {
        POLICY: "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "X-Robots-Tag": "noindex",
    }
    if not frameable:
        headers["X-Frame-Options"] = "DENY"
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


def _add(response: Response) -> Response:
    # A view may set g.frameable: the preview of the learner's page, which the desk shows in a frame of its own.
    headers, own = response.headers, response.headers.get(POLICY)
    headers.extend(_always(bool(g.get("frameable")), current.settings().secure))
    if own is not None:  # a file of somebody's is held tighter than a page
        headers[POLICY] = own
    if request.endpoint != "static" or response.status_code >= 400:
        # Whatever says nothing else may hold somebody's data: no cache keeps it.
        headers.setdefault("Cache-Control", "no-store")
    return response
