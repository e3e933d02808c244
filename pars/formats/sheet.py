"""Rows are set into a worksheet's XML as it is: everything around them stays, byte for byte.

Reading a workbook into openpyxl and saving it again loses what openpyxl does not know, among it the
drop-downs that Excel 2010 and later write for lists on another sheet (`x14:dataValidations`): docs/decisions
tells what was found. So the part is cut open at its rows, and new rows are put in. SpreadsheetML is ECMA-376
part 1, 18.3.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.parsers import expat
from xml.sax.saxutils import escape

CELL_TEXT_MAX = 32_767
ROWS_MAX = 1_048_576

COORDINATE = re.compile(r"([A-Z]+)([0-9]+)")
_RANGES = re.compile(rb"(\bsqref=[\"']|<(?:\w+:)?sqref>)([^\"'<]+)")
_DIMENSION = re.compile(rb"(<(?:\w+:)?dimension\b[^>]*\bref=[\"'])[^\"']*")
_SPECIAL = re.compile(r"[&<>]|^\s|\s$|_x[0-9A-Fa-f]{4}_|[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_IMPOSSIBLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Cut:
    """A worksheet cut open: `head` ends before the first row to replace, `tail` begins where the rows end.

    `prefix` is what its elements' names begin with ("" or e.g. "x:"), `styles` the cells' styles in the first
    row that was taken out, by column number from 1, `columns` the last column's number in the rows that stay.
    """

    head: bytes
    tail: bytes
    prefix: str
    styles: Mapping[int, int]
    columns: int


def cut(sheet: bytes, first_row: int) -> Cut:
    """Take out the rows from `first_row` on. Raises ValueError for what is not a worksheet."""
    seams = _Seams(first_row)
    seams.find(sheet)
    end = sheet.rindex(f"</{seams.prefix}sheetData".encode())
    head = sheet[: end if seams.start is None else seams.start]
    return Cut(head, sheet[end:], seams.prefix, seams.styles, seams.columns)


class _Seams:
    """Where a worksheet is to be cut, in bytes, and what is seen on the way there."""

    def __init__(self, first_row: int) -> None:
        self.first_row = first_row
        self.start: int | None = None
        self.prefix = ""
        self.styles: dict[int, int] = {}
        self.columns = 1
        self._row = self._column = 0
        self._parser = expat.ParserCreate()

    def find(self, sheet: bytes) -> None:
        self._parser.StartElementHandler = self._opened
        self._parser.Parse(sheet, True)

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        prefix, colon, local = name.rpartition(":")
        if local == "sheetData":
            self.prefix = prefix + colon
        elif local == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            if self._row >= self.first_row and self.start is None:
                self.start = self._parser.CurrentByteIndex
            elif self.start is not None:
                # Nothing is looked at any more: without this, many samples take long.
                self._parser.StartElementHandler = None
        elif local == "c":
            self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        self._column = column_number(attributes["r"]) if "r" in attributes else self._column + 1
        if self._row < self.first_row:
            self.columns = max(self.columns, self._column)
        elif self._row == self.first_row:
            self.styles[self._column] = int(attributes.get("s", 0))


def filled(sheet: Cut, first_row: int, rows: Iterable[str], count: int) -> Iterator[bytes]:
    """The worksheet with these rows of cells (as `cell` makes them), `count` of them, in pieces."""
    last = max(first_row - 1 + count, first_row)
    if last > ROWS_MAX:
        raise ValueError(f"An Excel sheet has at most {ROWS_MAX} rows.")
    size = f"A1:{column_letters(sheet.columns)}{last}".encode()
    yield _DIMENSION.sub(lambda found: found[1] + size, sheet.head, count=1)
    for number, cells in enumerate(rows, first_row):
        yield f'<{sheet.prefix}row r="{number}">{cells}</{sheet.prefix}row>'.encode()
    yield _RANGES.sub(lambda found: found[1] + _stretched(found[2], first_row, last), sheet.tail)


def cell(prefix: str, place: str, style: int, value: str | Decimal | date | None, epoch: date) -> str:
    """One cell; text is a string whatever it looks like, a date is days since `epoch`."""
    if value is None or value == "":
        return f'<{prefix}c r="{place}" s="{style}"/>'
    if isinstance(value, str):
        if _SPECIAL.search(value) or len(value) > CELL_TEXT_MAX:
            return _special_text(prefix, place, style, value)
        return (
            f'<{prefix}c r="{place}" s="{style}" t="inlineStr">'
            f"<{prefix}is><{prefix}t>{value}</{prefix}t></{prefix}is></{prefix}c>"
        )
    number = (value - epoch).days if isinstance(value, date) else f"{value.normalize():f}"
    return f'<{prefix}c r="{place}" s="{style}"><{prefix}v>{number}</{prefix}v></{prefix}c>'


def _special_text(prefix: str, place: str, style: int, value: str) -> str:
    if _IMPOSSIBLE.search(value) or len(value) > CELL_TEXT_MAX:
        raise ValueError(f"{place}: this text does not fit into an Excel cell.")
    # Excel reads _x0041_ as "A" (ECMA-376 part 1, 22.9.2.19), so a text with that in it is escaped.
    text = escape(_ESCAPE_LOOKALIKE.sub("_x005F_", value))
    return (
        f'<{prefix}c r="{place}" s="{style}" t="inlineStr">'
        f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is></{prefix}c>'
    )


def _stretched(ranges: bytes, first: int, last: int) -> bytes:
    """Ranges of drop-downs, colors and the like: those that hold the first row of learners reach the last."""
    return b" ".join(_stretched_range(each, first, last) for each in ranges.split())


def _stretched_range(each: bytes, first: int, last: int) -> bytes:
    begin, _, finish = each.decode().replace("$", "").partition(":")
    top, bottom = COORDINATE.fullmatch(begin), COORDINATE.fullmatch(finish or begin)
    if not top or not bottom or not int(top[2]) <= first <= int(bottom[2]) < last:
        return each
    return f"{begin}:{bottom[1]}{last}".encode()


def column_number(coordinate: str) -> int:
    """1 for "A7", 27 for "AA7"."""
    number = 0
    for letter in coordinate.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """ "A" for 1, "AA" for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
