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
