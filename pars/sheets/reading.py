"""A sheet of answers as a table, in whatever kind of file a coordinator has of it, or pasted."""

from pars.formats.tables.reading import read_table
from pars.formats.tables.table import Line, Table, whole
from pars.sheets.headings import EXPECTED
from pars.sheets.marked import HEADING

_OF_QUALTRICS = '{"ImportId"'  # a third row of headings, for machines


def read_sheet(data: bytes) -> Table:
    """The table in a file of answers; raises TableRefused, and nothing else whatever the bytes are.

    Of a marked copy that comes back, the column of what attest said is left out.
    """
    table = read_table(data, EXPECTED)
    lines = [
        line for line in table.lines if not any(value.startswith(_OF_QUALTRICS) for value in line.values)
    ]
    if HEADING in table.headings:
        return _without(table.headings.index(HEADING), table.headings, lines)
    return whole(table.headings, lines)


def _without(gone: int, headings: tuple[str, ...], lines: list[Line]) -> Table:
    def left(values: tuple[str, ...]) -> tuple[str, ...]:
        return values[:gone] + values[gone + 1 :]

    def moved(places: frozenset[int]) -> frozenset[int]:
        return frozenset(at - (at > gone) for at in places if at != gone)

    return whole(
        left(headings),
        [Line(line.number, left(line.values), moved(line.computed), moved(line.converted)) for line in lines],
    )
