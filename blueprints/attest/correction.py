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
from blueprints.attest.form import FIELDS, Form, Group, errors_of, lines_of
from blueprints.attest.pages import page
from blueprints.attest.receiving import MINUTE, SENT_TWICE, TOO_MANY
from blueprints.attest.visit import sent_twice, submission_id_in
from blueprints.attest.wording import board_label, days, long_date
from blueprints.current import database, now, policy, settings, today
from blueprints.guard import public
from pars.answers import spoken
from pars.errors import Problem
from pars.readers import LESS
from storage import codes, limits, links
from storage.errors import LinkSpent, Refused
from storage.links import BIRTHDAY, Question

NOTHING_GIVEN = "Answer at least one question. If all is as you gave it before, write to the address below."
# What the page opens with: a name, and what says nothing about who somebody is.
SHOWN = ("first_name", "last_name", "credits", "completion_date")


@dataclass(frozen=True, kw_only=True)
class Again(Form):
    """The form with some of its questions, where an empty choice means: as it was."""

    @property
    def boards(self) -> list[Group]:
        names = dict.fromkeys(credit.board for credit in self.activity.boards)
        return [("", [("", "Choose a board"), *((board, board_label(board)) for board in names)])]


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
        day = asked.record.completion_date
        return page(
            "attest/correct.html",
            status,
            activity=activity,
            name=f"{asked.record.first_name} {asked.record.last_name}",
            date=long_date(day) if day and "completion_date" not in asked.fields else days(activity),
            reason=asked.reason,
            asked=_questions(asked.fields),
            form=Again(
                activity=activity,
                policy=policy(),
                today=today(activity),
                typed=self.typed,
                errors=errors,
                lines=lines,
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
    said = spoken(question.record)
    known = {name: said[name] for name in SHOWN if name in question.fields and said[name]}
    return Correction(token, question, known, str(uuid4())).page()


def _receive(token: str) -> ResponseReturnValue:
    sent, moment = request.form, now()
    submission_id = submission_id_in(sent) or str(uuid4())
    with database().read() as session:
        question = links.question(session, token, submission_id=submission_id, policy=policy(), now=moment)
    typed = {name: sent[name] for name in FIELDS if sent.get(name)}
    visit = g.visit = Correction(token, question, typed, submission_id)
    if sent_twice(sent):
        return visit.again(SENT_TWICE, 400)
    answers = _answers(question.fields, typed)
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


def _questions(fields: Sequence[str]) -> list[str]:
    """The names of the questions, as attest/questions.html has them: month and day are one."""
    return list(dict.fromkeys("birthday" if name in BIRTHDAY else name for name in fields))


def _answers(fields: Sequence[str], typed: Mapping[str, str]) -> dict[str, str]:
    """What was answered, question by question; a birthday is answered as soon as half of it is."""
    given = {name: typed[name] for name in fields if typed.get(name, "").strip()}
    if BIRTHDAY & given.keys():
        given |= {name: typed.get(name, "") for name in BIRTHDAY}
    if given.get("credits") == LESS:
        given["credits"] = typed.get("credits_less", "")
    return given


def _too_many(visit: Correction) -> Response:
    response = visit.again(TOO_MANY, 429)
    response.headers["Retry-After"] = "60"
    return response
