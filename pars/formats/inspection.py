"""What a template must not hold although it is a workbook: each part is looked through once, before openpyxl.

Merged cells would hide the answers written below them, links to other files would take a learner's data along or
ask Excel's user for trust, and cells far out or elements deep down are only in files made to be slow.
"""

from collections.abc import Mapping
from xml.parsers import expat

from pars.errors import Code, Problem
from pars.formats.package import is_xml
from pars.formats.sheet import COORDINATE, column_number

ROWS_MAX, COLUMNS_MAX = 100_000, 200
_DEPTH_MAX = 40  # Excel's own parts stay below 20
_ELEMENTS_MAX = 400_000  # of all parts together; a template has some thousand

_SHEETS = "xl/worksheets/"
_LINKED = ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/")
_HYPERLINK = (
    "/hyperlink"  # the end of a relationship's type: a link that opens only where somebody clicks on it
)


class Inspected:
    """A look through the parts; `problem` is the first thing found that cannot be let pass, or None.

    `merged` has the ranges of merged cells by the name of the worksheet's part.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.merged: dict[str, list[str]] = {}
        self.problem: Problem | None = None
        self._elements = 0
        if any(name.startswith(_LINKED) for name in parts):
            self.problem = Problem("file", Code.TEMPLATE_LINKS)
            return
        try:
            for name, part in parts.items():
                if is_xml(name):
                    _Look(self, name).through(part)
        except _Found as found:
            self.problem = Problem("file", found.code)

    def count(self) -> None:
        self._elements += 1
        if self._elements > _ELEMENTS_MAX:
            raise _Found(Code.TEMPLATE_TOO_LARGE)


class _Found(Exception):
    """Something that ends the look; `code` says what."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


class _Look:
    """The look through one part."""

    def __init__(self, whole: Inspected, name: str) -> None:
        self._whole, self._name = whole, name
        self._in_sheet = name.startswith(_SHEETS) and name.endswith(".xml")
        self._depth = self._row = self._column = 0

    def through(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._opened, self._closed
        try:
            parser.Parse(part, True)
        except expat.ExpatError as reason:
            raise _Found(Code.TEMPLATE_UNREADABLE) from reason

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self._whole.count()
        self._depth += 1
        if self._depth > _DEPTH_MAX:
            raise _Found(Code.TEMPLATE_UNREADABLE)
        local = name.rpartition(":")[2]
        if local == "Relationship":
            _check_link(attributes)
        elif self._in_sheet:
            self._check_place(local, attributes)

    def _closed(self, name: str) -> None:
        self._depth -= 1

    def _check_place(self, element: str, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "")
        if element == "row":
            self._row, self._column = int(place) if place.isdecimal() else self._row + 1, 0
        elif element == "c":
            at = COORDINATE.fullmatch(place)
            self._column = column_number(place) if at else self._column + 1
            if self._column > COLUMNS_MAX or (int(at[2]) if at else self._row) > ROWS_MAX:
                raise _Found(Code.TEMPLATE_TOO_FAR)
        elif element == "mergeCell":
            self._whole.merged.setdefault(self._name, []).append(attributes.get("ref", ""))


def _check_link(attributes: dict[str, str]) -> None:
    external = attributes.get("TargetMode", "").casefold() == "external"
    if external and not attributes.get("Type", "").endswith(_HYPERLINK):
        raise _Found(Code.TEMPLATE_LINKS)


def reaching(ranges: list[str], row: int) -> list[str]:
    """Those of the ranges, such as `A3:B4`, that reach down to this row or beyond."""
    found = []
    for each in ranges:
        bottom = COORDINATE.fullmatch(each.rpartition(":")[2].replace("$", ""))
        if bottom is None or int(bottom[2]) >= row:
            found.append(each)
    return found
