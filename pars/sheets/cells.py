"""Single cells, as spreadsheets hold them, turned into what the readers of the form take.

What cannot be read is left as it is, so that the form's own reader says what is wrong with it; what a spreadsheet
has spoiled, and no reader could see, is refused here.
"""

import re
from datetime import date, timedelta

from pars.codes import Code
from pars.errors import Invalid
from pars.identifiers import birthday
from pars.text import fold, tidy
from pars.vocabulary import BOARDS, state_code

_AFTER_A_DATE = re.compile(r"(?:T|,? )[0-9]{1,2}:.*$")
_SHORT_YEAR = re.compile(r"([0-9]{1,2}/[0-9]{1,2})/([0-9]{2})")
_IN_WORDS = re.compile(r"([A-Za-z]{3,9})\.? ([0-9]{1,2}),? ([0-9]{4})")
_DAY_NUMBER = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_EPOCH = date(1899, 12, 30)  # day 0 of Excel for Windows

# 9.3 may have been 9.30 before a spreadsheet took it for a number.
_SHORTENED_DAY = re.compile(r"[0-9]{1,2}\.[0-9]")
# Of four digits and more, or neither a month nor a day.
_MAY_BE_A_YEAR = re.compile(r"[0-9]{4,}|(?<![0-9])(?:3[2-9]|[4-9][0-9])(?![0-9])")

# What Excel shows of a long number in a narrow column, and what it makes of MAR1.
_EXPONENT = re.compile(r"[0-9](?:\.[0-9]+)?E[+][0-9]{2}", re.IGNORECASE)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEPT_AS_TEXT = re.compile(r'="(.*)"')
_WHOLE = re.compile(r"([0-9]+)\.0+")
_CREDITS = re.compile(r"([0-9.]+) ?(?:(?:ama )?(?:cme )?(?:credits?|hours?|hrs?)|cme)\.?", re.IGNORECASE)
_STATE_WORDS = re.compile(r"[(),;/-]+")

_BOARDS = {fold(board.name): acronym for acronym, board in BOARDS.items()}


def of_day_number(text: str) -> date | None:
    """The date that a spreadsheet's bare day number stands for; None for any other text."""
    return _EPOCH + timedelta(days=int(float(text))) if _DAY_NUMBER.fullmatch(text) else None


def month_and_day(text: str) -> str:
    """A birthday without its year, such as `9/27`; any number that may hold a year is blacked out."""
    if day := of_day_number(text):
        return f"{day.month:02}/{day.day:02}"
    return _MAY_BE_A_YEAR.sub("\u2026", birthday.without_year(text))


def born(text: str) -> tuple[str, str]:
    """Month and day as the form takes them; raises Invalid(BIRTHDAY_INVALID)."""
    said = month_and_day(text)
    if not said:
        return "", ""
    if _SHORTENED_DAY.fullmatch(said):
        raise Invalid(Code.BIRTHDAY_INVALID)
    month, _, day = birthday.validate(said).partition("/")
    return month, day


def completed(text: str) -> str:
    """A date as the form's reader takes it, without the time of day."""
    said = _AFTER_A_DATE.sub("", tidy(text))
    if day := of_day_number(said):
        return day.isoformat()
    if match := _SHORT_YEAR.fullmatch(said):
        return f"{match[1]}/20{match[2]}"
    if match := _IN_WORDS.fullmatch(said):
        try:
            return f"{birthday.month(match[1])}/{match[2]}/{match[3]}"
        except Invalid:
            return said
    return said


def number(text: str, *, is_number: bool) -> str:
    """A license number or NPI as text; `is_number`: the spreadsheet does not hold it as text.

    Raises Invalid(SHEET_NUMBER_LOST) where digits are gone for good.
    """
    said = match[1] if (match := _KEPT_AS_TEXT.fullmatch(text)) else text
    if _EXPONENT.fullmatch(said) or (is_number and (_ISO_DATE.fullmatch(said) or "e" in said)):
        raise Invalid(Code.SHEET_NUMBER_LOST)
    return match[1] if (match := _WHOLE.fullmatch(said)) else said


def credits(text: str) -> str:
    """`6 credits` is 6."""
    return match[1] if (match := _CREDITS.fullmatch(text)) else text


def state(text: str) -> str:
    """`Maine (ME)` and `ME - Maine` name one state, and so it is taken."""
    codes = set()
    for part in filter(None, map(str.strip, _STATE_WORDS.split(text))):
        try:
            codes.add(state_code(part))
        except Invalid:
            return text
    return codes.pop() if len(codes) == 1 else text


def board(text: str) -> str:
    """A board's acronym, where it is named in full."""
    return _BOARDS.get(fold(text), text)
