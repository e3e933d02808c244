"""Taking back the permission to report: one screen says what happens, and asks who it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.attest import bp, proving
from blueprints.attest.pages import page
from blueprints.attest.proving import Asked
from blueprints.attest.receipt import own
from blueprints.attest.receipt_correct import done, write_to_us
from blueprints.current import database, now, policy
from blueprints.guard import public
from pars.proof import can_prove
from storage import own_record, standing
from storage.attestations import Receipt
from storage.errors import NotAllowed

WITHDRAWN = "Your permission is withdrawn"


@dataclass(frozen=True)
class Withdrawal:
    """One visit of the page."""

    token: str
    found: Receipt
    asked: Asked
    reported: bool

    def page(self, problem: str = "", status: int = 200, alert: str = "") -> Response:
        asked = replace(self.asked, problem=problem)
        lines = [("", alert)] if alert else []
        return page(
            "attest/receipt_withdraw.html",
            status,
            activity=self.found.stored.activity,
            asked=asked,
            lines=[*lines, *([(asked.first, problem)] if problem else [])],
            reported=self.reported,
            action=url_for("attest.withdraw", token=self.token),
            receipt=url_for("attest.receipt", token=self.token),
        )

    def again(self, alert: str, status: int) -> Response:
        return self.page("", status, alert)


@bp.route("/r/<token>/withdraw", methods=["GET", "POST"])
@public
def withdraw(token: str) -> ResponseReturnValue:
    """Sent again after it is done, it answers the same and changes nothing."""
    found = own(token)
    record = found.record.record
    if record.consent is None or (record.consent is False and request.method != "POST"):
        return redirect(url_for("attest.receipt", token=token))
    if record.consent is False:
        return _withdrawn(token, found)
    if not can_prove(record):
        return write_to_us(token, found)
    with database().read() as session:
        reported = own_record.was_reported(session, found.record.id)
    asked = proving.asked_of(record, proving.typed_in(request.form))
    visit = g.visit = Withdrawal(token, found, asked, reported)
    if request.method != "POST":
        return visit.page()
    refusal = proving.show(found.reference, asked)
    if refusal:
        return visit.page(refusal.words, refusal.status)
    try:
        with database().write() as session:
            own_record.withdraw(session, token, policy=policy(), now=now())
    except NotAllowed:
        return write_to_us(token, found)
    return _withdrawn(token, found)


def _withdrawn(token: str, found: Receipt) -> Response:
    with database().read() as session:
        stands = standing.of(session, found.record, policy())
    if stands.reported_at or stands.deleted_at:
        words = "Nothing more is sent to the ACCME or to any board. Your receipt says what becomes of what was sent."
    else:
        words = "Nothing is sent to the ACCME or to any board."
    return done(token, found, WITHDRAWN, words)
