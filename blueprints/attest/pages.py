"""How the learner's pages are sent: compressed, for bad Wi-Fi, and never kept by anybody but where said so."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from flask import Response, json, render_template, request, url_for

from blueprints.attest.form import Form
from blueprints.attest.page_cache import CachedPage
from blueprints.current import sends_letters
from pars.errors import Problem
from pars.record import Activity, Policy

JSON = "application/json"
PROBLEM_JSON = "application/problem+json"


class Retried(Protocol):
    """A visit whose screen can be shown again, with everything that was typed and why it has to be sent again."""

    def again(self, alert: str, status: int) -> Response: ...


def wants_json() -> bool:
    """Whether the client prefers JSON to a page, as a script does."""
    return request.accept_mimetypes.best_match(["text/html", JSON], "text/html") == JSON


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page made for one visit: no cache keeps it."""
    body = render_template(template, **context).encode()
    response = Response(body, status, mimetype="text/html")
    if request.accept_encodings.quality("gzip"):
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


def cached(page: CachedPage, mimetype: str = "text/html") -> Response:
    """What is the same for everybody: kept by the browser, asked for anew each time, 304 if unchanged."""
    response = Response(page.plain, mimetype=mimetype)
    if request.accept_encodings.quality("gzip"):
        response.set_data(page.zipped)
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.cache_control.no_cache = True
    # Weak: the plain and the compressed bytes are the same page.
    response.set_etag(page.etag, weak=True)
    response.make_conditional(request)
    return response


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
