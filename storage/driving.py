"""Statements run by SQLite's driver itself, in the transaction of the session: for what a learner's POST takes.

SQLAlchemy writes them, once; around each run it would take five times as long as SQLite does in it. Where the
session has no such driver (database.py says so), SQLAlchemy runs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement, Executable

Values = Mapping[str, Any]
DRIVER = "driver"
"""Under this name in its `info`, a session has its SQLite connection."""
DIALECT = sqlite.dialect()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as SQLite reads it, and for each of its question marks the name, the constant and what to make
    of the value."""

    sql: str
    takes: Sequence[tuple[str, Any, Callable[[Any], Any] | None]]

    def row(self, values: Values) -> list[Any]:
        given = values.get
        return [
            make(given(name, constant)) if make else given(name, constant)
            for name, constant, make in self.takes
        ]


def rows(session: Session, statement: Executable, values: Values) -> Sequence[Sequence[Any]]:
    """All rows of a statement that gives some, as the driver gives them: for texts, numbers and bytes."""
    driver = session.info.get(DRIVER)
    if driver is None:
        return session.connection().execute(statement, dict(values)).all()
    ready = _ready(cast(ClauseElement, statement), frozenset())
    found: Sequence[Sequence[Any]] = _run(session, driver.execute, ready.sql, ready.row(values)).fetchall()
    return found


def row(session: Session, statement: Executable, values: Values) -> Sequence[Any] | None:
    """The first of them, or None."""
    return next(iter(rows(session, statement, values)), None)


def put(session: Session, statement: Executable, many: Sequence[Values]) -> None:
    """Run an INSERT for each of some rows, all with the same columns."""
    driver = session.info.get(DRIVER)
    if driver is None:
        session.connection().execute(statement, [dict(values) for values in many])
        return
    ready = _ready(cast(ClauseElement, statement), frozenset(many[0]))
    _run(session, driver.executemany, ready.sql, [ready.row(values) for values in many])


def _run(session: Session, how: Callable[..., Any], sql: str, values: Any) -> Any:
    try:
        return how(sql, values)
    except Exception as reason:
        errors = session.get_bind().dialect.loaded_dbapi.Error
        if not isinstance(reason, errors):
            raise
        raise DBAPIError.instance(sql, None, reason, errors, hide_parameters=True) from reason


@cache
def _ready(statement: ClauseElement, columns: frozenset[str]) -> _Ready:
    compiled = cast(SQLCompiler, statement.compile(dialect=DIALECT, column_keys=sorted(columns) or None))
    binds = [(name, compiled.binds[name]) for name in compiled.positiontup or ()]
    makers = [bind.type.dialect_impl(DIALECT).bind_processor(DIALECT) for _, bind in binds]
    return _Ready(
        str(compiled),
        [(name, bind.effective_value, make) for (name, bind), make in zip(binds, makers, strict=True)],
    )
