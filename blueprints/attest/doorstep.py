"""The blank form, said again without asking Flask: in a hall every phone asks for it, and it is the same for all.

Nothing is decided here. What Flask has answered once, with all its headers, is the answer to the same question for
as long as nothing has changed of what it was made of: one look at the database tells that each time.
docs/decisions/0023-the-form-is-said-again-at-the-door.md says why.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, request

from blueprints import request_log
from blueprints.attest import funnel
from blueprints.current import House
from storage import tallies
from storage.activities import StoredActivity, local_date
from storage.database import Database, DatabaseError
from storage.glimpses import Glimpse, glimpse

BASIS = "attest.basis"
"""Under this name in its environ, a request's answer is marked as the same for all, with what it was made of."""
MOST_KEPT = 500
# All of a request that the answer to it can depend on. A body, which a GET has no use for, is for Flask to refuse.
QUESTION = (
    "wsgi.url_scheme",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_HOST",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
    "HTTP_TRANSFER_ENCODING",
    "CONTENT_LENGTH",
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a blank form was made of, and on which day."""

    seen: Glimpse
    stored: StoredActivity
    day: date

    def holds(self, database: Database, now: datetime) -> bool:
        """Whether the same form would be made now. Raises DatabaseError."""
        return (
            glimpse(database, self.stored.code) == self.seen
            and self.stored.phase(now) == "open"
            and local_date(self.stored.activity, now) == self.day
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What Flask said: the status line, the headers but for the request's own number, and the body."""

    basis: Basis
    route: str
    status: str
    headers: list[tuple[str, str]]
    body: bytes


def same_for_all(basis: Basis) -> None:
    """Say of the answer to the request at hand that everybody gets it who asks the same, while its basis holds."""
    request.environ[BASIS] = basis, str(request.url_rule)


class Doorstep:
    """Stands before the app, and knows the answers that were marked by `same_for_all`."""

    def __init__(self, app: Flask, house: House) -> None:
        self._inside = app.wsgi_app
        self._house = house
        self._known: dict[tuple[Any, ...], Answer] = {}

    def __call__(self, environ: WSGIEnvironment, begin: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._inside(environ, begin)
        started = time.perf_counter()
        question = tuple(map(environ.get, QUESTION))
        known = self._known.get(question)
        if known is None or not self._holds(known):
            return self._ask(question, environ, begin)
        if funnel.is_shown(environ):
            self._house.counts.add(known.basis.stored.id, tallies.OPENED, now=self._house.clock())
        number = request_log.new_number()
        request_log.tell(number, "GET", known.route, "learner", started, int(known.status[:3]))
        begin(known.status, [*known.headers, (request_log.NUMBER, number)])
        return [known.body]

    def _holds(self, answer: Answer) -> bool:
        try:
            return answer.basis.holds(self._house.database, self._house.clock())
        except DatabaseError:  # Flask has the words for it
            return False

    def _ask(
        self, question: tuple[Any, ...], environ: WSGIEnvironment, begin: StartResponse
    ) -> Iterable[bytes]:
        said: list[tuple[str, list[tuple[str, str]]]] = []

        def listen(status: str, headers: list[tuple[str, str]], failed: Any = None) -> Any:
            said[:] = [(status, [header for header in headers if header[0] != request_log.NUMBER])]
            return begin(status, headers, failed)

        answer = self._inside(environ, listen)
        ((status, headers),) = said
        if BASIS not in environ or status[:3] not in ("200", "304"):
            return answer
        basis, route = environ[BASIS]
        body = b"".join(answer)
        answer.close()  # type: ignore[attr-defined]
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
        self._known[question] = Answer(basis, route, status, headers, body)
        return [body]
