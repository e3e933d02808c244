"""The one shape of an error: RFC 9457 problem+json with `problems: [{field, code, level, message}]`.

What is wrong with a learner's record is worded in pars.errors; what is wrong with a request is worded here.
Raise Refusal from a view; domain exceptions become answers in the table at the end.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable

from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from blueprints.guard import Refused
from pars.errors import Problem
from storage import errors
from storage.database import DatabaseError

log = logging.getLogger("attest")

Shape = dict[str, str]

PREFIX = "/api/"

# Where Flask's own words are meant for somebody who types addresses into a browser.
WORDS = {
    401: "Sign in, or send an API token as Authorization: Bearer TOKEN.",
    403: "You may not do this.",
    404: "There is nothing under this address.",
    405: "This address does not take that method.",
    413: "This is too large. A file may have 5 MB.",
    500: "The server failed. The request ID in the answer's headers tells the failure in the log.",
}


class Refusal(Exception):
    """A request that is answered with `status` and a problem; `problems` are in the shape of the answer."""

    def __init__(self, status: int, detail: str, problems: Iterable[Shape] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.problems = list(problems)


def shape(field: str, code: str, message: str, level: str = "error") -> Shape:
    """One problem as the API gives it."""
    return {"field": field, "code": code, "level": level, "message": message}


def of_record(problem: Problem) -> Shape:
    """What is wrong with something that is stored, and what it would take, in the coordinator's words."""
    return shape(problem.field, problem.code.value, problem.advice, problem.level.value)


def of_input(problem: Problem) -> Shape:
    """What is wrong with something that was just sent, in the words for whoever sent it."""
    return shape(problem.field, problem.code.value, problem.message, problem.level.value)


def unprocessable(problems: Iterable[Problem]) -> Refusal:
    """422 with what the domain found in the input."""
    return Refusal(422, "Some fields need attention.", map(of_input, problems))


def answer(status: int, detail: str, problems: Iterable[Shape] = ()) -> Response:
    """The answer itself. `detail` is a sentence without personal data."""
    body = {
        "type": "about:blank",
        "title": HTTP_STATUS_CODES.get(status, "Error"),
        "status": status,
        "detail": detail,
        "problems": list(problems),
    }
    return Response(json.dumps(body), status, content_type="application/problem+json")


def _refused(reason: Refusal) -> Response:
    return answer(reason.status, reason.detail, reason.problems)


def _missing(_reason: errors.Missing) -> Response:
    return answer(404, WORDS[404])


def _stale(reason: errors.Stale) -> Response:
    stale = answer(
        412, "Somebody else changed this in the meantime. Load it again and look at the change first."
    )
    stale.headers["ETag"] = f'"{reason.version}"'
    return stale


def _answers_differ(_reason: errors.AnswersDiffer) -> Response:
    detail = "This submission_id was used before, with other answers. Nothing was changed."
    return answer(409, detail, [shape("submission_id", "answers_differ", detail)])


def _nothing_to_export(reason: errors.NothingToExport) -> Response:
    reasons = [shape("", "nothing_to_export", sentence) for sentence in reason.reasons]
    return answer(409, "There is nothing to export.", reasons)


def _not_allowed(reason: errors.NotAllowed) -> Response:
    return answer(409, str(reason))


def _no_room(reason: errors.NoRoom) -> Response:
    return answer(503, f"{reason} Nothing was changed. What is erased by DELETE makes room.")


def _domain_refused(reason: errors.Refused) -> Response:
    """A coordinator asked for it, so the words are hers, not the learner's."""
    return answer(422, "Some fields need attention.", map(of_record, reason.problems))


def _taken(_reason: errors.Taken) -> Response:
    detail = "There is an account with this email address already."
    return answer(409, detail, [shape("email", "taken", detail)])


def _too_often(_reason: errors.TooOften) -> Response:
    return answer(429, "That was one try too many. Wait 15 minutes, then try again.")


def _unavailable(_reason: DatabaseError) -> Response:
    log.exception("the database failed")
    return answer(503, "The database cannot do this now. Nothing was changed. Try again in a moment.")


ANSWERS: dict[type[Exception], Callable[..., Response]] = {
    Refusal: _refused,
    errors.Missing: _missing,
    errors.Stale: _stale,
    errors.AnswersDiffer: _answers_differ,
    errors.NothingToExport: _nothing_to_export,
    errors.NotAllowed: _not_allowed,
    errors.NoRoom: _no_room,
    errors.Refused: _domain_refused,
    errors.Taken: _taken,
    errors.TooOften: _too_often,
    DatabaseError: _unavailable,
}


def http_problem(reason: HTTPException) -> Response:
    """Flask's own errors (no such address, wrong method, too large) in our shape, with their headers."""
    code = reason.code or 500
    if isinstance(reason, Refused):
        detail = reason.description or ""
        return answer(code, detail, [shape("", reason.problem, detail)])
    problem = answer(code, WORDS.get(code) or reason.description or reason.name)
    for name, value in reason.get_headers():
        if name in {"Allow", "Retry-After"}:
            problem.headers[name] = value
    if code == 401:
        problem.headers["WWW-Authenticate"] = "Bearer"
    return problem


def register(bp: Blueprint) -> None:
    """Give the blueprint its table of answers."""
    for kind, handler in ANSWERS.items():
        bp.register_error_handler(kind, handler)
