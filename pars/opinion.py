"""What a learner thinks of the form: how easy it was, and what got in the way. Both may stay open."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from pars.codes import Code
from pars.errors import Problem
from pars.text import first_hidden, shown, tidy

EASIEST = 5
LONGEST_COMMENT = 1000


@dataclasses.dataclass(frozen=True, slots=True)
class Opinion:
    """`ease` goes from 1, very hard, to EASIEST; the comment may have several lines."""

    ease: int | None = None
    comment: str = ""

    def __bool__(self) -> bool:
        return self.ease is not None or bool(self.comment)


def read_opinion(typed: Mapping[str, str]) -> tuple[Opinion, list[Problem]]:
    """The opinion in the form's fields `ease` and `comment`, and what is wrong with them."""
    problems = []
    ease, comment = typed.get("ease", ""), _lines(typed.get("comment", ""))
    choices = [str(number) for number in range(1, EASIEST + 1)]
    if ease and ease not in choices:
        problems.append(
            Problem("ease", Code.CHOICE_UNKNOWN, {"name": "answer", "choices": ", ".join(choices)})
        )
    if len(comment) > LONGEST_COMMENT:
        problems.append(
            Problem("comment", Code.TEXT_TOO_LONG, {"name": "comment", "most": f"{LONGEST_COMMENT:,}"})
        )
    hidden = first_hidden(comment.replace("\n", " "))
    if hidden:
        problems.append(
            Problem("comment", Code.TEXT_CHARACTER, {"name": "comment", "character": shown(hidden)})
        )
    return Opinion(int(ease) if ease in choices else None, comment), problems


def _lines(text: str) -> str:
    """Each line tidy, none empty at the beginning or the end."""
    return "\n".join(tidy(line) for line in text.replace("\r\n", "\n").split("\n")).strip("\n")
