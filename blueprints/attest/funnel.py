"""What of a visit is counted: that the form was opened, checked, refused and by which rule, stored and how fast."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

from blueprints.current import house
from pars.errors import Problem
from storage import tallies

SECONDS = re.compile("[0-9]{1,5}")


def opened(activity_id: str) -> None:
    """A form was asked for, by a browser that shows it."""
    if is_shown(request.environ):
        _count(activity_id, tallies.OPENED)


def is_shown(environ: Mapping[str, Any]) -> bool:
    """Whether a request is a browser's that shows the page: not a script's beside the page, not on suspicion."""
    # The mode stays what it is through a service worker, unlike Sec-Fetch-Dest.
    mode = environ.get("HTTP_SEC_FETCH_MODE", "navigate")
    return environ["REQUEST_METHOD"] == "GET" and mode == "navigate" and "HTTP_SEC_PURPOSE" not in environ


def checked(activity_id: str) -> None:
    """The check screen was shown."""
    _count(activity_id, tallies.CHECKED)


def refused(activity_id: str, problems: Iterable[Problem]) -> None:
    """A post came back to be put right: once for the post, and once for each field and rule."""
    rules = {f"{problem.field}:{problem.code}" for problem in problems}
    _count(activity_id, tallies.REFUSED, ["", *rules])


def stored(activity_id: str) -> None:
    """An attestation was stored for the first time; the page's script says how long it took to fill in."""
    _count(activity_id, tallies.STORED)
    said = request.form.get("seconds", "")
    step = tallies.step_of(int(said)) if SECONDS.fullmatch(said) else None
    if step is not None:
        _count(activity_id, tallies.TOOK, [str(step)])


def _count(activity_id: str, what: str, details: Iterable[str] = ("",)) -> None:
    here = house()
    here.counts.add(activity_id, what, details, now=here.clock())
