"""An activity as a coordinator sets it up: read from JSON, every problem at once, and written back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from pars.errors import Code, Invalid, Level, Problem
from pars.form_rules import us_date
from pars.identifiers import activity_id, provider_id
from pars.readers import email
from pars.record import (
    AMA_CATEGORY_1,
    EMAIL_POLICIES,
    FORMATS,
    STATUSES,
    Activity,
    BoardCredit,
    SeriesSession,
)
from pars.setup_fields import Fields
from pars.setup_series import SESSION_FIELDS, read_dates
from pars.vocabulary import BOARDS, DEFAULT_CONSENT, board_acronym, state_code

FIELDS = tuple(field.name for field in fields(Activity))
_ACRONYM = re.compile(r"[A-Za-z][A-Za-z0-9&-]{1,19}")

MOST_GRACE = 24 * 60
"""Minutes: who comes later than a day after closing gets a link of their own."""
MOST_LEARNERS = 1_000_000

BOARD_FIELDS = tuple(field.name for field in fields(BoardCredit))


def read_activity(data: Mapping[str, Any]) -> tuple[Activity | None, list[Problem]]:
    """The activity that JSON-shaped data describes, or None where a problem is an error.

    Dates are ISO, `credits_max` and `points_max` are decimal strings. An unknown name is an error, so that no
    misspelled setting is lost in silence. Warnings come with an activity.
    """
    problems: list[Problem] = []
    given = Fields(data, problems)
    given.refuse_unknown(FIELDS)
    zone = _zone(given)
    credits_max = given.quarters("credits_max")
    series_most = given.quarters("series_credits_max", needed=False)
    kind = given.choice("format", FORMATS)
    first = given.day("starts_on")
    # A live activity is over on its first day where nothing else is said.
    last = given.day("ends_on", needed=kind in ("series", "enduring"))
    if last is None and kind == "live":
        last = first
    dates, sessions = read_dates(given, kind, first, last)
    if series_most and kind != "series":
        given.refuse("series_credits_max", Code.SERIES_ONLY)
    of_any_date = [credits_max, *(session.credits_max for session in sessions)]
    provider = given.line("provider_name")
    values: dict[str, Any] = {
        "title": given.line("title", most=300),
        "accme_activity_id": given.checked("accme_activity_id", activity_id.validate),
        "provider_name": provider,
        "accme_provider_id": given.checked("accme_provider_id", provider_id.validate),
        "format": kind,
        "starts_on": first,
        "ends_on": last,
        "dates": dates,
        "sessions": sessions,
        "series_credits_max": series_most,
        "timezone": zone.key,
        "credits_max": credits_max,
        "credit_type": given.line("credit_type", needed=False) or AMA_CATEGORY_1,
        "boards": _boards(given, first, max(filter(None, of_any_date), default=None)),
        "opens_at": given.moment("opens_at", zone),
        "closes_at": given.moment("closes_at", zone),
        "email": given.choice("email", EMAIL_POLICIES, default="required"),
        "kiosk": given.truth("kiosk"),
        "consent_text": given.paragraphs("consent_text", most=5000) or DEFAULT_CONSENT,
        "contact_email": given.checked("contact_email", email),
        "competencies": _competencies(given),
        "home_states": home_states(given),
        "grace_minutes": given.whole("grace_minutes", most=MOST_GRACE) or 0,
        "learners_max": given.whole("learners_max", least=1, most=MOST_LEARNERS),
        "status": given.choice("status", STATUSES, default="open"),
    }
    if first and last and last < first:
        given.refuse("ends_on", Code.ENDS_BEFORE_START)
    if values["opens_at"] and values["closes_at"] and values["closes_at"] <= values["opens_at"]:
        given.refuse("closes_at", Code.CLOSES_BEFORE_OPENING)
    refused = any(problem.level is Level.ERROR for problem in problems)
    return (None if refused else Activity(**values)), problems


def amend_activity(before: Activity, changes: Mapping[str, Any]) -> tuple[Activity | None, list[Problem]]:
    """The activity with some fields changed, judged as if it had come in one piece.

    Dates and sessions of a series are one list: where only one of the two is given, the other follows it.
    """
    told: dict[str, Any] = activity_as_json(before) | dict(changes)
    follows = {"dates", "sessions"} - changes.keys() if {"dates", "sessions"} & changes.keys() else set()
    activity, problems = read_activity(told | dict.fromkeys(follows))
    if activity and "sessions" in follows:
        stay = tuple(session for session in before.sessions if session.date in activity.dates)
        activity = replace(activity, sessions=stay)
    return activity, problems


def _zone(given: Fields) -> ZoneInfo:
    name = given.line("timezone", needed=False)
    if not is_zone(name):
        given.refuse("timezone", Code.TIMEZONE_UNKNOWN)
        return ZoneInfo("UTC")
    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Whether it names a time zone of the IANA."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    """The zones of the IANA, without what a system adds for itself."""
    return frozenset(available_timezones() - {"Factory", "localtime"})


def _boards(given: Fields, first: date | None, credits_max: Decimal | None) -> tuple[BoardCredit, ...]:
    registered: dict[tuple[str, str], BoardCredit] = {}
    for number, item in enumerate(given.items("boards", dict, "boards")):
        one = Fields(item, given.problems, within=f"boards.{number}.")
        one.refuse_unknown(BOARD_FIELDS)
        acronym = _board(one)
        credit_type = one.line("credit_type")
        points = one.quarters("points_max")
        if not (acronym and credit_type and points):
            continue
        if (acronym, credit_type) in registered:
            one.refuse("board", Code.BOARD_TWICE, board=acronym)
        registered[acronym, credit_type] = BoardCredit(
            board=acronym, credit_type=credit_type, points_max=points
        )
        _check_board(one, registered[acronym, credit_type], first, credits_max)
    boards = tuple(registered.values())
    _check_together(given, boards, credits_max)
    return boards


def _board(given: Fields) -> str:
    """The acronym of a board, listed or not: boards join, and a coordinator need not wait for us."""
    acronym = board_acronym(given.line("board"))
    if acronym and not _ACRONYM.fullmatch(acronym):
        given.refuse("board", Code.BOARD_ACRONYM)
        return ""
    if acronym and acronym not in BOARDS:
        given.refuse("board", Code.BOARD_NOT_LISTED, board=acronym)
    return acronym


def _check_together(given: Fields, boards: Sequence[BoardCredit], credits_max: Decimal | None) -> None:
    points: dict[str, Decimal] = {}
    for credit in boards:
        points[credit.board] = points.get(credit.board, Decimal()) + credit.points_max
    several = {acronym for acronym in points if sum(credit.board == acronym for credit in boards) > 1}
    for acronym in sorted(several & BOARDS.keys()):
        if BOARDS[acronym].points_within_credits and credits_max and points[acronym] > credits_max:
            given.refuse("boards", Code.POINTS_TOGETHER, board=acronym)


def _check_board(given: Fields, credit: BoardCredit, first: date | None, credits_max: Decimal | None) -> None:
    """What is known of the board and speaks against these points; the lists of types may be incomplete."""
    board = BOARDS.get(credit.board)
    if board is None:
        return
    if board.credit_types and credit.credit_type not in board.credit_types:
        given.refuse(
            "credit_type",
            Code.CREDIT_TYPE_UNKNOWN,
            board=credit.board,
            choices=", ".join(board.credit_types),
        )
    since = board.completed_since or board.started_since
    if since and first and first < since:
        given.refuse("board", Code.BOARD_TOO_EARLY, board=credit.board, since=us_date(since))
    until = board.completed_until.get(credit.credit_type)
    if until and first and first > until:
        given.refuse(
            "credit_type",
            Code.CREDIT_TYPE_ENDED,
            board=credit.board,
            type=credit.credit_type,
            day=us_date(until),
        )
    if board.points_within_credits and credits_max and credit.points_max > credits_max:
        given.refuse("points_max", Code.POINTS_TOO_MANY, board=credit.board)


def _competencies(given: Fields) -> tuple[str, ...]:
    """One line each, tidied as a text of as many lines."""
    lines = given.items("competencies", str, "texts")
    one = Fields({"competencies": "\n".join(lines)}, given.problems, given.within)
    return tuple(line for line in one.paragraphs("competencies", most=5000).split("\n") if line)


def home_states(given: Fields) -> tuple[str, ...]:
    """Two-letter codes, each once, in the order given."""
    codes: dict[str, None] = {}
    for text in given.items("home_states", str, "states"):
        try:
            codes[state_code(text)] = None
        except Invalid:
            given.refuse("home_states", Code.STATE_UNKNOWN, value=text[:40])
    return tuple(codes)


def activity_as_json(activity: Activity) -> dict[str, Any]:
    """The activity as `read_activity` takes it: ISO dates, decimal strings, moments in UTC."""
    return {name: _as_json(getattr(activity, name)) for name in FIELDS}


def _as_json(value: object) -> Any:
    match value:
        case tuple():
            return [_as_json(item) for item in value]
        case BoardCredit():
            return {name: _as_json(getattr(value, name)) for name in BOARD_FIELDS}
        case SeriesSession():
            return {name: _as_json(getattr(value, name)) for name in SESSION_FIELDS}
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case _:
            return value
