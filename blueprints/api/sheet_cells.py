"""A cell of a spreadsheet, put right in the preview; its row is judged again at once, by the same rules."""

from __future__ import annotations

from collections import Counter

from flask import request

from blueprints.current import actor, database, now, policy
from blueprints.guard import collects
from pars.sheets.rows import Standing
from storage import sheet_cells, sheets
from storage.errors import Missing, NotAllowed

from . import body, bp, fields, shapes, sheet_shapes
from .sheets import SAY_FIRST

CELL = {"heading": fields.TEXT, "was": fields.TEXT, "value": fields.TEXT}
DIGITS_MAX = 7
"""Of the number of a row."""


@bp.patch("/sheets/<sheet_id>/rows/<row>")
@collects
def correct_cell(sheet_id: str, row: str) -> shapes.Json:
    """`was` is what the cell said when somebody looked, so that of two who correct it the second is told."""
    data = body.read(request)
    fields.check(data, CELL)
    for name in CELL:
        if name not in data:
            raise fields.refused(
                name, "missing", "Say which cell it is, what it says, and what it should say."
            )
    if not row.isascii() or not row.isdigit() or len(row) > DIGITS_MAX:
        raise Missing
    number = int(row)
    with database().write() as session:
        opened = sheet_cells.correct(session, sheet_id, number, **data, actor=actor(), now=now())
        if opened.needed:
            raise NotAllowed(SAY_FIRST)
    with database().read() as session:
        judged = sheets.preview(session, opened, now=now(), policy=policy())
    standings = Counter(one.standing for one in judged)
    (shown,) = sheet_shapes.rows(opened, [one for one in judged if one.row == number])
    return {"counts": {standing.value: standings[standing] for standing in Standing}, "row": shown}
