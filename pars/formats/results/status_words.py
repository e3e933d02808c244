"""PARS's words for a row's status that attest does not know, and what a coordinator says that they mean.

A word may be one of a few short ones: a column of names or of numbers is none of statuses, and is not asked about,
so that nothing of a learner is ever remembered as a word.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pars.formats.results.columns import Answer
from pars.formats.results.headings import STATUS_WORDS
from pars.text import fold

WAITING = "waiting"
MEANINGS = (*sorted(set(STATUS_WORDS.values())), WAITING)
"""What a word may mean: the two answers, and that there is none yet."""

LONGEST = 60
MOST = 12
_NO_WORD = re.compile(r"[0-9@]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the file has it first, how many rows say it, and what it was said to mean; "" as long as nothing."""

    word: str
    rows: int
    meaning: str


def foreign(values: Iterable[str], meanings: Mapping[str, str]) -> list[Word]:
    """The words that attest does not know by itself, in the order of the file; `meanings` are by folded word."""
    rows: Counter[str] = Counter()
    first: dict[str, str] = {}
    for value in values:
        key = fold(value)
        if key and key not in STATUS_WORDS:
            rows[key] += 1
            first.setdefault(key, value)
    return [Word(word, rows[key], meanings.get(key, "")) for key, word in first.items()]


def could_be_statuses(words: Sequence[Word]) -> bool:
    """Whether these may be asked about: few, short, without a digit."""
    return len(words) <= MOST and not any(
        max(len(one.word), len(fold(one.word))) > LONGEST or _NO_WORD.search(one.word) for one in words
    )


def understood(answers: Iterable[Answer], meanings: Mapping[str, str]) -> list[Answer]:
    """The answers with the words that were explained; those that are none yet are left out."""
    told = []
    for answer in answers:
        meaning = answer.status or meanings.get(fold(answer.word), "")
        if meaning != WAITING:
            told.append(replace(answer, status=meaning))
    return told
