"""One row of a spreadsheet as the strings of the form, so that it goes through the same door as a learner's answers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pars.codes import Code
from pars.errors import Invalid, Problem
from pars.formats.tables.table import Line
from pars.sheets import cells, people, words

COLUMN, STATED, UNKNOWN = CONSENTS = ("column", "stated", "unknown")
"""Where permission comes from: a column, the coordinator who states it for all rows, or nowhere."""

Told = Iterator[tuple[str, str] | Problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a sheet is read: columns by their headings, what is the same for all rows, and whence permission comes."""

    columns: Mapping[str, str]
    same: Mapping[str, str] = field(default_factory=dict)
    consent: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Said:
    """A row as the strings of the form; `problems` are what no reader of the form could see."""

    typed: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


def say(line: Line, places: Mapping[str, int], plan: Plan) -> Said:
    """What the row says; `places` are the numbers of the columns, from 0, by what they hold.

    That the learner took part is the coordinator's to state, for all rows; here it is presumed.
    """
    row = _Row(line, places, plan)
    typed = {"attest": "y"}
    problems: list[Problem] = []
    for name, part in _PARTS.items():
        try:
            for told in part(row):
                if isinstance(told, Problem):
                    problems.append(told)
                elif told[1]:
                    typed[told[0]] = told[1]
        except Invalid as invalid:
            problems.append(invalid.about(name))
    return Said(typed, tuple(problems))


class _Row:
    """A line of the sheet, asked by what its columns hold."""

    def __init__(self, line: Line, places: Mapping[str, int], plan: Plan) -> None:
        self._line, self._places, self.plan = line, places, plan

    def __getitem__(self, key: str) -> str:
        return self.plan.same.get(key) or self._line.value(self._places.get(key))

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def is_number(self, key: str) -> bool:
        """Whether the spreadsheet holds it as a number or a date."""
        return self._places.get(key) in self._line.converted


def _name(row: _Row) -> Told:
    if "name" not in row:
        yield "first_name", row["first_name"]
        yield "last_name", row["last_name"]
        return
    split = people.split(row["name"])
    yield "first_name", split.first
    yield "last_name", split.last
    if split.first:
        code = Code.SHEET_NAME_GUESSED if split.guessed else Code.SHEET_NAME_SPLIT
        yield Problem("last_name", code, {"first": split.first, "last": split.last})


def _profession(row: _Row) -> Told:
    """As the column has it, else as a degree beside the name tells."""
    said = row["profession"] or people.degree(row["name"] or row["last_name"])
    yield "profession", words.profession(said)


def _birthday(row: _Row) -> Told:
    if "birthday" not in row:
        yield "birth_month", row["birth_month"]
        yield "birth_day", row["birth_day"]
        return
    month, day = cells.born(row["birthday"])
    yield "birth_month", month
    yield "birth_day", day


def _license_number(row: _Row) -> Told:
    is_number = row.is_number("license_number")
    yield "license_number", cells.number(row["license_number"], is_number=is_number)
    if is_number and row["license_number"]:
        yield Problem("license_number", Code.SHEET_NUMBER_CONVERTED)


def _npi(row: _Row) -> Told:
    yield "npi", cells.number(row["npi"], is_number=row.is_number("npi"))


def _license_state(row: _Row) -> Told:
    yield "license_state", cells.state(row["license_state"])


def _credits(row: _Row) -> Told:
    yield "credits", cells.credits(row["credits"])


def _completion_date(row: _Row) -> Told:
    yield "completion_date", cells.completed(row["completion_date"])


def _board(row: _Row) -> Told:
    yield "board", cells.board(row["board"])


def _consent(row: _Row) -> Told:
    stated = {STATED: "yes", UNKNOWN: "no"}
    yield "consent", stated.get(row.plan.consent) or words.consent(row["consent"])


def _as_it_is(name: str) -> Callable[[_Row], Told]:
    def part(row: _Row) -> Told:
        yield name, row[name]

    return part


_PARTS: Mapping[str, Callable[[_Row], Told]] = {
    "profession": _profession,
    "last_name": _name,
    "license_state": _license_state,
    "license_number": _license_number,
    "npi": _npi,
    "birth_month": _birthday,
    "credits": _credits,
    "completion_date": _completion_date,
    "email": _as_it_is("email"),
    "board": _board,
    "board_id": _as_it_is("board_id"),
    "consent": _consent,
}
"""What is read of a row, by the field that is blamed where it cannot be."""
