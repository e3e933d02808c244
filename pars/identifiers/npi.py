"""NPI, the National Provider Identifier of US physicians and other providers.

Ten ASCII digits, the first 1 or 2; the last is a Luhn check digit over 80840 and the number (69 FR 3434). The
check does not tell a person's NPI from an organization's.

>>> validate("1234 567 893")
'1234567893'
>>> is_valid("1234567890")
False
"""

from stdnum import luhn

from pars.errors import Code, Invalid
from pars.text import tidy

DIGITS = 10

# The card issuer prefix of US health identifiers, which the check digit is computed with.
_PREFIX = "80840"


def compact(text: str) -> str:
    """The text without spaces and hyphens."""
    return tidy(text).replace(" ", "").replace("-", "")


def validate(text: str) -> str:
    """The ten digits; raises Invalid(NPI_DIGITS or NPI_CHECK_DIGIT)."""
    number = digits(text)
    if number[0] not in "12" or not luhn.is_valid(_PREFIX + number):
        raise Invalid(Code.NPI_CHECK_DIGIT)
    return number


def digits(text: str) -> str:
    """Ten digits whose check digit may be wrong, as a learner's typing mistake is kept; raises Invalid."""
    number = compact(text)
    if not (len(number) == DIGITS and number.isascii() and number.isdigit()):
        raise Invalid(Code.NPI_DIGITS)
    return number


def is_valid(text: str) -> bool:
    try:
        return bool(validate(text))
    except Invalid:
        return False


def format(text: str) -> str:
    """In groups, as it is read out: `1234 567 893`."""
    number = compact(text)
    return f"{number[:4]} {number[4:7]} {number[7:]}"
