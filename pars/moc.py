"""What a certifying board is told of a learner (MOC): which credit types, how many points, in how many rows.

Points are the credits claimed, at most what the activity registers for the type. What a board is known to
refuse is left out here, and `report_rules` says so.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pars.record import Activity, BoardCredit, LearnerRecord
from pars.vocabulary import BOARDS

FIRST = ""
"""The part of a record that holds its CME credits: the only one, nearly always."""


class BoardReport(NamedTuple):
    """What one row tells a board: (credit type, points) each. `part` tells the rows of one record apart."""

    part: str
    board: str
    board_id: str
    credits: tuple[tuple[str, Decimal], ...]

    @property
    def total(self) -> Decimal:
        return sum((points for _, points in self.credits), Decimal())


def reports(record: LearnerRecord, activity: Activity) -> tuple[BoardReport, ...]:
    """What the learner's board is told, row by row; empty where it is told nothing.

    A credit type that wants a record of its own (ABA: Patient Safety) has a row to itself, and where there are
    others too, it comes after them, in a part named after it.
    """
    earned = list(_earned(record, activity))
    if not earned:
        return ()
    apart = BOARDS[record.board].own_record if record.board in BOARDS else frozenset()
    together = tuple(credit for credit in earned if credit[0] not in apart)
    alone = [(credit,) for credit in earned if credit[0] in apart]
    rows = [together, *alone] if together else alone
    return tuple(
        BoardReport(credits[0][0].casefold()[:40] if at else FIRST, record.board, record.board_id, credits)
        for at, credits in enumerate(rows)
    )


def parts(record: LearnerRecord, activity: Activity) -> tuple[str, ...]:
    """The names of the rows that this record needs in a file."""
    return tuple(report.part for report in reports(record, activity)) or (FIRST,)


def refused(credit: BoardCredit, completed: date | None) -> date | None:
    """The first or last day on which the board takes this credit type, where `completed` is beyond it."""
    board = BOARDS.get(credit.board)
    if board is None or completed is None:
        return None
    if board.completed_since and completed < board.completed_since:
        return board.completed_since
    last = board.completed_until.get(credit.credit_type)
    return last if last and completed > last else None


def _earned(record: LearnerRecord, activity: Activity) -> Iterator[tuple[str, Decimal]]:
    claimed = record.credits
    if not record.board or claimed is None:
        return
    board = BOARDS.get(record.board)
    within = board is not None and board.points_within_credits
    left = claimed
    for registered in activity.boards:
        if registered.board != record.board or refused(registered, record.completion_date):
            continue
        points = min(left, registered.points_max)
        if within:
            # ABIM takes at most as many points as CME credits: of several types the first listed comes first.
            left -= points
        if points:
            yield registered.credit_type, points
