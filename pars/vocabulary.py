"""The closed lists: states, professions, boards, credit types, and what names and licenses look like.

Each list is a file in `data/`, one row per entry, with the source of the entry, the date when it was read and
how sure we are of it (H, M, L: high, medium, low). A fact that changes is changed there and nowhere else.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from csv import DictReader
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pars.errors import Code, Invalid

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A certifying board, the credit types evidenced for it, and its rules as data/board_rules.tsv has them.

    `domain` is its internet domain. It takes completions from `completed_since` on and activities that start
    from `started_since` on. `points_within_credits`: its points may not exceed the CME credits. `once_a_date`:
    it takes credit once per activity and completion date. `most_a_day`: credits it takes for one day.
    `own_record` are credit types that go into a record of their own; `completed_until` is the last completion
    date of those that have ended.
    """

    name: str
    domain: str
    credit_types: tuple[str, ...]
    needs_id: bool = True
    completed_since: date | None = None
    started_since: date | None = None
    points_within_credits: bool = False
    once_a_date: bool = False
    most_a_day: Decimal | None = None
    own_record: frozenset[str] = frozenset()
    completed_until: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Credential:
    """A degree that people add to their name. `also_a_name`: it is somebody's name as well, as Do and Ma are,
    so it is taken off only with its periods, or in capitals after a comma."""

    also_a_name: bool


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of `data/<name>.tsv`, each a dict by heading."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        yield from DictReader(file, delimiter="\t", quoting=3)


_READ_AS: Mapping[str, Callable[[str], Any]] = {
    "completed_since": date.fromisoformat,
    "started_since": date.fromisoformat,
    "completed_until": date.fromisoformat,
    "most_a_day": Decimal,
}


def _boards() -> dict[str, Board]:
    credit_types: dict[str, list[str]] = {}
    for row in rows("credit_types"):
        credit_types.setdefault(row["board"], []).append(row["credit_type"])
    rules: dict[str, dict[str, Any]] = {}
    for row in rows("board_rules"):
        own, rule, value = rules.setdefault(row["board"], {}), row["rule"], row["value"]
        if rule == "own_record":
            own[rule] = own.get(rule, frozenset()) | {row["credit_type"]}
        elif row["credit_type"]:
            own.setdefault(rule, {})[row["credit_type"]] = _READ_AS[rule](value)
        else:
            own[rule] = _READ_AS.get(rule, "yes".__eq__)(value)
    return {
        row["board"]: Board(
            name=row["name"],
            domain=row["domain"],
            credit_types=tuple(credit_types.get(row["board"], ())),
            **rules.get(row["board"], {}),
        )
        for row in rows("boards")
    }


def _nicknames() -> dict[str, tuple[str, ...]]:
    return {row["nickname"]: tuple(row["full"].split(", ")) for row in rows("nicknames")}


STATES: Mapping[str, str] = {row["code"]: row["name"] for row in rows("states")}
"""Two letters to full name: the states, DC and the territories."""

PROFESSIONS: Mapping[str, str] = {row["profession"]: row["label"] for row in rows("professions")}
"""The form's value to its label, in the order of the form."""

REPORTED: Mapping[str, str] = {row["profession"]: row["reported"] for row in rows("professions")}
"""Whether PARS takes a profession: "yes", "no", or "setting" where a setting decides."""

BOARDS: Mapping[str, Board] = _boards()
"""A certifying board's acronym to what is known about it."""

CREDIT_TYPES: Mapping[str, tuple[str, ...]] = {
    acronym: board.credit_types for acronym, board in BOARDS.items()
}
"""A board's acronym to the credit types evidenced for it; empty where none was found, so any is taken."""

NICKNAMES: Mapping[str, tuple[str, ...]] = _nicknames()
"""A nickname in small letters to the given names that it is short for."""

GIVEN_NAMES: frozenset[str] = frozenset(full.casefold() for names in NICKNAMES.values() for full in names)
SURNAMES: frozenset[str] = frozenset(row["surname"] for row in rows("surnames"))
"""Frequent names in small letters, to notice a first and a last name that look swapped."""

CREDENTIALS: Mapping[str, Credential] = {
    row["credential"]: Credential(also_a_name=row["also_a_name"] == "yes") for row in rows("credentials")
}
"""Degrees and titles in capitals and without periods."""

LICENSE_SHAPES: Mapping[str, re.Pattern[str]] = {
    row["state"]: re.compile(row["shape"]) for row in rows("license_shapes")
}
"""What compact license numbers of a state usually look like; a state that is not here has no known shape."""

COMPETENCIES: Mapping[str, str] = {row["competency"]: row["about"] for row in rows("competencies")}
"""The six physician competencies of the ACGME and the ABMS, each with what it is about; a provider may add others."""

DEFAULT_CONSENT: str = (DATA / "consent.txt").read_text(encoding="utf-8").strip()
"""The consent text of an activity that brings none; `{provider}` stands for the provider's name."""

_ACRONYMS = {acronym.casefold(): acronym for acronym in BOARDS}


def board_acronym(text: str) -> str:
    """A board's acronym as the board writes it, in any case; one that is not listed stays as it is."""
    return _ACRONYMS.get(text.casefold(), text)


_STATE_CODES = {name.casefold(): code for code, name in STATES.items()} | {
    code.casefold(): code for code in STATES
}


def state_code(text: str) -> str:
    """The two letters of a state given by its letters or its full name, in any case.

    Raises Invalid where it is no US state, district or territory.
    """
    try:
        return _STATE_CODES[" ".join(text.split()).casefold()]
    except KeyError:
        raise Invalid(Code.LICENSE_STATE_UNKNOWN) from None
