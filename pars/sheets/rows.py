"""What each row of a spreadsheet says, as the strings of the form, and the same judgment as at the learner's door."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

from pars.answers import Reading
from pars.asking import ONLY_FOR_PARS, asked
from pars.codes import Code
from pars.errors import Invalid, Level, Problem
from pars.form_rules import us_date
from pars.formats.tables.table import Table
from pars.identifiers import board_id, license
from pars.readers import plain_date
from pars.record import Activity, LearnerRecord, Policy
from pars.rules import at_the_door, judge, not_for_pars
from pars.sheets.saying import Plan, Said, say
from pars.text import fold

WHOLE = {"last_name": ("first_name", "last_name"), "birth_month": ("birth_month", "birth_day")}
"""Answers that stand in one cell: what is wrong with one of them is said once."""

_NAMESPACE = UUID("5c1b2f0e-6f0d-5f43-9a43-1f6d8a9f6d3e")


class Standing(StrEnum):
    """What importing does with a row."""

    READY = "ready"
    """It becomes a record that is ready for PARS."""
    LOOK = "look"
    """It becomes a record that a coordinator has to look at."""
    ASIDE = "not_for_pars"
    """It becomes a record that no file will hold: no physician, no permission."""
    STOPPED = "stopped"
    """It cannot be imported as it is."""
    HERE = "here"
    """It has been imported before, or is in the sheet twice."""


IMPORTED = (Standing.READY, Standing.LOOK, Standing.ASIDE)


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and what becomes of it; `submission_id` follows from who it is about, not from where it stands."""

    row: int
    typed: Mapping[str, str]
    reading: Reading
    problems: tuple[Problem, ...]
    standing: Standing
    submission_id: str = ""


def judge_rows(
    table: Table, plan: Plan, activity_id: str, activity: Activity, policy: Policy, today: date
) -> list[Judged]:
    """Every row, judged as the learner's page would; those that are about the same person again are marked."""
    places = {key: table.headings.index(heading) for key, heading in plan.columns.items()}
    first: dict[str, Judged] = {}
    judged = []
    for line in table.lines:
        one = _judged(line.number, say(line, places, plan), activity_id, activity, policy, today)
        if one.submission_id in first:
            one = _again(one, first[one.submission_id])
        elif one.submission_id:
            first[one.submission_id] = one
        judged.append(one)
    return judged


def stopped(one: Judged, problem: Problem) -> Judged:
    """The row with one more thing that is wrong with it, not to be imported."""
    return replace(one, problems=(problem, *one.problems), standing=Standing.STOPPED, submission_id="")


def here(one: Judged, *problems: Problem) -> Judged:
    """The row as one that need not be imported."""
    return replace(one, problems=problems, standing=Standing.HERE)


def looked_at(one: Judged, problems: Sequence[Problem]) -> Judged:
    """The row with what is only seen among others; a warning makes somebody look at it."""
    if not problems:
        return one
    warned = any(problem.level is Level.WARNING for problem in problems)
    return replace(
        one,
        problems=(*problems, *one.problems),
        standing=Standing.LOOK if warned else one.standing,
    )


def _judged(
    row: int, said: Said, activity_id: str, activity: Activity, policy: Policy, today: date
) -> Judged:
    reading, found = judge(said.typed, activity, policy, today)
    record = reading.record
    # Of somebody whose profession cannot be told, everything that can be wrong is said at once.
    wanted = asked(record.profession or "md", activity, policy) | {"completion_date"}
    if record.consent is False:
        wanted -= ONLY_FOR_PARS
    own = [problem for problem in said.problems if problem.field in wanted]
    own += _other_date(said.typed.get("completion_date", ""), activity)
    blamed = {field for problem in at_the_door(own) for field in WHOLE.get(problem.field, (problem.field,))}
    problems = [*own, *(problem for problem in found if problem.field not in blamed)]
    if at_the_door(problems):
        return Judged(row, said.typed, reading, tuple(problems), Standing.STOPPED)
    standing = Standing.READY
    if reason := not_for_pars(record, activity, policy):
        problems.append(Problem("", reason))
        standing = Standing.ASIDE
    elif any(problem.level is Level.WARNING for problem in problems):
        standing = Standing.LOOK
    return Judged(row, said.typed, reading, tuple(problems), standing, _submission_id(activity_id, record))


def _other_date(said: str, activity: Activity) -> list[Problem]:
    """A row that names another day than the only one of the activity is not corrected in silence."""
    fixed = activity.fixed_date
    if not fixed or not said:
        return []
    try:
        day = plain_date(said)
    except Invalid as invalid:
        return [invalid.about("completion_date")]
    if day == fixed:
        return []
    code = Code.COMPLETION_DATE_BEFORE if day < fixed else Code.COMPLETION_DATE_AFTER
    return [Problem("completion_date", code, {"first": us_date(fixed), "last": us_date(fixed)})]


def _again(one: Judged, first: Judged) -> Judged:
    detail = {"row": str(first.row)}
    if one.typed == first.typed:
        return here(one, Problem("", Code.SHEET_ROW_TWICE, detail))
    return stopped(one, Problem("", Code.SHEET_ROW_DIFFERS, detail))


def _submission_id(activity_id: str, record: LearnerRecord) -> str:
    """The same for the same person and date, wherever the row stands and whatever else it says."""
    who = [
        activity_id,
        fold(record.first_name),
        fold(record.last_name),
        record.license_state,
        license.compact(record.license_number),
        record.npi,
        record.birth_month,
        record.birth_day,
        board_id.compact(record.board_id),
        record.email.casefold(),
        record.completion_date.isoformat() if record.completion_date else "",
    ]
    return str(uuid5(_NAMESPACE, json.dumps(who)))
