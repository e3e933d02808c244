"""A cell of a spreadsheet, put right where it stands; who did it is told in the history of the record it becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from pars.errors import Code, Problem
from pars.formats.tables.table import CHARACTERS_MAX, Line, Table
from pars.sheets import years
from pars.text import tidy
from storage import audit, sheets
from storage.errors import Missing, NotAllowed, Refused
from storage.sheet_tables import Correction
from storage.sheets import Opened


def correct(
    session: Session,
    sheet_id: str,
    number: int,
    heading: str,
    value: str,
    *,
    was: str,
    actor: str,
    now: datetime,
) -> Opened:
    """Put `value` in place of what the row `number` says under this heading; it is then judged like any other.

    Raises Missing for an unknown sheet, row or heading, NotAllowed where the cell does not say `was` any more, and
    Refused where the value is too long for a cell.
    """
    opened = sheets.read(session, sheet_id, lock=True)
    headings, lines = opened.table.headings, opened.table.lines
    line = next((line for line in lines if line.number == number), None)
    if line is None or heading not in headings:
        raise Missing
    at = headings.index(heading)
    if line.value(at) != was:
        raise NotAllowed("Somebody else has changed this cell. Look at it again.")
    said = tidy(value)
    if len(said) > CHARACTERS_MAX:
        raise Refused([Problem("value", Code.TEXT_TOO_LONG, {"name": "value", "most": str(CHARACTERS_MAX)})])
    birthdays = [one for key, one in opened.stored.plan.columns.items() if key == "birthday"]
    (fresh,) = years.without_years(Table(headings, (_with(line, at, said),)), birthdays).lines
    if fresh.value(at) == was:
        return opened
    table = Table(headings, tuple(fresh if one is line else one for one in lines))
    correction = Correction(heading, was, fresh.value(at), actor)
    corrected = {**opened.corrected, number: [*opened.corrected.get(number, ()), correction]}
    sheets.keep_table(session, sheet_id, table, corrected)
    audit.add(
        session, opened.stored.activity_id, "sheet row corrected", actor=actor, subject=sheet_id, now=now
    )
    return sheets.read(session, sheet_id)


def _with(line: Line, at: int, value: str) -> Line:
    """The line with this value typed into a column, so that no spreadsheet has converted it."""
    values = [*line.values, *([""] * (at + 1 - len(line.values)))]
    values[at] = value
    return replace(line, values=tuple(values), computed=line.computed - {at}, converted=line.converted - {at})
