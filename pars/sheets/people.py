"""A whole name in one cell, split into first and last name, and the degree that stands beside it."""

import re
from dataclasses import dataclass

from pars import names
from pars.codes import Code
from pars.errors import Invalid
from pars.sheets.words import professions
from pars.text import fold, tidy

_TITLES = frozenset({"dr", "prof"})
_SUFFIXES = frozenset({"JR", "SR", "II", "III", "IV"})
_PARTICLE = re.compile(
    r"(?:al|ap|bin|da|das|de|del|della|den|der|di|do|dos|du|el|ibn|l[ae]s?|los|mac|saint|st|san|santa|te|ten|ter|v[ao]n|zu)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Split:
    """`guessed` says that a word in the middle may belong to either name."""

    first: str
    last: str
    guessed: bool = False


def split(text: str) -> Split:
    """First and last name of `Doe, Jane MD` or `Dr. Jane Doe, MD`; raises Invalid(SHEET_NAME_UNCLEAR).

    A single word is a last name. Suffixes such as Jr. stay with the last name.
    """
    bare = names.without_credentials(tidy(text))
    parts = [part.strip() for part in bare.split(",") if part.strip()]
    # "Doe, MD, Jane": a degree between the names is nobody's name.
    parts = [part for at, part in enumerate(parts) if at == 0 or not professions(part)]
    suffixes = [part for part in parts[1:] if _is_suffix(part)]
    parts = [part for part in parts if part not in suffixes]
    if not parts:
        return Split("", "")
    if len(parts) > 2:
        raise Invalid(Code.SHEET_NAME_UNCLEAR)
    if len(parts) == 2:
        last, first, guessed = parts[0], parts[1], False
    else:
        first, last, guessed = _in_order(parts[0].split(" "))
    return Split(first, " ".join([last, *suffixes]), guessed)


def degree(name: str) -> str:
    """The degrees beside a name that tell a profession: `Jane Doe, MD, FACS` is MD FACS; "" where none does."""
    said = tidy(name)
    left = names.without_credentials(said).replace(",", " ").split()
    words = [word for word in said.replace(",", " ").split() if word not in left]
    taken_off = " ".join(word for word in words if fold(word) not in _TITLES)
    between = [part.strip() for part in said.split(",")[1:-1]]
    return next((text for text in (taken_off, *between) if text and professions(text)), "")


def _in_order(words: list[str]) -> tuple[str, str, bool]:
    """First name, last name, and whether a whole word between them may belong to either."""
    end = len(words)
    while end > 1 and _is_suffix(words[end - 1]):
        end -= 1
    start = end - 1
    while start > 1 and _PARTICLE.fullmatch(words[start - 1]):
        start -= 1
    between = words[1:start]
    return " ".join(words[:start]), " ".join(words[start:]), any(len(word.strip(".")) > 1 for word in between)


def _is_suffix(word: str) -> bool:
    return word.strip(". ").upper() in _SUFFIXES
