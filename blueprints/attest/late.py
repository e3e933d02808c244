"""Who comes late: a form that lay open when the activity closed, and a personal link that opens it once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.attest import bp, receiving
from blueprints.attest.pages import page, problem_json, wants_json
from blueprints.attest.visit import Late, Visit, submission_id_in
from blueprints.attest.wording import moment as moment_words
from blueprints.current import database, now
from blueprints.guard import public
from pars.opening import lateness
from storage import late_links
from storage.activities import StoredActivity
from storage.errors import LinkSpent

SPENT = "This link does not work any more"


@bp.route("/l/<token>", methods=["GET", "POST"])
@public
def late(token: str) -> ResponseReturnValue:
    """Looking at it, as mail programs do by themselves, does not spend the link; storing a record does."""
    moment = now()
    try:
        with database().read() as session:
            opened = late_links.find(session, token, submission_id=submission_id_in(request.form), now=moment)
        stored, how = _by_link(opened, token, moment)
        if request.method == "POST":
            return receiving.receive(stored, how)
        return Visit(stored, {}, stored.consent_sha256, stored.activity.consent_shown, late=how).form()
    except LinkSpent:
        return problem_json(404, SPENT) if wants_json() else page("attest/late_spent.html", 404)


def in_grace(stored: StoredActivity, moment: datetime) -> Late | None:
    """How a post that is taken after closing comes late; None for one in time."""
    since = lateness(stored.activity.closes_at, moment)
    if not since or stored.last_call is None:
        return None
    until = moment_words(stored.last_call, stored.activity.timezone)
    return Late(f"This activity has closed. As your form was open before, we take it until {until}.", since)


def _by_link(opened: late_links.Opened, token: str, moment: datetime) -> tuple[StoredActivity, Late]:
    """The activity and how the link opens it: for one person, on a device of their own, so never as a kiosk."""
    own = replace(opened.stored, activity=replace(opened.stored.activity, kiosk=False))
    until = moment_words(opened.expires_at, own.activity.timezone)
    since = lateness(own.activity.closes_at, moment)
    return own, Late(
        f"This link is yours alone. It takes one form, until {until}.",
        f"By a personal link. {since}".strip(),
        token,
    )
