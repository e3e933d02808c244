"""Which column of PARS's answer holds what, and each row read as an answer about one learner.

A mapping is what a coordinator sees and may change: what is looked for -> the heading that it stands under.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from pars.codes import Code
from pars.errors import Invalid, Problem
from pars.formats.columns import ADD, DELETE, Action
from pars.formats.results.headings import KEYS, KNOWN, STATUS_WORDS
from pars.formats.tables.table import Line
from pars.identifiers import birthday, board_id, license
from pars.readers import plain_date
from pars.text import fold
from pars.vocabulary import state_code

Mapped = Mapping[str, str]

_NUMBERS = ("credit_id", "license_number", "npi", "board_id")
_NAMES = (("name",), ("first_name", "last_name"))
_BESIDE_A_NAME = (("birthday", "license_state"), ("activity_id",))
FOUND_BY = (
    *((number,) for number in _NUMBERS),
    *((*name, *beside) for name in _NAMES for beside in _BESIDE_A_NAME),
)
"""The columns by which a learner is found; one of these groups must be there, and the status."""

_ACTIONS: Final[Mapping[str, Action | Literal[""]]] = {"": "", fold(ADD): ADD, fold(DELETE): DELETE}
_SPOILED = re.compile(r"[0-9]+(?:\.[0-9]+)?[Ee]\+?[0-9]+|[0-9]+\.0+")
_TIME_AFTER = re.compile(r"[T ][0-9].*$")


@dataclass(frozen=True, slots=True)
class Answer:
    """One row: what PARS says, of whom, as the file has it.

    `status` is accepted or rejected, or "" where `word` is neither. `action` is what PARS was asked to do, "" where
    the row names none, None where its word for it is unknown. `numbers` are license numbers and NPIs, compact, that
    can be relied upon; `spoiled` those that a spreadsheet may have changed. Dates and birthdays that cannot be read
    are empty.
    """

    row: int
    credit_id: str = ""
    activity_id: str = ""
    action: Action | Literal[""] | None = ""
    status: str = ""
    word: str = ""
    reason: str = ""
    first_name: str = ""
    last_name: str = ""
    name: str = ""
    birthday: str = ""
    license_state: str = ""
    numbers: frozenset[str] = frozenset()
    spoiled: frozenset[str] = frozenset()
    board_id: str = ""
    completion_date: date | None = None
    computed: bool = False

    @property
    def whole_name(self) -> str:
        """First and last name, or what stands under one heading for both, in whatever order."""
        return f"{self.first_name} {self.last_name}".strip() if self.last_name else self.name


def propose(headings: Sequence[str]) -> dict[str, str]:
    """The mapping of the headings that attest knows by itself; of two for the same, that which stands first in its
    list of headings."""
    found = {fold(heading): heading for heading in reversed(headings)}
    mapping: dict[str, str] = {}
    for known, key in KNOWN.items():
        if known in found:
            mapping.setdefault(key, found[known])
    return mapping


def faults(mapping: Mapped, headings: Sequence[str]) -> list[Problem]:
    """What is wrong with a mapping that somebody chose; `field` is what was looked for."""
    unknown = [
        Problem(key, Code.RESULTS_COLUMN_UNKNOWN, {"heading": heading})
        for key, heading in mapping.items()
        if heading not in headings
    ]
    chosen = list(mapping.values())
    twice = [
        Problem(key, Code.RESULTS_COLUMN_TWICE, {"heading": heading})
        for key, heading in mapping.items()
        if chosen.count(heading) > 1
    ]
    return [*unknown, *twice, *needed(mapping)]


def needed(mapping: Mapped) -> list[Problem]:
    """What is still to be mapped before any row can be read."""
    problems = []
    if "status" not in mapping:
        problems.append(Problem("status", Code.RESULTS_COLUMN_NEEDED, {"label": KEYS["status"]}))
    if not any(mapping.keys() >= set(group) for group in FOUND_BY):
        labels = (
            f"{KEYS['credit_id']}, or {KEYS['license_number']}, or name with birthday and state or activity"
        )
        problems.append(Problem("credit_id", Code.RESULTS_COLUMN_NEEDED, {"label": labels}))
    return problems


def read_answers(lines: Sequence[Line], headings: Sequence[str], mapping: Mapped) -> list[Answer]:
    """Each line as an answer; the columns are found by their headings."""
    places = {key: headings.index(heading) for key, heading in mapping.items() if heading in headings}
    return [_answer(line, places) for line in lines]


def _answer(line: Line, places: Mapping[str, int]) -> Answer:
    said = {key: line.value(at) for key, at in places.items()}
    word = said.get("status", "")
    sound, spoiled = _numbers(line, places)
    return Answer(
        row=line.number,
        credit_id=said.get("credit_id", ""),
        activity_id=_digits(said.get("activity_id", "")),
        action=_ACTIONS.get(fold(said.get("action", ""))),
        status=STATUS_WORDS.get(fold(word), ""),
        word=word,
        reason=said.get("reason", ""),
        first_name=said.get("first_name", ""),
        last_name=said.get("last_name", ""),
        name=said.get("name", ""),
        birthday=_birthday(said.get("birthday", "")),
        license_state=_state(said.get("license_state", "")),
        numbers=sound,
        spoiled=spoiled,
        board_id=board_id.compact(said.get("board_id", "")),
        completion_date=_date(said.get("completion_date", "")),
        computed=not line.computed.isdisjoint(places.values()),
    )


def _numbers(line: Line, places: Mapping[str, int]) -> tuple[frozenset[str], frozenset[str]]:
    """License number and NPI, compact: those written as text, and those that a spreadsheet has had in its hands."""
    sound: set[str] = set()
    spoiled: set[str] = set()
    for key in ("license_number", "npi"):
        at = places.get(key)
        number = line.value(at)
        if number:
            touched = at in line.converted or at in line.computed or _SPOILED.fullmatch(number)
            (spoiled if touched else sound).add(license.compact(number))
    return frozenset(sound), frozenset(spoiled)


def _digits(text: str) -> str:
    """An activity's ID without its leading zeros, which a spreadsheet drops."""
    return text.removesuffix(".0").lstrip("0")


def _birthday(text: str) -> str:
    """MM/DD of what PARS or a spreadsheet makes of a birthday; a year is not looked at."""
    try:
        return birthday.validate(birthday.without_year(text.removeprefix("--")))
    except Invalid:
        return ""


def _state(text: str) -> str:
    try:
        return state_code(text)
    except Invalid:
        return ""


def _date(text: str) -> date | None:
    try:
        return plain_date(_TIME_AFTER.sub("", text))
    except Invalid:
        return None
