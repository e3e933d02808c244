"""Everything that SQLite holds, to PostgreSQL: all of it, or nothing.

A move is one transaction there. Killed at any moment it leaves nothing behind, and is started again. While it runs it
has the old database's turn to write, so nobody stores what would not go along; once it is over, the old database
takes nothing more, so nobody goes on with it by mistake.

Tables are compared by how many rows they have and by the sum of the rows' SHA-256: the order of rows, which is another
one in each database, does not matter, and no table has to fit into memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Table as Described
from sqlalchemy import TableClause, column, delete, func, insert, inspect, select, table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage import schema, seal, verifying
from storage.database import Database
from storage.errors import NotAllowed
from storage.tables import InstallationRow, Table

ROWS = 500
"""Rows at a time; of what may be a file of megabytes, one."""
FILE = "data"


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds: how many rows, and the sum of their SHA-256 as 64 hexadecimal digits."""

    rows: int = 0
    digest: str = "0" * 64

    def plus(self, rows: Iterable[Sequence[Any]]) -> Content:
        known, total = self.rows, int(self.digest, 16)
        for row in rows:
            told = json.dumps(list(row), default=_told, separators=(",", ":")).encode()
            known, total = known + 1, total + int.from_bytes(hashlib.sha256(told).digest())
        return Content(known, f"{total % 2**256:064x}")


@dataclass(frozen=True, slots=True)
class Moved:
    """What is there after a move, by table. `already` says that it was there before this one began; `wrong` are
    sentences on what somebody had changed before, in the record of actions or in files for PARS: it came along."""

    contents: dict[str, Content]
    wrong: tuple[str, ...] = ()
    already: bool = False


def move(old: Database, new: Database, tell: Callable[[str, int], None]) -> Moved:
    """Move everything; `tell` is given each table that was copied, and its rows.

    Raises NotAllowed in a sentence, with nothing moved, where one of the two does not fit or holds other data, where
    PostgreSQL refuses a row, or where it has not become the same.
    """
    _check(old, new)
    new.upgrade()
    with old.write() as giving:
        with new.write() as taking:
            moved = _moved(giving, taking, tell)
            moved = replace(moved, wrong=tuple(verifying.verify(taking).wrong))
        _close(giving)
    return moved


def contents(session: Session) -> dict[str, Content]:
    """What each table of a database holds."""
    return {described.name: _content(session, _bare(described)) for described in Table.metadata.sorted_tables}


def _check(old: Database, new: Database) -> None:
    if not old.is_sqlite or new.is_sqlite:
        raise NotAllowed("A move leads from SQLite to PostgreSQL.")
    if old.misfit() not in (None, schema.GONE):
        raise NotAllowed(str(old.misfit()))
    seal.check(old)
    with new.connection() as connection:
        if set(inspect(connection).get_table_names()) - {*Table.metadata.tables, schema.TABLE}:
            raise NotAllowed("The new database holds tables of something else. Make one for attest alone.")


def _moved(giving: Session, taking: Session, tell: Callable[[str, int], None]) -> Moved:
    if _is_used(taking):
        there = contents(taking)
        if there != contents(giving):
            raise NotAllowed("The new database holds other data. Make an empty one, and move into that.")
        return Moved(there, already=True)
    taking.execute(delete(InstallationRow))  # a seal of its own: the old one comes
    copied = {}
    for described in Table.metadata.sorted_tables:
        name = described.name
        copied[name] = _copy(giving, taking, _bare(described))
        if _content(taking, _bare(described)) != copied[name]:
            raise NotAllowed(f"The table {name} has not become the same. Nothing was moved.")
        _count_on(taking, described)
        tell(name, copied[name].rows)
    return Moved(copied)


def _is_used(session: Session) -> bool:
    """Whether there is anything in a database besides the seal that `upgrade` puts on."""
    held = (select(_bare(described)).limit(1) for described in Table.metadata.tables.values())
    rows = [row for each in held for row in session.execute(each)]
    return bool(rows) and [row[0] for row in rows] != [seal.NAME]


def _copy(giving: Session, taking: Session, bare: TableClause) -> Content:
    content = Content()
    for rows in _batches(giving, bare):
        try:
            taking.execute(insert(bare), [row._asdict() for row in rows])
        except DBAPIError as reason:  # its text is the driver's, without the row: see postgresql.py
            raise NotAllowed(
                f"PostgreSQL refuses a row of {bare.name} ({reason.orig}). Nothing was moved."
            ) from None
        content = content.plus(rows)
    return content


def _content(session: Session, bare: TableClause) -> Content:
    content = Content()
    for rows in _batches(session, bare):
        content = content.plus(rows)
    return content


def _batches(session: Session, bare: TableClause) -> Iterator[Sequence[Any]]:
    most = 1 if FILE in bare.c else ROWS
    return session.execute(select(bare), execution_options={"yield_per": most}).partitions()


def _bare(described: Described) -> TableClause:
    """The table as the databases see it: what our types make of a value is left out, so that nothing hides in it."""
    return table(described.name, *(column(each.name, _bare_type(each.type)) for each in described.columns))


def _bare_type(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def _count_on(session: Session, described: Described) -> None:
    """What PostgreSQL numbers by itself goes on after the highest number that came."""
    numbered = described.autoincrement_column
    if numbered is not None:
        sequence = func.pg_get_serial_sequence(described.name, numbered.name)
        session.execute(select(func.setval(sequence, func.max(numbered))))


def _close(session: Session) -> None:
    """Let the old database take no row any more, and say so to whoever starts with it."""
    session.execute(text(f"UPDATE {schema.TABLE} SET version_num = '{schema.MOVED}'"))  # noqa: S608  (our own names)
    for name in Table.metadata.tables:
        session.execute(
            text(
                f"CREATE TRIGGER IF NOT EXISTS moved_{name} BEFORE INSERT ON {name} "
                "BEGIN SELECT RAISE(ABORT, 'moved'); END"
            )
        )


def _told(value: Any) -> str:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else str(value.isoformat())
