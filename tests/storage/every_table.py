"""Rows for every table there is, of values that only one of two databases might change: for whoever copies tables."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    String,
    insert,
    select,
)
from sqlalchemy import Table as Described
from sqlalchemy.orm import Session

from storage.moving import _bare, _bare_type
from storage.tables import Table

LISTED = re.compile(r"(\w+) IN \('([^']*)'")
MOMENT = datetime(2026, 11, 23, 22, 30, 0, 123456)  # noqa: DTZ001  (as a column holds it)


def fill(session: Session, rows: int) -> None:
    """Put `rows` rows into each table, the one after that to which it refers."""
    for described in Table.metadata.sorted_tables:
        values = [{each.name: _value(each, n) for each in described.columns} for n in range(rows)]
        session.execute(insert(_bare(described)), values)


def rows_of(session: Session) -> dict[str, list[str]]:
    """All rows of each table, in one order."""
    return {
        name: sorted(repr(tuple(row)) for row in session.execute(select(_bare(described))))
        for name, described in Table.metadata.tables.items()
    }


def _value(column: Column[Any], n: int) -> Any:
    if column.foreign_keys:
        (there,) = column.foreign_keys
        return _value(there.column, n)
    if column.nullable and n % 2:
        return None
    assert isinstance(column.table, Described)
    listed = dict(
        found.groups()
        for check in column.table.constraints
        if isinstance(check, CheckConstraint) and (found := LISTED.match(str(check.sqltext)))
    )
    if column.name in listed:
        return listed[column.name]
    kind = _bare_type(column.type)
    small = n + 1 if column.primary_key else n % 5 + 1
    made: dict[type, Any] = {
        Boolean: bool(n % 2),
        Integer: small,
        LargeBinary: bytes([0, 255, n % 256, 39, 92]),
        DateTime: MOMENT + timedelta(seconds=n),
        Date: date(2026, 2, 28) + timedelta(days=n),
        JSON: [{"naïve": "Zoë \\ \u2028", "n": n, "deep": [None, True, 1.5]}],
        String: f"{n}é'\\\t😀"[: getattr(kind, "length", None)],
    }
    return next(value for type_, value in made.items() if isinstance(kind, type_))
