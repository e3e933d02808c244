"""Rows put into their tables without the unit of work, which takes most of the time of a learner's POST."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Insert, insert
from sqlalchemy.orm import Session

from storage.tables import Table


def put_in(session: Session, rows: Sequence[Table]) -> None:
    """Insert rows of one table, in one statement; the session does not know them afterwards.

    For rows that are complete as they are and that nothing in this transaction looks at again.
    """
    names = rows[0].__table__.columns.keys()
    values = [{name: row.__dict__[name] for name in names if name in row.__dict__} for row in rows]
    session.connection().execute(_statement(type(rows[0])), values)


@cache
def _statement(kind: type[Table]) -> Insert:
    """Made once: building a statement takes longer than SQLite does to run it."""
    return insert(Table.metadata.tables[kind.__tablename__])
