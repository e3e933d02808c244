"""The addresses of the learner's pages. Nobody signs in here, and no cookie is set."""

from __future__ import annotations

from datetime import datetime

from flask import Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.attest import bp, funnel, kiosk, late, receiving
from blueprints.attest.closed import closed
from blueprints.attest.doorstep import Basis, same_for_all
from blueprints.attest.page_cache import CachedPage, Lately
from blueprints.attest.pages import blank_form_html, cached, page
from blueprints.current import database, now, policy
from blueprints.guard import public
from storage import activities, codes, places
from storage.activities import StoredActivity, local_date
from storage.glimpses import Glimpse, glimpse

PAGES: Lately[CachedPage] = Lately()
ACTIVITIES: Lately[StoredActivity] = Lately()

UNKNOWN_CODE = "We do not know this code. Check it and type it again"


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """The page to type a code on, for those whose camera will not scan."""
    typed = request.args.get("code", "")
    if not typed:
        return page("attest/start.html")
    stored = _find(typed)
    if stored is None:
        return page("attest/start.html", 404, code=typed, error=UNKNOWN_CODE)
    return redirect(url_for("attest.form", code=stored.code))


@bp.route("/a/<code>", methods=["GET", "POST"])
@public
def form(code: str) -> ResponseReturnValue:
    """The learner's page of one activity."""
    if request.method != "POST":
        return _blank(code)
    stored = _find(code)
    if stored is None:
        abort(404)
    moment = now()
    why_not = _shut(stored, moment)
    if why_not:
        return receiving.after_closing(stored) or closed(stored, why_not)
    return receiving.receive(stored, late.in_grace(stored, moment))


@bp.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    return current_app.send_static_file("favicon.ico")


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


@bp.errorhandler(500)
def failed(error: Exception) -> ResponseReturnValue:
    return receiving.not_saved(error)


def _find(code: str) -> StoredActivity | None:
    """The activity behind a code as typed; one never shown to learners is as unknown as a code that never was."""
    return _seen(code)[1]


def _seen(code: str) -> tuple[Glimpse | None, StoredActivity | None]:
    """The same, and what its page goes by."""
    seen = glimpse(database(), codes.compact(code))
    stored = _whole(seen) if seen else None
    return seen, stored if stored and stored.is_public else None


def _blank(code: str) -> ResponseReturnValue:
    """The form with nothing filled in, or why there is none."""
    moment = now()
    seen, stored = _seen(code)
    if seen is None or stored is None:
        abort(404)
    phase = stored.phase(moment)
    if phase == "open" and _is_full(stored):
        phase = "full"
    if code != stored.code:
        return redirect(url_for("attest.form", code=stored.code))
    if phase != "open":
        return closed(stored, phase)

    def render() -> CachedPage:
        return CachedPage.of(
            blank_form_html(
                stored.activity, policy(), day, code=stored.code, consent_version=stored.consent_sha256
            )
        )

    funnel.opened(stored.id)
    if stored.activity.kiosk:
        return kiosk.blank(stored)
    # The day is part of it: a series offers the dates that have come.
    day = local_date(stored.activity, moment)
    if stored.activity.learners_max is None:  # with a cap, each look counts who has a place
        same_for_all(Basis(seen, stored, day))
    return cached(PAGES.get((seen, day), render))


def _shut(stored: StoredActivity, moment: datetime) -> str:
    """Why no answers are taken: not_yet, closed or full; "" where they are."""
    if not stored.takes_answers(moment):
        return stored.phase(moment)
    return "full" if _is_full(stored) else ""


def _is_full(stored: StoredActivity) -> bool:
    most = stored.activity.learners_max
    if most is None:
        return False
    with database().read() as session:
        return places.is_full(session, stored.id, most)


def _whole(seen: Glimpse) -> StoredActivity:
    """The activity as it was seen: read once, however many ask for it at the same time."""

    def read() -> StoredActivity:
        with database().read() as session:
            return activities.get(session, seen.activity_id)

    return ACTIVITIES.get(seen, read)
