"""Rules for a record that is to go to PARS: will it match, and does the board take it?

No rule here refuses anything, for none of it is certain: what is doubtful is held back until a coordinator has
looked, or just noticed.
"""

import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from pars import moc
from pars.errors import Code, Problem
from pars.form_rules import us_date
from pars.identifiers import license, npi
from pars.record import Activity, LearnerRecord, Policy
from pars.reporting import reported_identifier
from pars.vocabulary import BOARDS, GIVEN_NAMES, LICENSE_SHAPES, NICKNAMES, STATES, SURNAMES

MOC_WITHIN = timedelta(days=30)
"""MOC credit is to be reported within 30 days of completion (ACCME, H)."""

# The ʻokina, and the letter apostrophe that stands for it or for a glottal stop.
_OKINAS = "\u02bb\u02bc"


def identified(record: LearnerRecord, activity: Activity, policy: Policy, today: date) -> Iterator[Problem]:
    """A record without license number and valid NPI may not match; a resident's is likelier still not to."""
    if not reported_identifier(record):
        resident = record.profession == "resident"
        yield Problem("license_number", Code.RESIDENT_UNIDENTIFIED if resident else Code.NO_IDENTIFIER)


def license_likely(
    record: LearnerRecord, activity: Activity, policy: Policy, today: date
) -> Iterator[Problem]:
    """A license number is a number, the board's own, and like others of that state (advice, L)."""
    number, state = record.license_number, record.license_state
    if not number:
        return
    if not license.is_usable(number):
        yield Problem("license_number", Code.LICENSE_ODD)
    elif npi.is_valid(number):
        yield Problem("license_number", Code.LICENSE_IS_NPI)
    elif not license.is_usual(number, state):
        yield Problem("license_number", Code.LICENSE_UNUSUAL, {"state": STATES[state]})


def npi_likely(record: LearnerRecord, activity: Activity, policy: Policy, today: date) -> Iterator[Problem]:
    """The check digit of an NPI is right (69 FR 3434, H); a wrong one may be a license number."""
    if not record.npi or npi.is_valid(record.npi):
        return
    yield Problem("npi", Code.NPI_CHECK_DIGIT)
    state = record.license_state
    if not record.license_number and state in LICENSE_SHAPES and license.is_usual(record.npi, state):
        yield Problem("npi", Code.NPI_IS_LICENSE, {"state": STATES[state]})


def names_likely(record: LearnerRecord, activity: Activity, policy: Policy, today: date) -> Iterator[Problem]:
    """Names are as a license shows them: not short, not swapped, not in one case only."""
    first, last = record.first_name.casefold(), record.last_name.casefold()
    if full := NICKNAMES.get(first):
        yield Problem("first_name", Code.NICKNAME, {"name": record.first_name, "full": " or ".join(full)})
    if first in SURNAMES and last in GIVEN_NAMES and first not in GIVEN_NAMES:
        yield Problem("first_name", Code.NAMES_SWAPPED)
    both = f"{record.first_name} {record.last_name}"
    if both.isupper():
        yield Problem("last_name", Code.ALL_CAPITALS)
    elif both.islower():
        yield Problem("last_name", Code.ALL_SMALL_LETTERS)


def names_in_plain_letters(
    record: LearnerRecord, activity: Activity, policy: Policy, today: date
) -> Iterator[Problem]:
    """Letters that a board's record may hold in another form: full-width ones, ligatures, the ʻokina."""
    for field, name in (("first_name", record.first_name), ("last_name", record.last_name)):
        if name.isascii():
            continue
        if (plain := unicodedata.normalize("NFKC", name)) != name:
            yield Problem(field, Code.NAME_FULLWIDTH, {"plain": plain})
        if okina := next((letter for letter in name if letter in _OKINAS), None):
            yield Problem(field, Code.NAME_OKINA, {"character": okina})


def board_takes(record: LearnerRecord, activity: Activity, policy: Policy, today: date) -> Iterator[Problem]:
    """The activity is registered with the board (plain logic), and the board can find the learner (M)."""
    board = record.board
    if not board:
        if record.board_id:
            yield Problem("board", Code.BOARD_MISSING)
        return
    if all(credit.board != board for credit in activity.boards):
        yield Problem("board", Code.BOARD_UNKNOWN)
    elif not record.board_id and board in BOARDS and BOARDS[board].needs_id:
        yield Problem("board_id", Code.BOARD_ID_MISSING, {"board": board})
    yield from _board_limits(record, activity)
    if record.completion_date and today - record.completion_date > MOC_WITHIN:
        yield Problem("completion_date", Code.LATE_FOR_MOC)


def _board_limits(record: LearnerRecord, activity: Activity) -> Iterator[Problem]:
    """What the board is known to refuse (H): no credit of that kind is reported to it."""
    for credit in activity.boards:
        day = moc.refused(credit, record.completion_date) if credit.board == record.board else None
        if day and record.completion_date:
            code = Code.BOARD_NOT_YET if record.completion_date < day else Code.BOARD_NO_LONGER
            detail = {"board": credit.board, "type": credit.credit_type, "day": us_date(day)}
            yield Problem("completion_date", code, detail)
    most = BOARDS[record.board].most_a_day if record.board in BOARDS else None
    if most and any(told.total > most for told in moc.reports(record, activity)):
        yield Problem("credits", Code.BOARD_DAY_MOST, {"board": record.board, "most": f"{most}"})


def reporting_open(
    record: LearnerRecord, activity: Activity, policy: Policy, today: date
) -> Iterator[Problem]:
    """PARS takes a year's credit until a day of the next year; sources disagree on which (M), so it is a setting."""
    day = record.completion_date
    if day is None or day < activity.starts_on:
        return
    month, last_day = policy.reporting_deadline
    if (today.year, today.month, today.day) > (day.year + 1, month, last_day):
        last = f"{month}/{last_day}/{day.year + 1}"
        yield Problem("completion_date", Code.REPORTING_DEADLINE, {"year": str(day.year), "last": last})


REPORT_RULES = (
    identified,
    license_likely,
    npi_likely,
    names_likely,
    names_in_plain_letters,
    board_takes,
    reporting_open,
)
