"""A learner's ID with a certifying board.

The boards publish no forms, so letters, digits and hyphens are taken, and kept as typed.

>>> validate(" 123456 ")
'123456'
"""

import re

from pars.errors import Code, Invalid
from pars.text import tidy

MOST_CHARACTERS = 20

# It starts with a letter or digit, so that no spreadsheet takes it for a formula.
_SHAPE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*")


def compact(text: str) -> str:
    """Upper-cased, without spaces and hyphens: for comparing only."""
    return tidy(text).upper().replace(" ", "").replace("-", "")


def validate(text: str) -> str:
    """The ID as typed, trimmed; raises Invalid(BOARD_ID_INVALID)."""
    number = tidy(text).replace(" ", "")
    if len(number) > MOST_CHARACTERS or not _SHAPE.fullmatch(number):
        raise Invalid(Code.BOARD_ID_INVALID, most=str(MOST_CHARACTERS))
    return number


def is_valid(text: str) -> bool:
    try:
        return bool(validate(text))
    except Invalid:
        return False


def format(text: str) -> str:
    return tidy(text)
