"""The table of a spreadsheet as it is kept: sealed, with the cells that coordinators have put right since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pars.formats.tables.table import Line, Table
from pars.sheets.cells import month_and_day
from storage import history
from storage.errors import Missing
from storage.history import FieldChange
from storage.tables import RecordRow, SheetRow
from storage.vault import Vault

COLUMN = "sheets.data"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a cell said under its heading, what somebody typed in its place, and who that was."""

    heading: str
    before: str
    after: str
    actor: str


Corrections = Mapping[int, Sequence[Correction]]
"""By the number of the row, the oldest first."""

CORRECTED = "corrected in the spreadsheet"
# A cell that holds more than one answer is told under one of them.
_ANSWERS = {"name": "last_name", "birthday": "birth_month"}


def seal(session: Session, row: SheetRow, table: Table, corrections: Corrections) -> None:
    """Keep this table in place of the one before; what was corrected in rows that are gone goes with them."""
    lines = [[line.number, line.values, sorted(line.converted)] for line in table.lines]
    corrected = {
        line.number: [[one.heading, one.before, one.after, one.actor] for one in corrections[line.number]]
        for line in table.lines
        if line.number in corrections
    }
    kept = json.dumps({"headings": table.headings, "lines": lines, "corrected": corrected})
    vault: Vault = session.info["vault"]
    row.data = vault.seal_bytes(kept.encode(), COLUMN, row.id)


def unseal(session: Session, row: SheetRow) -> tuple[Table, Corrections]:
    """The table, and what was corrected in it; raises Missing where its time is over."""
    if row.data is None:
        raise Missing
    vault: Vault = session.info["vault"]
    kept = json.loads(vault.open_bytes(row.data, COLUMN, row.id))
    lines = tuple(
        Line(number, tuple(values), frozenset(), frozenset(converted))
        for number, values, converted in kept["lines"]
    )
    corrected = {
        int(number): [Correction(*one) for one in told] for number, told in kept.get("corrected", {}).items()
    }
    return Table(tuple(kept["headings"]), lines), corrected


def birthdays_without_years(corrections: Corrections, headings: Sequence[str]) -> Corrections:
    """The same where these columns turn out to hold birthdays."""

    def without(one: Correction) -> Correction:
        if one.heading not in headings:
            return one
        return Correction(one.heading, month_and_day(one.before), month_and_day(one.after), one.actor)

    return {number: [without(one) for one in told] for number, told in corrections.items()}


def tell(
    session: Session,
    record: RecordRow,
    corrections: Sequence[Correction],
    columns: Mapping[str, str],
    now: datetime,
) -> None:
    """Enter into the history of a new record what was put right in its row, and by whom."""
    keys = {heading: key for key, heading in columns.items()}
    for one in corrections:
        if key := keys.get(one.heading):
            change = FieldChange(_ANSWERS.get(key, key), one.before, one.after)
            history.add(session, record, CORRECTED, actor=one.actor, now=now, changes=[change])
