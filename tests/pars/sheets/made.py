"""Sheets as form services and sign-in desks make them; no real person."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook

from pars.formats.tables.table import Table
from pars.sheets.columns import propose
from pars.sheets.reading import read_sheet
from pars.sheets.rows import Judged, judge_rows
from pars.sheets.saying import STATED, Plan
from tests.pars.made import POLICY, TODAY, activity

HEADINGS = ("Name", "Degree", "License #", "State", "NPI", "Birthday", "Credits", "Email")
JANE = ("Doe, Jane", "MD", "MD12345", "ME", "", "9/27", "6", "jane@example.org")


def as_csv(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    text = StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def as_xlsx(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (headings, *rows):
        sheet.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def jane(**changes: str) -> tuple[str, ...]:
    """One row; each change by the key of its column."""
    keys = ("name", "profession", "license_number", "license_state", "npi", "birthday", "credits", "email")
    return tuple(changes.get(key, value) for key, value in zip(keys, JANE, strict=True))


def table_of(data: bytes) -> Table:
    return read_sheet(data)


def judged(data: bytes, *, consent: str = STATED, given: Any = None, **same: str) -> list[Judged]:
    """Every row of the file, its columns found by themselves."""
    given = given or activity()
    table = table_of(data)
    plan = Plan(columns=propose(table.headings, given), same=same, consent=consent)
    return judge_rows(table, plan, "an-activity", given, POLICY, TODAY)


def codes(one: Judged) -> list[str]:
    return [problem.code.value for problem in one.problems]
