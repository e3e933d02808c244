"""A table out of an uploaded file: headings and lines of text, within limits that every kind of file shares.

Above the headings may stand a title or guidance, so the row of headings is looked for: the one among the first
rows with the most headings that are known.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pars.codes import Code
from pars.errors import Problem
from pars.text import fold, tidy

MEGABYTE = 1024 * 1024
BYTES_MAX = 5 * MEGABYTE
ROWS_MAX = 20_000
COLUMNS_MAX = 200
CHARACTERS_MAX = 2_000
"""In one cell: a reason in a few sentences, and no more."""
ALTOGETHER_MAX = 10_000_000
"""Characters in all cells: a workbook of 5 MB may say one text in half a million of them."""

_FIRST_ROWS = 20
_HEADING_MAX = 100


class TableRefused(ValueError):
    """The file cannot be read as a table; `problem` says why."""

    def __init__(self, code: Code) -> None:
        self.problem = Problem("file", code)
        super().__init__(self.problem.message)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the file is about, so that its row of headings is found. All is folded.

    `headings` are those that are known; `values` stand in rows below the headings and never among them.
    """

    headings: Collection[str]
    values: Collection[str] = ()

    def known(self, values: Iterable[str]) -> int:
        """How many of these are headings that attest knows by itself."""
        return len({fold(value) for value in values} & set(self.headings))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file, by its number there, from 1.

    `computed` are the columns (from 0) whose value a formula made, `converted` those in which a spreadsheet
    holds a number or a date, so that zeros may be gone and MAR1 may have become a day.
    """

    number: int
    values: tuple[str, ...]
    computed: frozenset[int] = frozenset()
    converted: frozenset[int] = frozenset()

    def value(self, column: int | None) -> str:
        """What stands in the column; "" where the line is shorter, or where there is no such column."""
        return self.values[column] if column is not None and column < len(self.values) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """The headings, no two of them alike, and the lines below them that hold anything."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def table(rows: Iterable[Line], expected: Expected) -> Table:
    """The table in these rows; raises TableRefused."""
    lines = list(within_limits(rows))
    at = _headings_at(lines[:_FIRST_ROWS], expected)
    headings = lines[at].values
    # A file that was put together out of two has its headings twice.
    kept = [line for line in lines[at + 1 :] if line.values != headings]
    width = max((len(line.values) for line in kept), default=0)
    return whole(headings + ("",) * (width - len(headings)), kept)


def whole(headings: Sequence[str], lines: Sequence[Line]) -> Table:
    """The table with headings of its own for columns that have none, or that share one; refuses an empty one."""
    if not lines:
        raise TableRefused(Code.RESULTS_EMPTY)
    names: dict[str, None] = {}
    for number, heading in enumerate(headings, 1):
        name = heading[:_HEADING_MAX] or f"Column {number}"
        again = 2
        while (heading_here := name if again == 2 else f"{name} ({again - 1})") in names:
            again += 1
        names[heading_here] = None
    return Table(tuple(names), tuple(lines))


def within_limits(rows: Iterable[Line]) -> Iterator[Line]:
    """The rows that hold anything, tidied; raises TableRefused(RESULTS_TOO_LARGE) as soon as it is too much."""
    altogether = 0
    for row in islice(rows, ROWS_MAX + 1):
        if row.number > ROWS_MAX or len(row.values) > COLUMNS_MAX:
            raise TableRefused(Code.RESULTS_TOO_LARGE)
        values = tuple(map(tidy, row.values))
        altogether += sum(map(len, values))
        if altogether > ALTOGETHER_MAX or any(len(value) > CHARACTERS_MAX for value in values):
            raise TableRefused(Code.RESULTS_TOO_LARGE)
        if any(values):
            yield Line(row.number, values, row.computed, row.converted)


def _headings_at(lines: Sequence[Line], expected: Expected) -> int:
    """Where the headings stand: the line with the most known ones, else the first that could be headings."""
    known = [expected.known(line.values) for line in lines]
    if max(known, default=0) > 1:
        return known.index(max(known))
    for at, line in enumerate(lines):
        if _could_be_headings(line.values, expected):
            return at
    raise TableRefused(Code.RESULTS_NO_HEADINGS)


def _could_be_headings(values: Sequence[str], expected: Expected) -> bool:
    """Two words or more, none of which looks like an answer: else a learner's own row would be taken for them."""
    words = [value for value in values if value]
    return len(words) > 1 and not any(fold(word) in expected.values or word[0].isdigit() for word in words)
