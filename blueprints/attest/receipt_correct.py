"""Correcting one's own record from the receipt: first who it is, then the form's own questions.

Numbers and birthdays on record are never shown, not even to somebody who has shown to be the learner.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.attest import bp, proving
from blueprints.attest.again import Again, given, known, questions
from blueprints.attest.check import hidden
from blueprints.attest.form import FIELDS, errors_of, lines_of
from blueprints.attest.pages import page
from blueprints.attest.proving import Asked
from blueprints.attest.receipt import own
from blueprints.attest.receiving import MINUTE, SENT_TWICE, TOO_MANY
from blueprints.attest.visit import sent_twice
from blueprints.current import database, now, policy, sends_letters, settings, today
from blueprints.guard import public
from pars.asking import wants_license
from pars.errors import Code, Problem
from pars.lifecycle import State
from pars.proof import can_prove
from pars.rules import judge_changes
from storage import codes, limits, own_record
from storage.attestations import Receipt
from storage.errors import NotAllowed, Refused
from storage.own_record import LICENSE

NOTHING_GIVEN = "Answer at least one question, or go back to your receipt"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What the form is opened for; `fields` are its questions, all there are where empty."""

    endpoint: str
    heading: str
    fields: tuple[str, ...] = ()


WHOLE = Purpose("attest.correct_own", "Correct my details")
NUMBER = Purpose("attest.add_license", "Add my license number", LICENSE)


@dataclass(frozen=True)
class OwnCorrection:
    """One visit; `typed` is what stands in the form, `proof` the signed yes where there is one."""

    token: str
    found: Receipt
    purpose: Purpose
    typed: Mapping[str, str]
    asked: Asked
    proof: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        open_to_them = own_record.askable(self.found.record.record, self.found.stored.activity, policy())
        return tuple(name for name in open_to_them if name in (self.purpose.fields or open_to_them))

    def prove(self, problem: str = "", status: int = 200, alert: str = "") -> Response:
        """Asks who it is; what was typed into the form already is carried along."""
        asked = replace(self.asked, problem=problem)
        lines = [("", alert)] if alert else []
        lines += [(asked.first, problem)] if problem else []
        return self._page(
            "attest/receipt_prove.html", status, asked=asked, lines=lines, carried=list(hidden(self.typed))
        )

    def form(self, problems: Sequence[Problem] = (), status: int = 200, alert: str = "") -> Response:
        activity = self.found.stored.activity
        errors = errors_of(problems, self.typed)
        form = Again(
            activity=activity,
            policy=policy(),
            today=today(activity),
            typed=self.typed,
            errors=errors,
            lines=[*([("", alert)] if alert else []), *lines_of(errors)],
        )
        return self._page(
            "attest/receipt_correct.html", status, asked=questions(self.fields), form=form, proof=self.proof
        )

    def again(self, alert: str, status: int) -> Response:
        """The screen they were on, with everything they typed, and why it has to be sent again."""
        return self.form((), status, alert) if self.proof else self.prove("", status, alert)

    def _page(self, template: str, status: int, **context: object) -> Response:
        return page(
            template,
            status,
            activity=self.found.stored.activity,
            heading=self.purpose.heading,
            action=url_for(self.purpose.endpoint, token=self.token),
            receipt=url_for("attest.receipt", token=self.token),
            later=url_for("attest.license_later", token=self.token) if self._later else "",
            **context,
        )

    @property
    def _later(self) -> bool:
        return self.purpose is NUMBER and sends_letters() and bool(self.found.record.record.email)


@bp.route("/r/<token>/correct", methods=["GET", "POST"])
@public
def correct_own(token: str) -> ResponseReturnValue:
    """All answers that were kept of this learner."""
    return _visit(token, WHOLE)


@bp.route("/r/<token>/license", methods=["GET", "POST"])
@public
def add_license(token: str) -> ResponseReturnValue:
    """For those who did not have the number with them: license number and NPI, no more."""
    return _visit(token, NUMBER)


def _visit(token: str, purpose: Purpose) -> ResponseReturnValue:
    found = own(token)
    record = found.record.record
    wanted = wants_license(record, found.stored.activity, policy())
    if purpose is NUMBER and request.method != "POST" and not wanted:
        return redirect(url_for("attest.correct_own", token=token))
    if found.record.state == State.SET_ASIDE or not can_prove(record):
        return write_to_us(token, found)
    sent = request.form
    typed = {name: sent[name] for name in FIELDS if sent.get(name)}
    visit = OwnCorrection(token, found, purpose, typed, proving.asked_of(record, proving.typed_in(sent)))
    return visit.prove() if request.method != "POST" else _receive(visit)


def _receive(visit: OwnCorrection) -> ResponseReturnValue:
    sent, moment = request.form, now()
    proof = sent.get("proof", "")
    if sent.get("step") == "send":
        if not proving.is_signed(proof, visit.token, moment):
            return visit.prove("", 400, proving.EXPIRED)
        visit = g.visit = replace(visit, proof=proof)
        return visit.again(SENT_TWICE, 400) if sent_twice(sent) else _save(visit)
    g.visit = visit
    refusal = proving.show(visit.found.reference, visit.asked)
    if refusal:
        return visit.prove(refusal.words, refusal.status)
    return replace(visit, proof=proving.sign(visit.token, moment), typed=visit.typed or _known(visit)).form()


def _save(visit: OwnCorrection) -> ResponseReturnValue:
    found, moment = visit.found, now()
    activity = found.stored.activity
    answers = given(visit.fields, visit.typed)
    if not answers:
        return visit.form((), 400, NOTHING_GIVEN)
    _, wrong = judge_changes(found.record.record, answers, activity, policy(), today(activity))
    if visit.typed.get("attest") != "y":
        wrong.append(Problem("attest", Code.ATTEST_MISSING))
    if wrong:
        return visit.form(wrong, 400)
    try:
        with database().write() as session:
            address, most = request.remote_addr or "", settings().address_posts_per_minute
            if not limits.allow(session, "address", address, limit=most, window=MINUTE, now=moment):
                return visit.again(TOO_MANY, 429)
            at_once = own_record.correct(session, visit.token, answers, policy=policy(), now=moment)
    except Refused as refused:
        return visit.form(refused.problems, 400)
    except NotAllowed:
        return write_to_us(visit.token, found)
    return done(
        visit.token, found, "Thank you", "Your record is corrected." if at_once else _looked_at(found)
    )


def _looked_at(found: Receipt) -> str:
    """What becomes of answers to a record that was reported, or that somebody has in hand."""
    looks = (
        f"{found.stored.activity.provider_name} looks at your answers, because your record was reported "
        "or is being looked at already."
    )
    if not found.record.record.consent:  # taken back since: a correction must not sound like a new report
        return f"{looks} They are not reported. You need not do anything else."
    return f"{looks} Then what was reported is taken back and reported anew. You need not do anything else."


def done(token: str, found: Receipt, heading: str, *words: str) -> Response:
    """The page after something was done from the receipt."""
    return page(
        "attest/receipt_done.html",
        activity=found.stored.activity,
        heading=heading,
        words=words,
        reference=codes.format_reference(found.reference),
        receipt=url_for("attest.receipt", token=token),
    )


def write_to_us(token: str, found: Receipt) -> Response:
    """The page for those for whom nothing can be done here."""
    return page(
        "attest/receipt_write.html",
        activity=found.stored.activity,
        reference=codes.format_reference(found.reference),
        receipt=url_for("attest.receipt", token=token),
    )


def _known(visit: OwnCorrection) -> dict[str, str]:
    with database().read() as session:
        said = own_record.answers(session, visit.token)
    return known(said, visit.fields)
