"""An Excel workbook: the values of the sheet that looks most like what is expected.

openpyxl takes 18 microseconds a cell and reads what stands behind the cells as well, so the few elements that
matter are read here: a file of 10,000 rows takes under a second, and one that was made to be slow is stopped
at the first row that is too much. SpreadsheetML is ECMA-376 part 1, 18.3.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from xml.parsers import expat

from pars.codes import Code
from pars.formats import package
from pars.formats.styles import Styles
from pars.formats.tables.markup import Watch, local, parser
from pars.formats.tables.table import (
    COLUMNS_MAX,
    ROWS_MAX,
    Expected,
    Line,
    Table,
    TableRefused,
    table,
    within_limits,
)

_REASONS = {
    Code.TEMPLATE_TOO_LARGE: Code.RESULTS_TOO_LARGE,
    Code.TEMPLATE_NOT_EXCEL: Code.RESULTS_NOT_TABLE,
    Code.TEMPLATE_LOCKED: Code.RESULTS_LOCKED,
    Code.TEMPLATE_MACROS: Code.RESULTS_MACROS,
    Code.TEMPLATE_UNREADABLE: Code.RESULTS_UNREADABLE,
}
_SHEETS_MAX = 20
_ELEMENTS_MAX = 600_000  # in all parts together; 10,000 rows of 15 columns have three quarters of that
_COORDINATE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EPOCH, _EPOCH_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_ROWS = 20


class _Enough(Exception):
    """The rest of the part need not be read."""


def read_workbook(data: bytes, expected: Expected) -> Table:
    """The table in a workbook; raises TableRefused."""
    try:
        parts = package.open_package(data)
    except package.Unusable as refusal:
        raise TableRefused(_REASONS[refusal.code]) from refusal
    try:
        return table(_best_sheet(parts, expected), expected)
    except TableRefused:
        raise
    # ElementTree's own error is a SyntaxError.
    except (expat.ExpatError, SyntaxError, ValueError, LookupError, ArithmeticError) as reason:
        raise TableRefused(Code.RESULTS_UNREADABLE) from reason


def _best_sheet(parts: Mapping[str, bytes], expected: Expected) -> list[Line]:
    """The lines of the visible sheet with the most known headings; of the first, where none has any."""
    watch = Watch(_ELEMENTS_MAX)
    titles, epoch = _sheets(parts["xl/workbook.xml"], watch)
    strings = _strings(parts.get("xl/sharedStrings.xml", b""), watch)
    styles = Styles(parts["xl/styles.xml"])
    best: list[Line] = []
    most = -1
    for title in titles[:_SHEETS_MAX]:
        sheet = _Sheet(strings, styles, epoch, watch)
        lines = list(within_limits(sheet.read(parts[package.sheet_part(parts, title)])))
        known = max((expected.known(line.values) for line in lines[:_FIRST_ROWS]), default=0)
        if known > most and (lines or not best):
            best, most = lines, known
    return best


def _sheets(part: bytes, watch: Watch) -> tuple[list[str], date]:
    """The titles of the sheets that are not hidden, and the day that the workbook counts dates from."""
    titles: list[str] = []
    epoch = [_EPOCH]

    def opened(name: str, attributes: dict[str, str]) -> None:
        watch.opened(attributes)
        if local(name) == "sheet" and attributes.get("state", "visible") == "visible":
            titles.append(attributes["name"])
        elif local(name) == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            epoch[0] = _EPOCH_OF_1904

    reading = parser()
    reading.StartElementHandler = opened
    reading.EndElementHandler = lambda _: watch.closed()
    reading.Parse(part, True)
    return titles, epoch[0]


def _strings(part: bytes, watch: Watch) -> list[str]:
    """The shared strings; how Japanese ones are read aloud is left out."""
    strings: list[str] = []
    pieces: list[str] = []
    parents = [""]

    def opened(name: str, attributes: dict[str, str]) -> None:
        watch.opened(attributes)
        parents.append(local(name))
        if parents[-1] == "si":
            pieces.clear()

    def closed(name: str) -> None:
        watch.closed()
        if parents.pop() == "si":
            strings.append("".join(pieces))

    def text(piece: str) -> None:
        if parents[-1] == "t" and parents[-2] != "rPh":
            pieces.append(piece)

    if part:
        reading = parser()
        reading.StartElementHandler, reading.EndElementHandler = opened, closed
        reading.CharacterDataHandler = text
        reading.Parse(part, True)
    return strings


class _Sheet:
    """Reads the rows of one worksheet; what is not a row is passed over, and what follows them not read."""

    def __init__(self, strings: list[str], styles: Styles, epoch: date, watch: Watch) -> None:
        self._strings, self._styles, self._epoch, self._watch = strings, styles, epoch, watch
        self._dates: dict[int, bool] = {}
        self._lines: list[Line] = []
        self._row = self._column = 0
        self._cells: dict[int, str] = {}
        self._computed: set[int] = set()
        self._converted: set[int] = set()
        self._type = ""
        self._style = 0
        self._inside = ""
        self._text: list[str] = []

    def read(self, part: bytes) -> list[Line]:
        reading = parser()
        reading.StartElementHandler, reading.EndElementHandler = self._opened, self._closed
        reading.CharacterDataHandler = self._piece
        with suppress(_Enough):
            reading.Parse(part, True)
        return self._lines

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self._watch.opened(attributes)
        name = local(name)
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
            if self._row > ROWS_MAX:
                raise TableRefused(Code.RESULTS_TOO_LARGE)
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self._computed.add(self._column)
        self._inside = name

    def _cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        if address := _COORDINATE.fullmatch(attributes.get("r", "")):
            self._column = _number(address[1])
        self._type = attributes.get("t", "n")
        self._style = int(attributes.get("s", "0"))
        self._text.clear()

    def _piece(self, text: str) -> None:
        if self._inside in ("v", "t"):
            self._text.append(text)

    def _closed(self, name: str) -> None:
        self._watch.closed()
        name = local(name)
        if name == "c" and self._text:
            self._keep(self._value("".join(self._text)))
        elif name == "row":
            self._end_row()
        elif name == "sheetData":
            raise _Enough
        self._inside = ""

    def _keep(self, value: str) -> None:
        if self._column > COLUMNS_MAX:
            raise TableRefused(Code.RESULTS_TOO_LARGE)
        self._cells[self._column - 1] = value

    def _value(self, text: str) -> str:
        if self._type == "s":
            return self._strings[int(text)]
        if self._type != "n":
            return _ESCAPED.sub(_character, text)
        self._converted.add(self._column)
        number = float(text)
        if self._shows_a_date() and 0 < number < 2_958_466:
            return (self._epoch + timedelta(days=int(number))).isoformat()
        return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)

    def _shows_a_date(self) -> bool:
        if self._style not in self._dates:
            self._dates[self._style] = self._styles.shows_dates(self._style)
        return self._dates[self._style]

    def _end_row(self) -> None:
        if self._cells:
            values = tuple(self._cells.get(column, "") for column in range(max(self._cells) + 1))
            self._lines.append(
                Line(
                    self._row,
                    values,
                    frozenset(column - 1 for column in self._computed),
                    frozenset(column - 1 for column in self._converted),
                )
            )
        self._cells.clear()
        self._computed.clear()
        self._converted.clear()


def _character(escaped: re.Match[str]) -> str:
    """What Excel writes as _x000D_: a space for what shows nothing, as most of these do."""
    character = chr(int(escaped[1], 16))
    return character if character.isprintable() else " "


def _number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
