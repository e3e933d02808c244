"""Why PARS does not accept a record, in plain words, and which answers that puts in question.

The words that PARS uses are not published: `data/reasons.tsv` holds phrases that are likely to occur, each with
its confidence. Nothing is decided by them; they only help a coordinator to ask the learner the right thing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pars.text import tidy
from pars.vocabulary import rows

MATCHED_BY = ("first_name", "last_name", "license_state", "license_number", "birth_month", "birth_day")
"""What a learner is found by: in question where a reason says nothing that is known."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that is known: `words` are for the learner; `fields` are the answers in question, maybe none."""

    words: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    phrases: re.Pattern[str]
    alone: bool
    reason: Reason


def _known() -> Iterator[_Known]:
    for row in rows("reasons"):
        phrases = "|".join(re.escape(phrase) for phrase in row["reason"].split("|"))
        fields = tuple(row["fields"].split(", ")) if row["fields"] else ()
        yield _Known(re.compile(rf"\b(?:{phrases})\b"), row["alone"] == "yes", Reason(row["words"], fields))


_KNOWN = tuple(_known())


def explain(text: str) -> Reason | None:
    """What a reason says, as far as it is known; None where nothing of it is.

    A phrase that was understood is not read again as a part of another: "last name" says nothing of the first.
    A row that counts `alone` says something only where no other does.
    """
    left = tidy(text).casefold()
    found: list[Reason] = []
    for known in _KNOWN:
        if known.phrases.search(left) and not (known.alone and found):
            found.append(known.reason)
            left = known.phrases.sub("\n", left)
    if not found:
        return None
    fields = dict.fromkeys(name for reason in found for name in reason.fields)
    return Reason(" ".join(reason.words for reason in found), tuple(fields))
