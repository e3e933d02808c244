"""Whether the data key is the one that this database was sealed with, before anything is written with another."""

from __future__ import annotations

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from storage.database import Database
from storage.errors import NotAllowed
from storage.record_rows import COLUMN
from storage.tables import InstallationRow, RecordRow
from storage.vault import Unreadable, Vault

NAME = "seal"
PLACE = "installation.value"
WRONG_KEY = (
    "The data key does not open this database. Put back the key it was sealed with, "
    "in ATTEST_DATA_KEY or in the file data_key of the instance folder."
)


def check(database: Database) -> None:
    """Raise NotAllowed where the key is a wrong one; a database that has no seal yet gets one."""
    with database.read() as session:
        if not inspect(session.connection()).has_table(InstallationRow.__tablename__):
            return
        if _opens(session):
            return
    with database.write() as session:
        _set(session)


def opens(vault: Vault, value: bytes) -> bool:
    """Whether this seal, of this database or of a copy, was made with a key that we have."""
    try:
        vault.open(value, PLACE, NAME)
    except Unreadable:
        return False
    return True


def _opens(session: Session) -> bool:
    vault: Vault = session.info["vault"]
    kept = session.get(InstallationRow, NAME)
    try:
        if kept is not None:
            vault.open(kept.value, PLACE, NAME)
            return True
        # A database from before there was a seal: any record must open.
        row = session.scalar(select(RecordRow).where(RecordRow.identity.is_not(None)).limit(1))
        if row is not None and row.identity is not None:
            vault.open(row.identity, COLUMN, row.id)
    except Unreadable:
        raise NotAllowed(WRONG_KEY) from None
    return False


def _set(session: Session) -> None:
    if session.get(InstallationRow, NAME) is None:
        vault: Vault = session.info["vault"]
        session.add(InstallationRow(name=NAME, value=vault.seal(NAME, PLACE, NAME)))
