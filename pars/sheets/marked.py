"""A copy of a sheet for whoever put it together: every row as it came, and beside it what attest says of it."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from pars.errors import Level
from pars.formats.tables.table import Table
from pars.formats.writable import IMPOSSIBLE
from pars.sheets.rows import WHOLE, Judged, Standing

HEADING = "What attest says"
_STANDINGS = {
    Standing.READY: "Ready",
    Standing.LOOK: "Needs a look",
    Standing.ASIDE: "Not for PARS",
    Standing.STOPPED: "Cannot be imported",
    Standing.HERE: "Here already",
}
_COLORS = {Level.ERROR: "F8D7DA", Level.WARNING: "FFF0C2"}
_WIDTH_OF_WORDS = 60
"""Of the column of what attest says, in characters."""


def write(table: Table, rows: Sequence[Judged], columns: Mapping[str, str]) -> bytes:
    """A workbook of text cells; those that an error or a warning is about have a color. `columns`: key -> heading.

    The column of what attest says stands first, and is passed over when the copy comes back as a sheet.
    """
    # Imported when first needed: openpyxl takes longer to import than Flask.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Sheet")
    fills = {level: PatternFill("solid", fgColor=color) for level, color in _COLORS.items()}
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")

    def cell(text: str, level: Level | None = None) -> Any:
        made = WriteOnlyCell(sheet)
        made.value = IMPOSSIBLE.sub("", text)
        made.data_type = "s"  # never a formula, whatever it begins with
        made.number_format = "@"
        if level in fills:
            made.fill = fills[level]
        return made

    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = _WIDTH_OF_WORDS
    headings = [cell(text) for text in (HEADING, *table.headings)]
    for heading in headings:
        heading.font = bold
    sheet.append(headings)
    for line, judged in zip(table.lines, rows, strict=True):
        marks = _marks(judged, columns)
        said = cell(told(judged))
        said.alignment = wrapped
        values = [cell(line.value(at), marks.get(heading)) for at, heading in enumerate(table.headings)]
        sheet.append([said, *values])
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def told(judged: Judged) -> str:
    """What attest says of a row, in a few sentences."""
    advice = [
        problem.advice for problem in sorted(judged.problems, key=lambda one: one.level is Level.NOTICE)
    ]
    return f"{_STANDINGS[judged.standing]}. {' '.join(advice)}".strip()


def _marks(judged: Judged, columns: Mapping[str, str]) -> dict[str, Level]:
    """The gravest level of what is wrong under each heading."""
    marks: dict[str, Level] = {}
    for problem in sorted(judged.problems, key=lambda one: one.level is Level.ERROR):
        for heading in headings_of(problem.field, columns):
            if problem.level in _COLORS:
                marks[heading] = problem.level
    return marks


def headings_of(name: str, columns: Mapping[str, str]) -> list[str]:
    """Under which headings the answer stands that a problem is about."""
    keys = [name, *WHOLE.get(name, ())]
    keys += {
        "first_name": ["name"],
        "last_name": ["name"],
        "birth_month": ["birthday"],
        "birth_day": ["birthday"],
    }.get(name, [])
    return list(dict.fromkeys(columns[key] for key in keys if key in columns))
