"""The Excel file for PARS's batch upload: the coordinator's template or the built-in layout, filled."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from io import BytesIO

from pars.errors import Problem
from pars.formats import package
from pars.formats.columns import COLUMNS, Column, Row, additional, columns_for
from pars.formats.sheet import column_letters, cut
from pars.formats.template import DATA_SHEET, FIRST_ROW, HEADING_ROW, Place, Template
from pars.formats.writable import IMPOSSIBLE, misfits

LABEL = "Excel"
GUIDANCE = (
    "Learners for PARS. One row is one learner. Keep this row and the headings as they are; "
    "learners follow from row 3. Date of birth is MM/DD without a year."
)
_DATE_FORMAT, _CREDIT_FORMAT = "mm/dd/yyyy", "0.00"
_EPOCH = date(1899, 12, 30)  # day 0 of Excel for Windows


def write(rows: Iterable[Row], template: Template | None = None) -> bytes:
    """The workbook for these rows, in the template where there is one. The same rows give the same bytes.

    Raises ValueError where a text does not fit into a cell: control characters, or more than 32,767 of any.
    """
    rows = list(rows)
    return (template or built_in(len(columns_for(rows)))).fill(rows)


def unwritable(row: Row, template: Template | None = None) -> list[Problem]:
    """What no cell can hold, and what the template has no column for or does not list."""
    found = misfits(row, IMPOSSIBLE, LABEL)
    return found + template.unlisted(row) if template else found


@cache
def built_in(columns: int = len(COLUMNS)) -> Template:
    """The built-in layout with so many columns."""
    pairs = [column for nth in range(1, (columns - len(COLUMNS)) // 2 + 1) for column in additional(nth)]
    return laid_out((*COLUMNS, *pairs), GUIDANCE)


def laid_out(columns: Sequence[Column], guidance: str) -> Template:
    """A template like any other, made here instead of uploaded, with these columns."""
    parts = package.tidied(package.open_package(_blank(columns, guidance)))
    sheet = package.sheet_part(parts, DATA_SHEET)
    opened = cut(parts[sheet], FIRST_ROW)
    places = tuple(
        Place(column, column_letters(number), opened.styles[number])
        for number, column in enumerate(columns, 1)
    )
    return Template(parts, sheet, opened, places, {}, _EPOCH)


def _blank(columns: Sequence[Column], guidance: str) -> bytes:
    """A workbook with guidance and headings, and one empty row whose cells have their columns' styles."""
    # Imported when first needed: openpyxl takes longer to import than Flask.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.properties import PageSetupProperties

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet(DATA_SHEET)
    sheet["A1"] = guidance
    sheet["A1"].font = Font(italic=True, color="595959")
    for number, column in enumerate(columns, 1):
        heading = sheet.cell(HEADING_ROW, number, column.heading)
        # A coordinator's own heading may begin with "=", which openpyxl takes for a formula.
        heading.data_type = "s"
        heading.font = Font(bold=True)
        heading.fill = PatternFill("solid", fgColor="E3EEF0")
        heading.border = Border(bottom=Side("thin", color="7F9EA3"))
        heading.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[column_letters(number)].width = column.width
        sheet.cell(FIRST_ROW, number).number_format = {
            "text": "@", "date": _DATE_FORMAT, "number": _CREDIT_FORMAT,
        }[column.kind]  # fmt: skip
    sheet.row_dimensions[1].height = 20
    sheet.row_dimensions[HEADING_ROW].height = 32
    sheet.freeze_panes = sheet.cell(FIRST_ROW, 1)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()
