"""A browser in which somebody signed in before: strangers who guess at an account cannot shut its owner out of it.

Its cookie opens nothing: it only has the tries from this browser counted apart from everybody else's.
"""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response

from blueprints.current import settings

KEPT = timedelta(days=365)


def remember(response: Response, person_id: str) -> None:
    """Let this browser be known for that person's account."""
    response.set_cookie(
        _cookie(),
        _signer().dumps(person_id),
        max_age=KEPT,
        path="/",
        secure=settings().secure,
        httponly=True,
        samesite="Lax",
    )


def is_known(person_id: str) -> bool:
    """Whether that person has signed in from this browser."""
    try:
        return bool(_signer().loads(request.cookies.get(_cookie(), "")) == person_id)
    except BadSignature:
        return False


def _cookie() -> str:
    return "__Host-attest_browser" if settings().secure else "attest_browser"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known browser")
