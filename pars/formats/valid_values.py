"""The values that the ACCME's template lists on its sheet `ValidValues`, and how it spells them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from pars import vocabulary
from pars.errors import Invalid

if TYPE_CHECKING:
    from openpyxl import Workbook

Lists = Mapping[str, Mapping[str, str]]
"""Name of a list -> a value as attest may write it, folded -> that value as the template spells it."""

# What a heading of the sheet holds that tells its list; the sheet's exact headings are not known.
_HEADINGS = {"action": "action", "state": "state", "credit type": "credit_type", "board": "board"}
_ROWS, _COLUMNS, _HEADING_ROWS = 2_000, 100, 5


def read_lists(workbook: "Workbook") -> Lists:
    """The lists found; empty where there is no such sheet or no heading is known."""
    for sheet in workbook.worksheets:
        if sheet.title.replace(" ", "").casefold() == "validvalues":
            rows = [
                [str(value).strip() if value is not None else "" for value in row]
                for row in sheet.iter_rows(max_row=_ROWS, max_col=_COLUMNS, values_only=True)
            ]
            return _lists(rows)
    return {}


def fold(value: str) -> str:
    """How values and headings are compared: without case, spaces at the ends, or doubled ones."""
    return " ".join(value.split()).casefold()


def _lists(rows: list[list[str]]) -> Lists:
    lists: dict[str, dict[str, str]] = {}
    for at, row in enumerate(rows[:_HEADING_ROWS]):
        named = {column: name for column, value in enumerate(row) if (name := _list_named(value))}
        for column, name in named.items():
            for value in filter(None, (below[column] for below in rows[at + 1 :])):
                for spelling in _spellings(name, value):
                    lists.setdefault(name, {}).setdefault(fold(spelling), value)
        if named:
            break
    return lists


def _list_named(heading: str) -> str | None:
    return next((name for words, name in _HEADINGS.items() if words in fold(heading)), None)


def _spellings(name: str, value: str) -> Iterator[str]:
    """The value, and what attest calls it: a state by its full name, a board by its acronym."""
    yield value
    if name == "state":
        with suppress(Invalid):
            yield vocabulary.STATES[vocabulary.state_code(value)]
    elif name == "board":
        boards = vocabulary.BOARDS.items()
        yield from (acronym for acronym, board in boards if fold(board.name) == fold(value))
