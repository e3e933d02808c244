"""By which headings form services, registration systems and sign-in sheets name what a learner answers.

All of it is data with a source. A heading that asks in a whole sentence is known by a phrase within it; permission
only by phrases that can mean nothing else, because a sheet may hold permissions for other things.
"""

import re
from collections.abc import Mapping

from pars.formats.tables.table import Expected
from pars.text import fold
from pars.vocabulary import rows

KEYS: Mapping[str, str] = {row["key"]: row["label"] for row in rows("sheet_headings")}
"""What a column may hold -> its name for the coordinator."""

YEARS = frozenset({"birthyear", "yearofbirth", "age"})
"""Headings, folded, of what is never kept."""

_WORD = re.compile(r"[^\W_]+")


def words(heading: str) -> tuple[str, ...]:
    """The words of a heading in small letters: `Birth_Day` and `Birth Day` are two, `Birthday` is one."""
    return tuple(_WORD.findall(heading.casefold()))


_ENTRIES = [
    (at, row["heading"], row["key"], row["within"] == "yes") for at, row in enumerate(rows("sheet_headings"))
]
_BY_WORDS = {words(heading): (key, at) for at, heading, key, _ in reversed(_ENTRIES)}
_BY_LETTERS = {fold(heading): (key, at) for at, heading, key, _ in reversed(_ENTRIES)}
_PHRASES = sorted(
    ((words(heading), (key, len(_ENTRIES) + at)) for at, heading, key, within in _ENTRIES if within),
    key=lambda entry: -len(entry[0]),
)

EXPECTED = Expected(_BY_LETTERS.keys())


def key_of(heading: str) -> tuple[str, int] | None:
    """What the column under this heading holds, and how doubtful that is (0 is surest); None for an unknown one."""
    said = words(heading)
    if found := _BY_WORDS.get(said) or _BY_LETTERS.get(fold(heading)):
        return found
    for phrase, entry in _PHRASES:
        if any(said[at : at + len(phrase)] == phrase for at in range(len(said))):
            return entry
    return None
