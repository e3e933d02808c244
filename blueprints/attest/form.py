"""What the form's template needs: the choices of each question, the values typed and the words of each error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from blueprints.attest.wording import board_label, credit_count, long_date, plain_date, plain_number
from pars import readers, vocabulary
from pars.asking import asked
from pars.errors import Invalid, Problem
from pars.readers import ALL, LESS
from pars.record import NO_US_LICENSE, Activity, Policy

FIELDS = (
    "profession",
    "first_name",
    "last_name",
    "license_state",
    "license_number",
    "license_later",
    "npi",
    "birth_month",
    "birth_day",
    "credits",
    "credits_less",
    "completion_date",
    "email",
    "board",
    "board_id",
    "consent",
    "attest",
)
"""Every answer that the form can send, in the order of its questions. Nothing else that is sent is looked at."""

HONEYPOT = "remarks"
"""A field that people never meet; programs that fill in all they find do."""

Choice = tuple[str, str, str]
Group = tuple[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Form:
    """The questions of one activity, blank or as somebody filled them in.

    `today` is the date where the activity is held. `lines` are those of the error summary: the id to go to,
    and the words. `focus` names the question that somebody came back for. `sends_receipt`: a letter brings it.
    `day` is the completion date where it is known and not asked.
    """

    activity: Activity
    policy: Policy
    today: date
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[tuple[str, str]] = ()
    focus: str = ""
    sends_receipt: bool = False
    day: date | None = None

    def autofill(self, token: str | None) -> str | None:
        """The `autocomplete` of a field: a phone may fill it in by itself, a shared tablet nothing."""
        return "off" if self.activity.kiosk else token

    @property
    def email_hint(self) -> str:
        """What the address is for."""
        if self.sends_receipt:
            return "For your receipt, and if a board cannot match your record"
        return "So that we can ask you if a board cannot match your record"

    @property
    def refused(self) -> bool:
        return bool(self.lines)

    def value(self, name: str) -> str:
        """What stands in the control of that name. A number of credits from a script is shown as "Less"."""
        if name == "credits" and self.typed.get("credits"):
            return LESS if self._less else self.credits[0][0]
        if name == "credits_less" and self._less:
            return self.typed.get("credits_less") or _unless(LESS, self.typed.get("credits", ""))
        return self.typed.get(name, "")

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    def invalid(self, name: str) -> dict[str, str]:
        """Attributes of a control whose error stands with the question around it."""
        return {"aria-invalid": "true", "aria-describedby": f"{name}-error"} if self.error(name) else {}

    @property
    def professions(self) -> list[Choice]:
        return [
            (value, label, self._kind_of_profession(value)) for value, label in vocabulary.PROFESSIONS.items()
        ]

    @property
    def states(self) -> list[Group]:
        everywhere = list(vocabulary.STATES.items())
        home = [(code, vocabulary.STATES[code]) for code in self.activity.home_states]
        near: list[Group] = [("Nearby", home)] if home else []
        return [
            ("", [("", "Choose a state")]),
            *near,
            ("States and territories", everywhere),
            ("Elsewhere", [(NO_US_LICENSE, "I am not licensed in the US")]),
        ]

    @property
    def credits(self) -> list[Choice]:
        """All or less; how many all are depends on the date where dates give different ones."""
        most = plain_number(self._most)
        everything = (ALL, "All of that date", "") if self._by_date else (most, f"All {most}", "")
        return [everything, (LESS, "Less", "")]

    @property
    def credits_hint(self) -> str:
        where = ", depending on the date below" if self._by_date else ""
        return f"Maximum {plain_number(self._most)}{where}. Claim only the time you took part"

    @property
    def dates(self) -> list[Choice]:
        """The days to choose from; one that has not come yet cannot be the answer."""
        return [
            (day.isoformat(), self._date_words(day), "") for day in self.activity.choices if day <= self.today
        ]

    @property
    def date_hint(self) -> str:
        last = min(self.activity.ends_on, self.today)
        return f"Between {plain_date(self.activity.starts_on)} and {plain_date(last)}"

    @property
    def boards(self) -> list[Group]:
        names = dict.fromkeys(credit.board for credit in self.activity.boards)
        if not names:
            return []
        return [("", [("", "None"), *((board, board_label(board)) for board in names)])]

    @property
    def _less(self) -> bool:
        """Whether fewer credits than all are claimed, in whichever way that was said."""
        claimed = self.typed.get("credits", "")
        if not claimed or (claimed.lower() == ALL and self._by_date):
            return False
        day = self.day or readers.day_or_none(self.typed, self.activity)
        try:
            return readers.plain_number(claimed) != self.activity.credits_on(day)
        except Invalid:
            return True

    @property
    def _most(self) -> Decimal:
        return self.activity.credits_on(self.day) if self.day else self.activity.credits_most

    @property
    def _by_date(self) -> bool:
        """Whether how many are all of them follows from the date that is asked beside it."""
        return self.activity.credits_differ and self.day is None

    def _date_words(self, day: date) -> str:
        """Monday, October 5, 2026: Sepsis (1.5 credits). As much of that as there is to say."""
        session = self.activity.session_on(day)
        title = f": {session.title}" if session and session.title else ""
        worth = f" ({credit_count(self.activity.credits_on(day))})" if self.activity.credits_differ else ""
        return f"{long_date(day)}{title}{worth}"

    def _kind_of_profession(self, profession: str) -> str:
        """The class that the style sheet's branches go by."""
        if profession == "resident":
            return "resident"
        return "" if "license_state" in asked(profession, self.activity, self.policy) else "brief"


def errors_of(problems: Iterable[Problem], typed: Mapping[str, str]) -> dict[str, str]:
    """The words of the first problem of each question, by the name the template looks it up by."""
    words: dict[str, str] = {}
    for problem in problems:
        words.setdefault(_question(problem, typed), problem.message)
    return words


def lines_of(errors: Mapping[str, str]) -> list[tuple[str, str]]:
    """The error summary: for each question in order the id of its control, and its words."""
    order = [*FIELDS[: FIELDS.index("birth_month")], "birthday", *FIELDS[FIELDS.index("credits") :]]
    known = [(name, errors[name]) for name in order if name in errors]
    return [("birth_month" if name == "birthday" else name, words) for name, words in known]


def _question(problem: Problem, typed: Mapping[str, str]) -> str:
    if problem.field in ("birth_month", "birth_day"):
        return "birthday"
    if problem.field == "credits" and typed.get("credits"):
        return "credits_less"
    return problem.field


def _unless(unwanted: str, text: str) -> str:
    return "" if text == unwanted else text
