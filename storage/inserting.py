"""Rows put into their tables without the unit of work, which takes most of the time of a learner's POST."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.orm import Session

from storage import driving
from storage.tables import Table


def put_in(session: Session, kind: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each by its columns and all with the same ones, in one statement; the session does not know them.

    For rows that are complete as they are and that nothing in this transaction looks at again.
    """
    driving.put(session, _statement(kind), rows)


def columns_of(row: Table) -> dict[str, Any]:
    """What a row that the session does not know holds, by its columns; those that were not set are left out."""
    names = row.__table__.columns.keys()
    return {name: row.__dict__[name] for name in names if name in row.__dict__}


@cache
def _statement(kind: type[Table]) -> Insert:
    """Made once: building a statement takes longer than SQLite does to run it."""
    return insert(Table.metadata.tables[kind.__tablename__])
