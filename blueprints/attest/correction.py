"""The page behind a link to correct a record: the questions in doubt and no others, answered once.

Whoever holds the link is taken for the learner, so the page tells nothing that identifies one, but the name: it
neither shows what was answered before nor whether an answer is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from flask import Response, g, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.attest import bp
from blueprints.attest.again import Again, given, known, questions
from blueprints.attest.form import FIELDS, errors_of, lines_of
from blueprints.attest.pages import page
from blueprints.attest.receiving import MINUTE, SENT_TWICE, TOO_MANY
from blueprints.attest.visit import sent_twice, submission_id_in
from blueprints.attest.wording import days, long_date
from blueprints.current import database, now, policy, settings, today
from blueprints.guard import public
from pars.answers import spoken
from pars.errors import Problem
from storage import codes, limits, links
from storage.errors import LinkSpent, Refused
from storage.links import Question

NOTHING_GIVEN = "Answer at least one question. If all is as you gave it before, write to the address below."


@dataclass(frozen=True)
class Correction:
    """One visit of the page; `typed` is what stands in the form."""

    token: str
    question: Question
    typed: Mapping[str, str]
    submission_id: str

    def page(self, problems: Sequence[Problem] = (), *, status: int = 200, alert: str = "") -> Response:
        asked, activity = self.question, self.question.stored.activity
        errors = errors_of(problems, self.typed)
        lines = [*([("", alert)] if alert else []), *lines_of(errors)]
        day = asked.record.completion_date if "completion_date" not in asked.fields else None
        return page(
            "attest/correct.html",
            status,
            activity=activity,
            name=f"{asked.record.first_name} {asked.record.last_name}",
            date=long_date(day) if day else days(activity),
            reason=asked.reason,
            asked=questions(asked.fields),
            form=Again(
                activity=activity,
                policy=policy(),
                today=today(activity),
                typed=self.typed,
                errors=errors,
                lines=lines,
                day=day,
            ),
            action=url_for("attest.correction", token=self.token),
            submission_id=self.submission_id,
        )

    def again(self, alert: str, status: int) -> Response:
        """The same, with everything that was typed, and why it has to be sent again."""
        return self.page(status=status, alert=alert)


@bp.route("/c/<token>", methods=["GET", "POST"])
@public
def correction(token: str) -> ResponseReturnValue:
    """Looking at it, as mail programs do by themselves, does not spend the link; answering does."""
    try:
        return _receive(token) if request.method == "POST" else _show(token)
    except LinkSpent:
        return page("attest/link_spent.html", 404)


def _show(token: str) -> Response:
    with database().read() as session:
        question = links.question(session, token, policy=policy(), now=now())
    typed = known(spoken(question.record), question.fields)
    return Correction(token, question, typed, str(uuid4())).page()


def _receive(token: str) -> ResponseReturnValue:
    sent, moment = request.form, now()
    submission_id = submission_id_in(sent) or str(uuid4())
    with database().read() as session:
        question = links.question(session, token, submission_id=submission_id, policy=policy(), now=moment)
    typed = {name: sent[name] for name in FIELDS if sent.get(name)}
    visit = g.visit = Correction(token, question, typed, submission_id)
    if sent_twice(sent):
        return visit.again(SENT_TWICE, 400)
    answers = given(question.fields, typed)
    if not answers:
        return visit.again(NOTHING_GIVEN, 400)
    with database().write() as session:
        address, most = request.remote_addr or "", settings().address_posts_per_minute
        allowed = limits.allow(session, "address", address, limit=most, window=MINUTE, now=moment)
    if not allowed:
        return _too_many(visit)
    try:
        with database().write() as session:
            links.answer(session, token, answers, submission_id=submission_id, policy=policy(), now=moment)
    except Refused as refused:
        return visit.page(refused.problems, status=400)
    reference = codes.format_reference(question.reference)
    return page("attest/corrected.html", activity=question.stored.activity, reference=reference)


def _too_many(visit: Correction) -> Response:
    response = visit.again(TOO_MANY, 429)
    response.headers["Retry-After"] = "60"
    return response
