"""License number of a state medical board.

No trustworthy public table of their forms exists, so whatever could be one is taken, and kept as typed:
leading zeros, letters and punctuation are part of it. Compared are letters and digits only. Real ones:
ME136891 (FL), 0101244988 (VA), MD424020 (PA), MD600003480 (DC).

>>> validate(" a-12345 ")
'a-12345'
>>> compact("A.12345") == compact("a 12345")
True
"""

from pars.errors import Code, Invalid
from pars.text import shown, tidy
from pars.vocabulary import LICENSE_SHAPES

MOST_CHARACTERS = 40

# A spreadsheet that opens an exported file would calculate what starts with one of these.
_FORMULA_STARTS = frozenset("=+-@")

# Phones turn a typed hyphen into these.
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))

_SEPARATORS = str.maketrans("", "", " .-")


def compact(text: str) -> str:
    """Upper-cased, without spaces, periods and hyphens: for comparing only, never stored or sent."""
    return tidy(text).translate(_HYPHENS).upper().translate(_SEPARATORS)


def validate(text: str) -> str:
    """The number as typed, trimmed; raises Invalid where it is too long, not ASCII or starts a formula."""
    number = tidy(text).translate(_HYPHENS)
    if len(number) > MOST_CHARACTERS:
        raise Invalid(Code.LICENSE_TOO_LONG, most=str(MOST_CHARACTERS))
    if number[:1] in _FORMULA_STARTS:
        raise Invalid(Code.LICENSE_FORMULA, character=number[0])
    for character in number:
        if not (character.isascii() and character.isprintable()):
            raise Invalid(Code.LICENSE_CHARACTER, character=shown(character))
    if not number:
        raise Invalid(Code.LICENSE_ODD)
    return number


def is_valid(text: str) -> bool:
    try:
        return bool(validate(text))
    except Invalid:
        return False


def format(text: str) -> str:
    return tidy(text)


def is_usable(text: str) -> bool:
    """Whether it could be one number: not a word such as "pending", not zeros only, not two numbers."""
    return any(digit in text for digit in "123456789") and ";" not in text


def is_usual(text: str, state: str) -> bool:
    """Whether it looks like the usual numbers of the state (two letters); so it does where none are known."""
    shape = LICENSE_SHAPES.get(state)
    return shape is None or shape.fullmatch(compact(text)) is not None
