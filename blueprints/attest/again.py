"""Questions that are asked again, where an empty answer means: as it was. Nothing that identifies anybody is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blueprints.attest.form import Form, Group
from blueprints.attest.wording import board_label
from pars.readers import LESS

BIRTHDAY = frozenset({"birth_month", "birth_day"})

# What a form opens with: a name, and what says nothing about who somebody is.
SHOWN = ("first_name", "last_name", "credits", "completion_date")


@dataclass(frozen=True, kw_only=True)
class Again(Form):
    """The form with some of its questions, where an empty choice means: as it was."""

    @property
    def states(self) -> list[Group]:
        return [("", [("", "As I answered before")]), *super().states[1:]]

    @property
    def boards(self) -> list[Group]:
        names = dict.fromkeys(credit.board for credit in self.activity.boards)
        return [("", [("", "As I answered before"), *((board, board_label(board)) for board in names)])]


def known(said: Mapping[str, str], fields: Sequence[str]) -> dict[str, str]:
    """Of these answers, as the form's strings, those that a form may open with."""
    return {name: said[name] for name in SHOWN if name in fields and said[name]}


def questions(fields: Sequence[str]) -> list[str]:
    """The names of the questions, as attest/questions.html has them: month and day are one."""
    return list(dict.fromkeys("birthday" if name in BIRTHDAY else name for name in fields))


def given(fields: Sequence[str], typed: Mapping[str, str]) -> dict[str, str]:
    """What was answered, question by question; a birthday is answered as soon as half of it is."""
    found = {name: typed[name] for name in fields if typed.get(name, "").strip()}
    if BIRTHDAY & found.keys():
        found |= {name: typed.get(name, "") for name in BIRTHDAY}
    if found.get("credits") == LESS:
        found["credits"] = typed.get("credits_less", "")
    return found
