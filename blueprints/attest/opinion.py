"""Two questions on the receipt, for those who want to answer: how easy was this, and what got in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.attest import bp
from blueprints.attest.pages import page
from blueprints.current import database, today
from blueprints.guard import public
from pars.errors import Problem
from pars.opinion import EASIEST, LONGEST_COMMENT, read_opinion
from storage import attestations, opinions
from storage.errors import Missing

FIELDS = ("ease", "comment")
ENDS = {1: "very hard", EASIEST: "very easy"}


@dataclass(frozen=True, kw_only=True)
class Questions:
    """The questions for the holder of one receipt, as `templates/attest/opinion.html` asks them."""

    token: str
    given: bool
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    longest: int = LONGEST_COMMENT

    @property
    def action(self) -> str:
        return url_for("attest.opinion", token=self.token)

    @property
    def choices(self) -> list[tuple[str, str, str]]:
        """From hard to easy: what is sent, what is shown, and what the two ends mean."""
        return [(str(ease), str(ease), ENDS.get(ease, "")) for ease in range(1, EASIEST + 1)]

    def error(self, name: str) -> str:
        return next((problem.message for problem in self.problems if problem.field == name), "")

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The error summary: the id of each control, and the words."""
        return [(problem.field, problem.message) for problem in self.problems]


@bp.post("/r/<token>/opinion")
@public
def opinion(token: str) -> ResponseReturnValue:
    """Keep the answers and go back to the receipt, which says thanks; whoever answers nothing just goes back."""
    typed = {name: request.form.get(name, "") for name in FIELDS}
    said, problems = read_opinion(typed)
    try:
        with database().read() as session:
            activity = attestations.receipt(session, token).stored.activity
        if problems:
            asked = Questions(token=token, given=False, typed=typed, problems=problems)
            return page("attest/opinion_again.html", 400, activity=activity, opinion=asked)
        if said:
            with database().write() as session:
                opinions.give(session, token, said, today=today(activity))
    except Missing:
        abort(404)
    response = redirect(url_for("attest.receipt", token=token, _anchor="opinion"), 303)
    response.cache_control.no_store = True
    return response
