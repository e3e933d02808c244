"""The headers that every answer carries. Their effect is tested in a browser, not their spelling."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, request
from markupsafe import Markup

from blueprints import current

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


def _add(response: Response) -> Response:
    # A view may set g.frameable: the preview of the learner's page, which the desk shows in a frame of its own.
    # Nothing can be sent from there: there is no such activity yet.
    ancestors, targets = ("'self'", "'none'") if g.get("frameable") else ("'none'", "'self'")
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
    headers = response.headers
    headers.setdefault(
        "Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in policy.items())
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    headers["X-Robots-Tag"] = "noindex"
    if not g.get("frameable"):
        headers["X-Frame-Options"] = "DENY"
    if current.settings().secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static" or response.status_code >= 400:
        # Whatever says nothing else may hold somebody's data: no cache keeps it.
        headers.setdefault("Cache-Control", "no-store")
    return response
