"""A cell of a spreadsheet, put right by a coordinator while others look at the same sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import sheet_cells, sheets
from storage.database import Database
from storage.errors import NotAllowed
from tests.conftest import Clock
from tests.pars.sheets.made import as_csv, jane
from tests.storage.conftest import POLICY
from tests.storage.test_sheets import OTHERS, Bring, number_of
from tests.storage.test_sheets import bring as bring


def test_what_is_corrected_meanwhile_is_not_imported_as_it_was(
    database: Database, bring: Bring, clock: Clock
) -> None:
    """One coordinator judges the rows, another puts a cell right, then the first imports."""
    opened, rows = bring(as_csv([jane(), OTHERS[0]]))
    told = {"asked_in": "", "actor": "jo", "now": clock(), "policy": POLICY}
    with database.write() as session:
        sheet_cells.correct(session, opened.stored.id, 2, "Credits", "5", was="6", actor="al", now=clock())
    with database.write() as session, pytest.raises(NotAllowed):
        sheets.bring_in(session, opened, rows, **told)
    assert number_of(database, "records") == 0
    with database.write() as session:
        opened = sheets.read(session, opened.stored.id)
        rows = sheets.preview(session, opened, now=clock(), policy=POLICY)
        sheets.let_go(session, opened.stored.id, [3], actor="al", now=clock())
        assert sheets.bring_in(session, opened, rows, **told).new == 2, (
            "a row that was let go is in nobody's way"
        )


def test_a_birthday_that_was_corrected_loses_its_year_with_the_others(
    database: Database, bring: Bring, clock: Clock
) -> None:
    headings = ("Name", "Degree", "License #", "State", "NPI", "When", "Credits", "Email")
    opened, _ = bring(as_csv([jane(birthday="13/31/1987")], headings))
    with database.write() as session:
        sheet_cells.correct(
            session, opened.stored.id, 2, "When", "12/31/1987", was="13/31/1987", actor="jo", now=clock()
        )
        opened = sheets.read(session, opened.stored.id)
        plan = replace(opened.stored.plan, columns=opened.stored.plan.columns | {"birthday": "When"})
        sheets.plan(session, opened, plan, actor="jo", now=clock())
        assert "1987" not in repr(sheets.read(session, opened.stored.id))
