"""A browser in which somebody signed in before: strangers who guess at an account cannot shut its owner out of it.

Its cookie opens nothing: it only has the tries from this browser counted apart from everybody else's.
"""

from __future__ import annotations

from datetime import timedelta

from flask import request
from itsdangerous import BadSignature
from werkzeug import Response

from blueprints.current import settings, signer

PURPOSE = "known browser"
KEPT = timedelta(days=365)


def remember(response: Response, person_id: str) -> None:
    """Let this browser be known for that person's account."""
    response.set_cookie(
        _cookie(),
        signer(PURPOSE).dumps(person_id),
        max_age=KEPT,
        path="/",
        secure=settings().secure,
        httponly=True,
        samesite="Lax",
    )


def is_known(person_id: str) -> bool:
    """Whether that person has signed in from this browser."""
    try:
        return bool(signer(PURPOSE).loads(request.cookies.get(_cookie(), "")) == person_id)
    except BadSignature:
        return False


def _cookie() -> str:
    return "__Host-attest_browser" if settings().secure else "attest_browser"
