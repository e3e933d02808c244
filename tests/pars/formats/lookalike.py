"""A look-alike of the ACCME's learner template, which only account holders can download.

Like the original it has guidance, headings with a space after `Credit Type `, two sample learners, the sheets
`ValidValues` and `Reference`, and drop-downs: plain ones, and one of the kind that Excel 2010 and later write for
a list on another sheet, which openpyxl does not know (so it is put in by hand).
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

HEADINGS = (
    "Record Action",
    "ACCME Activity ID",
    "Completion Date",
    "First Name",
    "Last Name",
    "Date of Birth",
    "Licensing State",
    "Licensing ID or NPI",
    "Number of CME Credits",
    "Certifying Board",
    "Certifying Board ID",
    "Total Board Credits",
    "Credit Type ",
    "Credits Awarded for Credit Type",
    "Additional Credit Type",
    "Credits Awarded for Additional Credit Type",
    "REMS ID",
)
SAMPLES = (
    ("Add", "123456789", date(2024, 1, 25), "Sample", "Learner", "01/31", "Maine", "MD0000", 1.5),
    ("Delete", "123456789", date(2024, 1, 25), "Another", "Sample", "02/29", "Texas", "1234567893", 1),
)
STATES = ("Alabama", "MAINE", "Texas", "Washington", "District of Columbia")
BOARDS = ("ABIM", "American Board of Surgery")
CREDIT_TYPES = ("Medical knowledge", "Practice Assessment", "Accredited CME")

NEWER_DROP_DOWN = (
    b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"'
    b' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    b'<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    b'<x14:dataValidation type="list" allowBlank="1" showErrorMessage="1">'
    b"<x14:formula1><xm:f>ValidValues!$C$2:$C$3</xm:f></x14:formula1><xm:sqref>J3:J4</xm:sqref>"
    b"</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
)


def lookalike(
    headings: Sequence[str] = HEADINGS,
    samples: Sequence[Sequence[object]] = SAMPLES,
    change: Callable[[Workbook], None] = lambda workbook: None,
) -> bytes:
    """The file's bytes; `change` may alter the workbook before it is saved."""
    workbook = Workbook()
    workbook.properties.creator = "Jo Public"
    workbook.properties.lastModifiedBy = "Jo Public"
    _learners(workbook, headings, samples)
    _valid_values(workbook)
    reference = workbook.create_sheet("Reference")
    reference["A1"], reference["B2"] = "How to fill in this file", "=1+1"
    change(workbook)
    file = BytesIO()
    workbook.save(file)
    return patched(file.getvalue(), {"xl/worksheets/sheet1.xml": (b"</worksheet>", NEWER_DROP_DOWN)})


def patched(data: bytes, changes: dict[str, tuple[bytes, bytes]]) -> bytes:
    """The file with one piece of a part replaced by another: part -> (piece, replacement)."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name in changes:
                assert changes[name][0] in part
                part = part.replace(*changes[name])
            new.writestr(name, part)
    return target.getvalue()


def part(data: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def _learners(workbook: Workbook, headings: Sequence[str], samples: Sequence[Sequence[object]]) -> None:
    sheet = workbook.worksheets[0]
    sheet.title = "Sheet1"
    sheet["A1"] = "Enter one learner per row. Do not change the headings."
    sheet["A1"].comment = Comment("Sample rows follow from row 3.", "ACCME")
    for number, heading in enumerate(headings, 1):
        cell = sheet.cell(2, number, heading)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4E78")
        sheet.column_dimensions[get_column_letter(number)].width = 10 + number
        sheet.cell(3, number).border = Border(bottom=Side("thin"))
        sheet.cell(3, number).alignment = Alignment(wrap_text=True)
    for at, sample in enumerate(samples, 3):
        for number, value in enumerate(sample, 1):
            cell = sheet.cell(at, number, value)
            if isinstance(value, date) and not isinstance(value, datetime):
                cell.number_format = "m/d/yyyy"
    states = DataValidation("list", formula1="ValidValues!$B$2:$B$6", sqref="G3:G4")
    actions = DataValidation("list", formula1='"Add,Delete"', sqref="A3:A1000")
    sheet.add_data_validation(states)
    sheet.add_data_validation(actions)
    sheet.conditional_formatting.add("I3:I4", CellIsRule("lessThan", ["0"], font=Font(color="FF0000")))
    sheet.freeze_panes = "A3"


def _valid_values(workbook: Workbook) -> None:
    sheet = workbook.create_sheet("ValidValues")
    lists = {
        "Record Action": ("Add", "Delete"),
        "Licensing State": STATES,
        "Certifying Board": BOARDS,
        "Credit Type": CREDIT_TYPES,
    }
    for number, (heading, values) in enumerate(lists.items(), 1):
        for at, value in enumerate((heading, *values), 1):
            sheet.cell(at, number, value)
