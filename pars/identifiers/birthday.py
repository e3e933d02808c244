"""Birth month and day. Never a year: PARS does not take one, and so nobody is asked.

>>> validate("Sep 9")
'09/09'
>>> is_valid("02/29"), is_valid("02/30")
(True, False)
"""

import calendar
import re

from pars.errors import Code, Invalid
from pars.text import tidy

_MONTHS = [name.lower() for name in calendar.month_name if name]
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NUMBER = re.compile(r"[0-9]{1,2}")
_NAME = re.compile(r"[a-z]{3,9}\.?")
_SEPARATOR = re.compile(r"[ /.-]+")

# 1980-09-27, 9/27/80, Sep 27, 1980 and 27 September 1980, a time after it or not.
_MONTH, _NAMED = r"(?P<month>[0-9]{1,2})", r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY, _NTH = r"(?P<day>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR, _TIME = r"(?:[0-9]{4}|[0-9]{2})", r"(?:[T ,]+[0-9]{1,2}:.*)?"
_DATES = tuple(
    re.compile(form + _TIME)
    for form in (
        rf"[0-9]{{4}}-{_MONTH}-{_DAY}",
        rf"{_MONTH}([/.-]){_DAY}\2{_YEAR}",
        rf"{_NAMED} {_NTH}(?:,? [0-9]{{4}})?",
        rf"{_NTH}[ -]{_NAMED}(?:[ ,-]+{_YEAR})?",
    )
)


def compact(text: str) -> str:
    """`MM/DD` where month and day can be read, else the text, tidied."""
    tidied = tidy(text)
    try:
        return validate(tidied)
    except Invalid:
        return tidied


def validate(text: str) -> str:
    """`MM/DD`, zero-padded, of a month and a day in this order; raises Invalid(BIRTHDAY_INVALID)."""
    parts = _SEPARATOR.split(tidy(text))
    if len(parts) != 2:
        raise Invalid(Code.BIRTHDAY_INVALID)
    number = month(parts[0])
    return f"{number:02}/{day(parts[1], number):02}"


def without_year(text: str) -> str:
    """Month and day, in this order, of a whole date as people and spreadsheets write it; else the text, tidied."""
    tidied = tidy(text)
    for form in _DATES:
        if match := form.fullmatch(tidied):
            return f"{match['month']}/{match['day']}"
    return tidied


def is_valid(text: str) -> bool:
    try:
        return bool(validate(text))
    except Invalid:
        return False


def format(text: str) -> str:
    return compact(text)


def month(text: str) -> int:
    """1 to 12, of a number or an English name of three letters or more; raises Invalid(BIRTHDAY_INVALID)."""
    word = tidy(text).lower()
    if _NUMBER.fullmatch(word) and 1 <= int(word) <= len(_MONTHS):
        return int(word)
    if _NAME.fullmatch(word):
        for number, name in enumerate(_MONTHS, start=1):
            if name.startswith(word.rstrip(".")):
                return number
    raise Invalid(Code.BIRTHDAY_INVALID)


def day(text: str, month: int | None) -> int:
    """A day of that month, 29 February too, or of any where None; raises Invalid(BIRTHDAY_INVALID)."""
    number = tidy(text)
    most = _DAYS[month - 1] if month else max(_DAYS)
    if _NUMBER.fullmatch(number) and 1 <= int(number) <= most:
        return int(number)
    raise Invalid(Code.BIRTHDAY_INVALID)
