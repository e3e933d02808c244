"""An activity, rows of made-up learners, and readers that the product does not use."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Literal

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from pars.formats.columns import Row
from pars.record import Activity, BoardCredit, LearnerRecord

NASTY = ("09/10", "0012345", "1E5", "MAR1", "=1+1", "#N/A", "{=1+1}", "+1", "@SUM(A1)", "'1", "1.50", "50%")


def activity(boards: Sequence[tuple[str, str, str]] = ()) -> Activity:
    """A live activity of one day; each of `boards` is board, credit type, most points."""
    return Activity(
        title="Grand rounds",
        accme_activity_id="012345678",
        provider_name="Example Hospital",
        accme_provider_id="0012345",
        format="live",
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 11, 1),
        timezone="America/New_York",
        credits_max=Decimal(6),
        boards=tuple(BoardCredit(board=b, credit_type=t, points_max=Decimal(p)) for b, t, p in boards),
    )


ABIM_TWICE = activity([("ABIM", "Medical Knowledge", "1"), ("ABIM", "Practice Assessment", "0.25")])


def row(
    activity: Activity = ABIM_TWICE,
    action: Literal["Add", "Delete"] = "Add",
    part: str = "",
    **answers: object,
) -> Row:
    record: dict[str, object] = {
        "profession": "md",
        "first_name": "Ada",
        "last_name": "Example",
        "license_state": "ME",
        "license_number": "0012345",
        "birth_month": 9,
        "birth_day": 10,
        "credits": Decimal("1.25"),
        "completion_date": date(2026, 11, 1),
        "consent": True,
        "attest": True,
    }
    return Row(action, activity, LearnerRecord(**{**record, **answers}), "ccid:example.org:1", part)  # type: ignore[arg-type]


def read_by_calamine(data: bytes) -> list[list[object]]:
    """The rows of `Sheet1` from the first learner on; an empty cell is ""."""
    rows: list[list[object]] = (
        CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("Sheet1").to_python()
    )
    return rows[2:]


def formulas(data: bytes) -> list[str]:
    """The addresses of cells in `Sheet1` that Excel would compute, or would show as an error."""
    cells = (cell for cells in load_workbook(BytesIO(data))["Sheet1"].iter_rows() for cell in cells)
    return [cell.coordinate for cell in cells if cell.data_type in ("f", "e")]
