"""How the learner's pages are sent: compressed, for bad Wi-Fi, and never kept by anybody but where said so."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from flask import Response, json, render_template, request, url_for
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from blueprints.attest.form import Form
from blueprints.attest.page_cache import CachedPage
from blueprints.current import sends_letters
from pars.errors import Problem
from pars.record import Activity, Policy

JSON = "application/json"
PROBLEM_JSON = "application/problem+json"
MOST_KINDS = 64
"""As many wordings of one header are remembered: browsers of one kind all send the same."""


class Retried(Protocol):
    """A visit whose screen can be shown again, with everything that was typed and why it has to be sent again."""

    def again(self, alert: str, status: int) -> Response: ...


def wants_json() -> bool:
    """Whether the client prefers JSON to a page, as a script does."""
    return _prefers_json(request.headers.get("Accept", ""))


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page made for one visit: no cache keeps it."""
    body = render_template(template, **context).encode()
    response = Response(body, status, mimetype="text/html")
    if _takes_gzip(request.headers.get("Accept-Encoding", "")):
        response.set_data(gzip.compress(body, 6))
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.cache_control.no_store = True
    return response


def blank_form_html(
    activity: Activity, policy: Policy, today: date, *, code: str, consent_version: str
) -> str:
    """The form of an activity with nothing filled in; the desk shows it as a preview too."""
    return render_template(
        "attest/form.html",
        activity=activity,
        form=Form(activity=activity, policy=policy, today=today, sends_receipt=sends_letters()),
        action=url_for("attest.form", code=code),
        consent_version=consent_version,
        consent_text=activity.consent_shown,
    )


def cached(page: CachedPage) -> Response:
    """What is the same for everybody: 304 to a browser that has it."""
    zipped = _takes_gzip(request.headers.get("Accept-Encoding", ""))
    # In a list, because Response would measure bytes again.
    response = (
        Response([page.zipped], headers=page.zipped_headers)
        if zipped
        else Response([page.plain], headers=page.plain_headers)
    )
    if "If-None-Match" in request.headers:
        response.make_conditional(request)
    return response


@lru_cache(MOST_KINDS)
def _takes_gzip(accepted: str) -> bool:
    return parse_accept_header(accepted).quality("gzip") > 0


@lru_cache(MOST_KINDS)
def _prefers_json(accepted: str) -> bool:
    return parse_accept_header(accepted, MIMEAccept).best_match(["text/html", JSON], "text/html") == JSON


def as_json(status: int, body: dict[str, Any], mimetype: str = JSON) -> Response:
    response = Response(json.dumps(body), status, mimetype=mimetype)
    response.cache_control.no_store = True
    return response


def problem_json(status: int, title: str, problems: Sequence[Problem] = ()) -> Response:
    """RFC 9457, with the problems of each field."""
    body = {"type": "about:blank", "title": title, "status": status, "problems": problems_as_json(problems)}
    return as_json(status, body, PROBLEM_JSON)


def problems_as_json(problems: Sequence[Problem]) -> list[dict[str, str]]:
    return [{"field": p.field, "code": p.code, "level": p.level, "message": p.message} for p in problems]
