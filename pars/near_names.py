"""Whether two names may be one person's, written otherwise: a slip, a nickname, an initial, half of a double name."""

import re
from dataclasses import dataclass
from enum import IntEnum

from pars.text import fold
from pars.vocabulary import NICKNAMES

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""They tell a father from his son, so they are compared for themselves."""

LONG_ENOUGH = 4
"""Of shorter names a slip makes another name: Ann and Amy, Jon and Ron."""

_BETWEEN = re.compile(r"[\s,\-]+")
_FULL = {fold(short): frozenset({fold(short), *map(fold, full)}) for short, full in NICKNAMES.items()}


class Nearness(IntEnum):
    """How near two names are."""

    APART = 0
    NEAR = 1
    EQUAL = 2


@dataclass(frozen=True, slots=True)
class Name:
    """A name for comparing: the folded words of its halves, and each half in one piece; the suffix by itself."""

    first_words: tuple[str, ...]
    last_words: tuple[str, ...]
    suffix: str
    first: str
    last: str


def name_of(first_name: str, last_name: str) -> Name:
    first, suffix = _words(first_name)
    last, last_suffix = _words(last_name)
    return Name(first, last, last_suffix or suffix, "".join(first), "".join(last))


def nearness(a: Name, b: Name) -> Nearness:
    """EQUAL but for suffix, case and accents; NEAR where one half is equal and the other near, or both are swapped."""
    if not (a.first and a.last and b.first and b.last):
        return Nearness.APART
    if a.last == b.last:
        if a.first == b.first:
            return Nearness.EQUAL
        return Nearness.NEAR if _near_first(a.first_words, b.first_words) else Nearness.APART
    if a.first == b.first and _near_last(a, b):
        return Nearness.NEAR
    return Nearness.NEAR if (a.first, a.last) == (b.last, b.first) else Nearness.APART


def is_slip(a: str, b: str) -> bool:
    """Whether one slip makes one of the other: a character more, less or another, or two neighbors swapped."""
    longest = max(len(a), len(b))
    if a == b or abs(len(a) - len(b)) > 1 or longest < LONG_ENOUGH:
        return False
    if longest > LONG_ENOUGH and a[:2] != b[:2] and a[-2:] != b[-2:]:
        return False  # of nearly all pairs this tells at once: one slip spares one of the ends
    start = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:] and len(rest_a) > 1
    return swapped or rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]


def _words(text: str) -> tuple[tuple[str, ...], str]:
    """The folded words without the suffix, and the suffix; a name that is nothing but a suffix stays one."""
    words = [word for word in map(fold, _BETWEEN.split(text)) if word]
    if len(words) > 1 and words[-1] in SUFFIXES:
        return tuple(words[:-1]), words[-1]
    return tuple(words), ""


def _near_first(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Mary Ann and Mary, Bob and Robert, J. and John, Jhon and John."""
    both = min(len(a), len(b))
    if a[1:both] != b[1:both]:
        return False
    one, other = a[0], b[0]
    if one == other or not _known_as(one).isdisjoint(_known_as(other)) or is_slip(one, other):
        return True
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _near_last(a: Name, b: Name) -> bool:
    """Garcia and Garcia-Lopez, Cruz and De la Cruz, Okafor and Okofor."""
    if len(a.last_words) == len(b.last_words):
        return is_slip(a.last, b.last)
    short, long = sorted((a.last_words, b.last_words), key=len)
    return short in (long[: len(short)], long[-len(short) :]) or is_slip(a.last, b.last)


def _known_as(first_name: str) -> frozenset[str]:
    return _FULL.get(first_name, frozenset({first_name}))
