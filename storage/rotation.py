"""From the old data key to a new one while attest serves: every value sealed anew, every fingerprint made anew.

Until it is done the vault has both keys, so that everything opens and is found. What still bears the old key's id
is what is left to do: nothing else says how far it has come, and it may die at any moment. The seal of the
installation comes last. Whoever takes the old key away before that is told so at the next start.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, LargeBinary, Row, and_, false, func, select, tuple_, update
from sqlalchemy.orm import Session

from storage import audit, history, leases, outcomes, words
from storage.attestations import said_so
from storage.database import Database
from storage.record_rows import COLUMN as IDENTITY
from storage.record_rows import as_record, keep_marks
from storage.tables import InstallationRow, LeaseRow, RecordRow, Table
from storage.vault import KEY_ID, Vault

AT_ONCE = 50
"""Values in one transaction: a file for PARS may be a megabyte, and learners who are sending wait for no longer."""
LIVES = timedelta(seconds=60)
"""How long a server that said which key it seals with is taken to be running."""
_SEALS_WITH = "key "
_SEAL: Column[Any] = InstallationRow.metadata.tables["installation"].c["value"]

# Where a value is sealed with something else than the first column of its row, which is its id.
_PLACES: dict[str, Callable[[Row[Any]], str]] = {
    history.COLUMN: lambda row: str(row.record_id),
    outcomes.SEALED_REASON: lambda row: outcomes.place((row.credit_id, row.action)),
    words.COLUMN: lambda row: words.place(row.run_id, row.action, row.credit_id),
}


def announce(session: Session, now: datetime) -> None:
    """Say that a server is running which seals with this key."""
    mine = _key_name(session.info["vault"])
    leases.take(session, mine, mine, until=now + LIVES, now=now)


def others_serve(session: Session, now: datetime) -> bool:
    """Whether a server is running, or was within LIVES, that seals with another key than this one."""
    mine = _key_name(session.info["vault"])
    others = select(LeaseRow.name).where(
        LeaseRow.name.startswith(_SEALS_WITH), LeaseRow.name != mine, LeaseRow.until > now
    )
    return session.scalar(others.limit(1)) is not None


def left(session: Session) -> int:
    """How many values the old key still sealed, the seal of the installation among them."""
    return sum(
        session.scalar(select(func.count()).select_from(column.table).where(_is_old(session, column))) or 0
        for column in sealed_columns()
    )


def renew(database: Database, *, at_once: int = AT_ONCE) -> Iterator[int]:
    """Seal everything anew but the seal; after each transaction, how many values were in it. Raises Unreadable."""
    for column in sealed_columns():
        after: Sequence[Any] = ()
        while column is not _SEAL:
            with database.write() as session:
                keys = _next(session, column, after, at_once)
                for key in keys:
                    _renew(session, column, key)
            if not keys:
                break
            after = keys[-1]
            yield len(keys)


def finish(session: Session, *, now: datetime) -> int:
    """Renew the seal where nothing else is left; how many values are left."""
    for key in _next(session, _SEAL, (), AT_ONCE):
        if left(session) == 1:
            _renew(session, _SEAL, key)
            audit.add(session, audit.INSTALLATION, "data key changed", actor="console", subject="", now=now)
    return left(session)


def sealed_columns() -> list[Column[Any]]:
    """Every column of every table that may hold something sealed."""
    return [
        column
        for table in Table.metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, LargeBinary)
    ]


def place_of(column: str, row: Row[Any]) -> str:
    """What a value is sealed with besides its column ("history.sealed"); `row` is the whole row that it stands in."""
    return _PLACES[column](row) if column in _PLACES else str(row[0])


def _is_old(session: Session, column: Column[Any]) -> ColumnElement[bool]:
    vault: Vault = session.info["vault"]
    begins = func.substr(column, 1, KEY_ID, type_=LargeBinary)
    return begins == vault.old_key_id if vault.old_key_id else false()


def _next(session: Session, column: Column[Any], after: Sequence[Any], most: int) -> Sequence[Sequence[Any]]:
    """The keys of the next rows whose value the old key sealed."""
    key = list(column.table.primary_key)
    found = select(*key).where(_is_old(session, column)).order_by(*key).limit(most)
    if after:
        found = found.where(tuple_(*key) > tuple_(*after))
    return [tuple(row) for row in session.execute(found)]


def _renew(session: Session, column: Column[Any], key: Sequence[Any]) -> None:
    """One value, and the fingerprints that were made with it. Nobody else writes until this transaction ends."""
    vault: Vault = session.info["vault"]
    table, name = column.table, f"{column.table.name}.{column.name}"
    here = and_(*(part == value for part, value in zip(table.primary_key, key, strict=True)))
    row = session.execute(select(table).where(here)).one()
    values: dict[str, Any] = {column.name: vault.reseal(row._mapping[column], name, place_of(name, row))}
    if name == "attestations.token":
        values["answers_mark"] = _answers_mark(vault, row)
    session.execute(update(table).where(here).values(values))
    if name == IDENTITY:
        record = session.get_one(RecordRow, row.id, populate_existing=True)
        keep_marks(session, record, as_record(record, vault))


def _answers_mark(vault: Vault, row: Row[Any]) -> str:
    """The mark of the answers anew; "" where it cannot be known, as not all that was typed was kept.

    The same answers sent again then count as others, which makes no second record of them.
    """
    typed = json.loads(vault.open(row.typed, "attestations.typed", row.id)) if row.typed else {}
    text = said_so(row.activity_id, typed)
    return vault.index(text) if row.answers_mark in vault.indexes([text]) else ""


def _key_name(vault: Vault) -> str:
    return _SEALS_WITH + vault.key_id.hex()
