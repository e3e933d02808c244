"""The learner's page of an activity that is not saved yet, for the frame beside the set-up form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import g, request
from flask.typing import ResponseReturnValue

from blueprints.attest.pages import blank_form_html
from blueprints.current import now, policy
from blueprints.desk import bp
from blueprints.guard import guarded
from pars import vocabulary
from pars.errors import Problem
from pars.record import Activity
from pars.setup import read_activity

TEXTS = (
    "title",
    "provider_name",
    "format",
    "starts_on",
    "ends_on",
    "timezone",
    "credits_max",
    "email",
    "consent_text",
    "contact_email",
)
DATES = ("starts_on", "ends_on", "dates", "sessions")
BLANK = "…"
"""Where a word is missing: a page that is being set up invents nothing."""
NOBODY = "nobody@example.org"
CODE = "preview"
"""Stands in the form's address; no activity has it, for codes have no lower case."""


@bp.get("/preview")
@guarded
def preview() -> ResponseReturnValue:
    """The fields are those of an activity; `dates`, `home_states` and `boards` are lists with commas between.

    `sessions` is JSON, as the API takes it.
    """
    g.frameable = True
    activity = sketch(request.args, now().date().isoformat())
    # As on the last day, when every date can be chosen.
    return blank_form_html(activity, policy(), activity.ends_on, code=CODE, consent_version="")


def sketch(given: Mapping[str, str], today: str) -> Activity:
    """The activity as far as `given` describes it: what is missing or wrong shows as in an empty form.

    `today` (ISO) stands in for dates. Never refuses, because somebody is still typing.
    """
    empty = _empty(today)
    wanted = empty | {"ends_on": given.get("starts_on") or today} | _typed(given)
    activity, problems = read_activity(wanted)
    if activity is None:
        activity, problems = read_activity(wanted | {name: empty[name] for name in _wrong(problems)})
    if activity is None:
        activity, problems = read_activity(empty)
    if activity is None:
        raise ValueError(f"the empty activity is refused: {[problem.code for problem in problems]}")
    return replace(activity, contact_email=BLANK) if activity.contact_email == NOBODY else activity


def _empty(today: str) -> dict[str, Any]:
    return {
        "title": BLANK,
        "accme_activity_id": "100000001",
        "provider_name": BLANK,
        "accme_provider_id": "1000001",
        "format": "live",
        "starts_on": today,
        "ends_on": today,
        "dates": [],
        "sessions": [],
        "timezone": "America/New_York",
        "credits_max": "1",
        "boards": [],
        "email": "required",
        "contact_email": NOBODY,
        "consent_text": "",
        "home_states": [],
    }


def _typed(given: Mapping[str, str]) -> dict[str, Any]:
    """What was sent and is not empty, in the shape of the API."""
    typed: dict[str, Any] = {name: given[name] for name in TEXTS if given.get(name, "").strip()}
    lists = {name: _listed(given, name) for name in ("dates", "home_states")}
    # Which credit and how many points do not show on the learner's page: the first credit type will do.
    boards = [
        {
            "board": name,
            "credit_type": next(iter(vocabulary.CREDIT_TYPES.get(name, ())), "MOC"),
            "points_max": "1",
        }
        for name in _listed(given, "boards")
    ]
    return typed | lists | {"boards": boards, "sessions": _sessions(given.get("sessions", ""))}


def _sessions(text: str) -> object:
    try:
        return json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []


def _listed(given: Mapping[str, str], name: str) -> list[str]:
    return [item for item in given.get(name, "").split(",") if item]


def _wrong(problems: Iterable[Problem]) -> set[str]:
    """The fields to empty. Dates go together: each may be wrong only because of another."""
    fields = {problem.field.partition(".")[0].partition("[")[0] for problem in problems}
    return fields | set(DATES) if fields & set(DATES) else fields
