"""Finding one's receipt again: its reference, and something that only the learner knows.

Whether there is such a reference is told to nobody: the answer is the same, takes as long, and counts the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.attest import bp, proving
from blueprints.attest.pages import page
from blueprints.attest.proving import Asked, Refusal
from blueprints.guard import public
from pars import proof
from storage import codes

NO_REFERENCE = "Enter the reference of your receipt, for example K7M4-PQ2X"
NOT_FOUND = "We found no receipt with this reference and these details. Check both and try again"
NO_PROOF = "Enter your birth month and day, or your email address"


@dataclass(frozen=True)
class Search:
    """One visit of the page; `typed` is what stands in it."""

    typed: Mapping[str, str]

    def page(self, problems: Mapping[str, str], status: int = 200, alert: str = "") -> Response:
        """`problems` are words by the id of the question they stand with."""
        asked = Asked(typed=self.typed, problem=problems.get("known_month", ""))
        return page(
            "attest/receipt_find.html",
            status,
            asked=asked,
            reference=self.typed.get("reference", ""),
            problem=problems.get("reference", ""),
            lines=[*([("", alert)] if alert else []), *problems.items()],
        )

    def again(self, alert: str, status: int) -> Response:
        return self.page({}, status, alert)


@bp.route("/r/", methods=["GET", "POST"])
@public
def find_receipt() -> ResponseReturnValue:
    """From the start page, and from a shared tablet's thanks."""
    sent = request.form
    typed = {**proving.typed_in(sent), "reference": sent.get("reference", "")}
    visit = g.visit = Search(typed)
    if request.method != "POST":
        return visit.page({})
    reference = codes.compact(typed["reference"])
    problems = {}
    if len(reference) != codes.REFERENCE:
        problems["reference"] = NO_REFERENCE
    if not proof.read(typed):
        problems["known_month"] = NO_PROOF
    if problems:
        return visit.page(problems, 400)
    found = proving.find(reference, typed)
    if isinstance(found, Refusal):
        words = NOT_FOUND if found.status == 400 else found.words
        return visit.page({"reference": words}, found.status)
    response = redirect(url_for("attest.receipt", token=found), 303)
    response.cache_control.no_store = True
    return response
