"""The Excel file that a coordinator downloaded from the ACCME: read once, then filled with learners.

Row 1 is guidance, row 2 the headings, samples stand from row 3 on. The headings are matched without case and
spaces at the ends, in any order; columns that attest does not know stay empty. All else stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING

from pars.errors import Code, Problem
from pars.formats import package
from pars.formats.columns import COLUMNS, Column, Row, additional, columns_for
from pars.formats.inspection import COLUMNS_MAX, Inspected, reaching
from pars.formats.sheet import Cut, cell, column_letters, cut, filled
from pars.formats.styles import DATE, TEXT, Styles
from pars.formats.valid_values import Lists, fold, read_lists

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

DATA_SHEET = "Sheet1"
HEADING_ROW = 2
FIRST_ROW = HEADING_ROW + 1
_REPEATED = {fold(column.heading) for column in COLUMNS if column.key in ("credit_type", "points")}


class TemplateRefused(ValueError):
    """The file cannot serve as a template; `problems` say why, `reasons` in plain sentences."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        self.reasons = [problem.advice for problem in problems]
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands in the sheet: its letters, and the style of its cells."""

    column: Column
    letters: str
    style: int


@dataclass(frozen=True, slots=True)
class Template:
    """A workbook ready to be filled: its parts, its data sheet cut open, and where the columns stand."""

    parts: dict[str, bytes]
    sheet: str
    cut: Cut
    places: tuple[Place, ...]
    lists: Lists
    epoch: date

    def unlisted(self, row: Row) -> list[Problem]:
        """What this row holds that the template has no column for, or does not list as a valid value."""
        placed = {place.column.key for place in self.places}
        problems = []
        for column in columns_for([row]):
            value = column.value(row)
            if not value:
                continue
            detail = {"heading": column.heading.strip()}
            listed = self.lists.get(column.valid_values)
            if column.key not in placed:
                problems.append(Problem(column.key, Code.TEMPLATE_COLUMN_MISSING, detail))
            elif listed and fold(str(value)) not in listed:
                problems.append(Problem(column.key, Code.NOT_IN_TEMPLATE, {**detail, "value": str(value)}))
        return problems

    def fill(self, rows: Sequence[Row]) -> bytes:
        """The workbook with these rows in the place of its samples: the same rows give the same bytes."""
        cells = map(self._cells, count(FIRST_ROW), rows)
        return package.pack({**self.parts, self.sheet: filled(self.cut, FIRST_ROW, cells, len(rows))})

    def _cells(self, number: int, row: Row) -> str:
        prefix, cells = self.cut.prefix, []
        for place in self.places:
            value = place.column.value(row)
            if value and (listed := self.lists.get(place.column.valid_values)):
                value = listed.get(fold(str(value)), value)
            cells.append(cell(prefix, f"{place.letters}{number}", place.style, value, self.epoch))
        return "".join(cells)


def read_template(data: bytes) -> Template:
    """The template in this file. Raises TemplateRefused."""
    try:
        parts = package.open_package(data)
    except package.Unusable as refusal:
        raise TemplateRefused([Problem("file", refusal.code)]) from refusal
    try:
        template = _template(package.tidied(parts), data)
    except TemplateRefused:
        raise
    except Exception as reason:  # Hostile and broken files fail in openpyxl in every way there is.
        raise TemplateRefused([Problem("file", Code.TEMPLATE_UNREADABLE)]) from reason
    found = {place.column.key for place in template.places}
    if missing := [column.heading for column in COLUMNS if column.needed and column.key not in found]:
        raise TemplateRefused(
            [Problem("file", Code.TEMPLATE_HEADING_MISSING, {"heading": heading}) for heading in missing]
        )
    return template


def _template(parts: dict[str, bytes], data: bytes) -> Template:
    # Imported when first needed: openpyxl takes longer to import than Flask.
    from openpyxl import DEFUSEDXML, load_workbook

    if not DEFUSEDXML:
        raise RuntimeError("openpyxl must not read uploads without defusedxml.")
    inspected = Inspected(parts)
    if inspected.problem:
        raise TemplateRefused([inspected.problem])
    workbook = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    title, headings = _data_sheet(workbook)
    sheet = package.sheet_part(parts, title)
    if problems := [*_twice(headings), *_merged(inspected.merged.get(sheet, []))]:
        raise TemplateRefused(problems)
    opened, styles = cut(parts[sheet], FIRST_ROW), Styles(parts["xl/styles.xml"])
    places = tuple(
        Place(column, column_letters(number), _style(column, opened.styles.get(number, 0), styles))
        for number, column in sorted(columns_by_heading(headings).items())
    )
    return Template(
        {**parts, "xl/styles.xml": styles.written()},
        sheet,
        opened,
        places,
        read_lists(workbook),
        workbook.epoch.date(),
    )


def _data_sheet(workbook: "Workbook") -> tuple[str, list[str]]:
    """The title and the folded headings of the sheet for learners: the sheet with the most headings that we know."""
    sheets = {sheet.title: _headings(sheet) for sheet in workbook.worksheets}
    return max(sheets.items(), key=lambda sheet: (len(columns_by_heading(sheet[1])), sheet[0] == DATA_SHEET))


def _twice(headings: Sequence[str]) -> list[Problem]:
    """Which of two columns PARS reads cannot be known."""
    known = {fold(column.heading): column.heading.strip() for column in COLUMNS}
    return [
        Problem("file", Code.TEMPLATE_HEADING_TWICE, {"heading": heading})
        for folded, heading in known.items()
        if folded not in _REPEATED and headings.count(folded) > 1
    ]


def _merged(ranges: list[str]) -> list[Problem]:
    """Of merged cells Excel shows one value only: the others would be written and never seen."""
    return [
        Problem("file", Code.TEMPLATE_MERGED, {"range": each}) for each in reaching(ranges, FIRST_ROW)[:5]
    ]


def _headings(sheet: "Worksheet") -> list[str]:
    for row in sheet.iter_rows(HEADING_ROW, HEADING_ROW, max_col=COLUMNS_MAX, values_only=True):
        return [fold(str(value)) if value is not None else "" for value in row]
    return []


def columns_by_heading(headings: Sequence[str]) -> dict[int, Column]:
    """Column number from 1 -> the column that belongs under this folded heading.

    What the ACCME calls the columns of a second credit type is not known for sure: taken for such are the
    headings of the first, where they come again, and headings that say "additional".
    """
    first = {fold(column.heading): column for column in COLUMNS}
    names, points = count(1), count(1)
    columns = {}
    for number, heading in enumerate(headings, 1):
        if column := first.pop(heading, None):
            columns[number] = column
        elif "credit type" in heading and ("additional" in heading or heading in _REPEATED):
            is_points = "credits" in heading
            columns[number] = additional(next(points))[1] if is_points else additional(next(names))[0]
    return columns


def _style(column: Column, style: int, styles: Styles) -> int:
    """The style for new cells: that of the samples, made a date's or a text's where it is not."""
    if column.kind == "date" and not styles.shows_dates(style):
        return styles.with_number_format(style, DATE)
    if column.kind == "text":
        return styles.with_number_format(style, TEXT)
    return style
