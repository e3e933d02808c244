"""What the check screen shows: every answer as it is kept, what was changed, and what is worth a second look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from blueprints.attest.wording import birthday, board_label, long_date, plain_number
from pars import vocabulary
from pars.answers import Change, Reading
from pars.asking import ONLY_FOR_PARS, asked
from pars.errors import Code, Level, Problem
from pars.record import NO_US_LICENSE, Activity, LearnerRecord, Policy

MOVES = {
    Code.LICENSE_IS_NPI: ("npi", "Move it to NPI"),
    Code.NPI_IS_LICENSE: ("license_number", "Move it to license number"),
}
"""Where a number that stands in the wrong place can be moved with one tap, and the words on the button."""

LABELS = {
    "profession": "Profession",
    "first_name": "First name",
    "last_name": "Last name",
    "license_state": "State of license",
    "license_number": "License number",
    "npi": "NPI",
    "birth_month": "Birth month and day",
    "credits": "Credits claimed",
    "completion_date": "Completed on",
    "email": "Email address",
    "board": "Board certification",
    "board_id": "Board ID",
    "consent": "Permission to send it",
}
"""The rows of the list, in order: the question that each can be changed at, and its label."""

# Said by the words about what happens next, or not for the learner's eyes.
NOT_NOTES = {Code.HONEYPOT_FILLED, Code.ATTEST_MISSING}


@dataclass(frozen=True, slots=True)
class Answer:
    """One row. `field` is the question to go back to, empty where there is none; `notes` stand beneath."""

    field: str
    label: str
    value: str
    notes: Sequence[str] = ()
    move: str = ""
    move_words: str = ""


@dataclass(frozen=True, kw_only=True)
class Check:
    """The check screen. `carried` are the hidden fields: what was typed, as it was typed.

    `known` is said to somebody who seems to have been here before.
    """

    submission_id: str
    carried: Sequence[tuple[str, str]]
    answers: Sequence[Answer]
    notes: Sequence[str]
    known: str = ""
    next: str
    attested: bool = False
    errors: Mapping[str, str]
    lines: Sequence[tuple[str, str]] = ()

    def error(self, name: str) -> str:
        return self.errors.get(name, "")


def answers(
    reading: Reading, problems: Sequence[Problem], activity: Activity, policy: Policy
) -> list[Answer]:
    """The rows for everything this learner was asked, each with the notes that are about it."""
    record = reading.record
    shown = values(record, activity)
    wanted = asked(record.profession, activity, policy) | {"completion_date"}
    rows = []
    for name, label in LABELS.items():
        if name not in wanted or not _kept(name, record, activity):
            continue
        about = [problem for problem in problems if _row(problem.field) == name and _is_note(problem)]
        moves = [MOVES[problem.code] for problem in about if problem.code in MOVES]
        notes = [change_words(change) for change in reading.changes if change.field == name]
        notes += [problem.message for problem in about]
        move, words = moves[0] if moves else ("", "")
        back = "" if name == "completion_date" and activity.fixed_date else name
        rows.append(Answer(back, label, shown[name], notes, move, words))
    return rows


def other_notes(problems: Iterable[Problem], rows: Sequence[Answer]) -> list[str]:
    """The notes that are about no answer that is shown."""
    there = {row.field for row in rows}
    return [p.message for p in problems if _is_note(p) and _row(p.field) not in there]


def values(record: LearnerRecord, activity: Activity) -> dict[str, str]:
    """Each answer in words, by its name in LABELS; empty where nothing was given."""
    return {
        "profession": vocabulary.PROFESSIONS.get(record.profession, ""),
        "first_name": record.first_name,
        "last_name": record.last_name,
        "license_state": _state(record.license_state),
        "license_number": record.license_number,
        "npi": record.npi,
        "birth_month": birthday(record.birth_month, record.birth_day)
        if record.birth_month and record.birth_day
        else "",
        "credits": f"{plain_number(record.credits)} of {plain_number(activity.credits_on(record.completion_date))}"
        if record.credits
        else "",
        "completion_date": long_date(record.completion_date) if record.completion_date else "",
        "email": record.email,
        "board": board_label(record.board),
        "board_id": record.board_id,
        "consent": "Yes, send it" if record.consent else "No, do not send it",
    }


def change_words(change: Change) -> str:
    """What was made of an answer, in words."""
    return f"You typed \u201c{change.typed}\u201d. We keep \u201c{change.kept}\u201d."


def moved(typed: Mapping[str, str], to: str) -> dict[str, str]:
    """The answers with the NPI and the license number's places changed; what stood in the other is kept."""
    there = "license_number" if to == "npi" else "npi"
    return {**typed, to: typed.get(there, ""), there: typed.get(to, "")}


def hidden(typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the check screen carries along: all that was typed, but not the tick it asks for itself."""
    for name, value in typed.items():
        if value and name != "attest":
            yield name, value


def _kept(name: str, record: LearnerRecord, activity: Activity) -> bool:
    """Whether a row says anything: without permission nothing is kept that only a report needs."""
    if name in ("board", "board_id"):
        return bool(activity.boards and record.consent and (record.board or record.board_id))
    if name == "email":
        return activity.email != "off"
    if name in ("license_number", "npi") and record.license_state == NO_US_LICENSE:
        return bool(getattr(record, name))
    return record.consent is not False or name not in ONLY_FOR_PARS


def _is_note(problem: Problem) -> bool:
    return problem.level is not Level.ERROR and problem.code not in NOT_NOTES


def _row(name: str) -> str:
    return "birth_month" if name in ("birthday", "birth_day") else name


def _state(code: str) -> str:
    return "Not licensed in the US" if code == NO_US_LICENSE else vocabulary.STATES.get(code, "")
