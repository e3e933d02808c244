"""The columns of a PARS learner file, once: every format reads this table.

Headings, order and forms follow the ACCME's learner Excel template 917_20240125, "Learner Excel CME MOC", as
described in its upload instructions of 2025-11-19; the second-hand reading of the file itself (order,
spelling, the space after `Credit Type `) is from github.com/stormchaser-creator/CredentialDOMD, 2026-08-17,
confidence medium.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final, Literal

from pars import moc
from pars.record import Activity, LearnerRecord
from pars.reporting import reported_identifier
from pars.vocabulary import STATES

ListName = Literal["", "action", "state", "board", "credit_type"]
Value = str | Decimal | date | None
Action = Literal["Add", "Delete"]
ADD: Final = "Add"
DELETE: Final = "Delete"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a PARS file: add or delete what one learner earned in one activity.

    `part` tells the rows of one record apart, where a board wants two; only the first holds the CME credits, so
    that none counts twice. `credit_id` is a row's own; the row that deletes another carries that of the other.
    """

    action: Action
    activity: Activity
    record: LearnerRecord
    credit_id: str
    part: str = moc.FIRST


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` names it in code and problems, `heading` is printed as the ACCME prints it.

    `needed`: a template without this heading cannot be used. `valid_values`: the list in the ACCME's file
    that its values come from, if any. `width` is in characters.
    """

    key: str
    heading: str
    kind: Literal["text", "number", "date"]
    needed: bool
    width: int
    value: Callable[[Row], Value]
    valid_values: ListName = ""


def board_report(row: Row) -> moc.BoardReport | None:
    """What this row tells the learner's board, or None."""
    if not row.record.board:
        return None
    return next((told for told in moc.reports(row.record, row.activity) if told.part == row.part), None)


def board_credits(row: Row) -> tuple[tuple[str, Decimal], ...]:
    """Each credit type that the board is told of in this row, with its points; empty where there is none."""
    told = board_report(row)
    return told.credits if told else ()


def cme_credits(row: Row) -> Decimal | None:
    """The CME credits of this row: they stand in a record's first row."""
    return row.record.credits if row.part == moc.FIRST else None


def printed(value: Value) -> str:
    """A value as text: dates as Excel shows them in the US, numbers without a power of ten."""
    if isinstance(value, date):
        return value.strftime("%m/%d/%Y")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value or ""


def columns_for(rows: Sequence[Row]) -> tuple[Column, ...]:
    """The table, with as many pairs of "Additional Credit Type" columns as these rows fill."""
    most = max((len(board_credits(row)) for row in rows), default=0)
    return (*COLUMNS, *(column for nth in range(1, most) for column in additional(nth)))


def additional(nth: int) -> tuple[Column, Column]:
    """The columns of a board's further credit type: its name, its points. `nth` counts from 1."""
    return (
        Column(f"credit_type_{nth + 1}", "Additional Credit Type", "text", False, 28,
               partial(_credit_type, nth), "credit_type"),
        Column(f"points_{nth + 1}", "Additional Credits Awarded for Credit Type", "number", False, 20,
               partial(_points, nth)),
    )  # fmt: skip


def _birthday(row: Row) -> str | None:
    month, day = row.record.birth_month, row.record.birth_day
    return f"{month:02}/{day:02}" if month and day else None


def _board(row: Row) -> str | None:
    told = board_report(row)
    return told.board if told else None


def _board_id(row: Row) -> str | None:
    told = board_report(row)
    return told.board_id if told else None


def _total_points(row: Row) -> Decimal | None:
    told = board_report(row)
    return told.total if told else None


def _credit_type(nth: int, row: Row) -> str | None:
    earned = board_credits(row)
    return earned[nth][0] if nth < len(earned) else None


def _points(nth: int, row: Row) -> Decimal | None:
    earned = board_credits(row)
    return earned[nth][1] if nth < len(earned) else None


COLUMNS: tuple[Column, ...] = (
    Column("action", "Record Action", "text", True, 15, lambda row: row.action, "action"),
    Column("accme_activity_id", "ACCME Activity ID", "text", True, 18,
           lambda row: row.activity.accme_activity_id),
    Column("completion_date", "Completion Date", "date", True, 16, lambda row: row.record.completion_date),
    Column("first_name", "First Name", "text", True, 18, lambda row: row.record.first_name),
    Column("last_name", "Last Name", "text", True, 22, lambda row: row.record.last_name),
    Column("birthday", "Date of Birth", "text", True, 14, _birthday),
    Column("license_state", "Licensing State", "text", True, 22,
           lambda row: STATES.get(row.record.license_state), "state"),
    Column("license_number", "Licensing ID or NPI", "text", True, 22,
           lambda row: reported_identifier(row.record)),
    Column("credits", "Number of CME Credits", "number", True, 22, cme_credits),
    Column("board", "Certifying Board", "text", False, 17, _board, "board"),
    Column("board_id", "Certifying Board ID", "text", False, 19, _board_id),
    Column("points_total", "Total Board Credits", "number", False, 19, _total_points),
    # The space at the end is the ACCME's own.
    Column("credit_type", "Credit Type ", "text", False, 28, partial(_credit_type, 0), "credit_type"),
    Column("points", "Credits Awarded for Credit Type", "number", False, 30, partial(_points, 0)),
)  # fmt: skip
