"""How soon a password would be guessed by somebody who tries common ones and simple patterns first.

NIST SP 800-63B-4 (3.1.1.2) and OWASP ASVS 6.2 ask that common passwords be refused, and ask for no rules about
characters. A list alone would miss `Hospital2026!!` and `qwertyuiop12`, so a password is taken apart into the
pieces that such a person would put together, and what counts is how few they are.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "common_passwords.txt"

ENOUGH = 6  # three common words, or six characters that are in no pattern
WORD, PIECE = 2, 1

ROWS = (
    "0123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]\\",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "qwertzuiop",
    "azertyuiop",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujm",
    "!@#$%^&*()",
)
_WALKS = tuple(walk for row in ROWS for walk in (row, row[::-1]))
_SHORTEST_WALK = 3
_FREE = re.compile(r"[\s_.-]+")  # what stands between words makes nothing harder
_REPEATED = re.compile(r"(.+?)\1+")
_YEAR = re.compile(r"(19|20)\d\d")
_FEW_DIGITS = re.compile(r"\d\d")

# What a letter is written as; "1" and "!" stand for two.
_WRITTEN = ("@4305$78", "aaeosstb")
_LETTERS = tuple(str.maketrans(_WRITTEN[0] + "1!", _WRITTEN[1] + letter * 2) for letter in "il")


def is_easy(password: str, shortest: int) -> bool:
    """Whether few guesses find it. What is repeated counts once, and must still be `shortest` characters long."""
    text = _FREE.sub("", unicodedata.normalize("NFKC", password).casefold())
    if repeated := _REPEATED.fullmatch(text):
        text = repeated[1]
        if len(text) < shortest:
            return True
    return _pieces(text) < ENOUGH


def _pieces(text: str) -> int:
    """The cost of the cheapest way to put `text` together, up to ENOUGH and a little more."""
    spellings = {text, *(text.translate(letters) for letters in _LETTERS)}
    cheapest = [0]
    for end in range(1, len(text) + 1):
        costs = [cheapest[end - 1] + PIECE]
        for begin in range(max(0, end - _longest()), end - 1):
            costs.append(cheapest[begin] + _cost(text[begin:end], {each[begin:end] for each in spellings}))
        cheapest.append(min(costs))
    return cheapest[-1]


def _cost(piece: str, spellings: set[str]) -> int:
    if len(set(piece)) == 1 or _YEAR.fullmatch(piece) or _FEW_DIGITS.fullmatch(piece):
        return PIECE
    if len(piece) >= _SHORTEST_WALK and any(piece in walk for walk in _WALKS):
        return PIECE
    return WORD if not spellings.isdisjoint(_words()) else PIECE * len(piece)


@cache
def _words() -> frozenset[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _longest() -> int:
    """Of what is looked for at once: a word of the list, or a whole walk along the keys."""
    return max(map(len, (*_words(), *_WALKS)))
