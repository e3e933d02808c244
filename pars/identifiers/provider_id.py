"""ACCME provider ID, the number of an accredited provider: seven digits, leading zeros kept.

>>> validate(" 0001234 ")
'0001234'
"""

from pars.errors import Code, Invalid
from pars.text import tidy

DIGITS = 7


def compact(text: str) -> str:
    """The text without spaces and hyphens."""
    return tidy(text).replace(" ", "").replace("-", "")


def validate(text: str) -> str:
    """The digits; raises Invalid(PROVIDER_ID_DIGITS)."""
    number = compact(text)
    if not (len(number) == DIGITS and number.isascii() and number.isdigit()):
        raise Invalid(Code.PROVIDER_ID_DIGITS)
    return number


def is_valid(text: str) -> bool:
    try:
        return bool(validate(text))
    except Invalid:
        return False


def format(text: str) -> str:
    return compact(text)
