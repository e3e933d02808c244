"""Copies of a SQLite database that are whole even while learners are sending, and the way back.

SQLite's own backup interface is used: copying the file by hand would leave out what is still in the
write-ahead log. On PostgreSQL its own tools do this better.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from storage import schema, seal
from storage.database import Database, DatabaseError, open_file
from storage.drives import network_drive
from storage.errors import NotAllowed
from storage.tables import AuditRow, InstallationRow
from storage.vault import Vault

BACKED_UP = "backed up"


def trouble(database: Database) -> str | None:
    """A sentence where attest cannot work with this database as it stands, else None."""
    if database.is_sqlite and (kind := network_drive(Path(database.url.database or ""))):
        return f"The database lies on a network drive ({kind}), where SQLite can lose data. Move it to a local disk."
    if misfit := database.misfit():
        return misfit
    try:
        database.check_writable()
        seal.check(database)
    except NotAllowed as reason:
        return str(reason)
    except DatabaseError as reason:
        return f"The database takes no write ({type(reason).__name__})."
    return None


def newest(session: Session) -> datetime | None:
    """When something was last recorded, by the clock of then."""
    said = session.scalar(select(func.max(AuditRow.at)))
    return datetime.fromisoformat(said) if said else None


def backed_up(session: Session, now: datetime) -> None:
    """Remember that a backup was made."""
    session.merge(InstallationRow(name=BACKED_UP, value=now.isoformat().encode()))


def backed_up_at(session: Session) -> datetime | None:
    """When the last backup was made."""
    row = session.get(InstallationRow, BACKED_UP)
    return datetime.fromisoformat(row.value.decode()) if row else None


def backup(database: Database, file: Path) -> None:
    """Write a checked copy of the database to `file`, mode 0600; raises NotAllowed or OSError.

    The copy appears under its name only when it is complete and on the disk.
    """
    _only_sqlite(database)
    if file.exists():
        raise NotAllowed(f"There is a file {file.name} already. Choose another name.")
    part = file.with_name(f"{file.name}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        with database.connection() as connection:
            copy = open_file(part)
            _driver(connection).backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one plain file, without a log beside it
            _check_whole(copy, file.name)
            copy.close()
        _sync(part)
        part.replace(file)
        _sync(file.parent)
    finally:
        part.unlink(missing_ok=True)


def sweep(database: Database) -> bool:
    """Write the file of the database anew without what was deleted, and empty its log.

    False where others were reading or writing for too long, or the disk is full: the next sweep does it. PostgreSQL
    sees to that by itself.
    """
    if not database.is_sqlite:
        return True
    with database.connection() as connection:
        driver = _driver(connection)
        try:
            driver.execute("VACUUM").close()
            (busy, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except driver.OperationalError:
            return False
    return bool(busy == 0)


def restore(database: Database, file: Path) -> None:
    """Replace everything in the database by the backup, in one transaction; raises NotAllowed or OSError."""
    _only_sqlite(database)
    if not file.is_file():
        raise NotAllowed(f"There is no file {file.name}.")
    source = open_file(file)
    try:
        _check_whole(source, file.name)
        _check_ours(source, file.name)
        _check_key(source, database.vault, file.name)
        database.make_file()
        with database.connection() as connection:
            source.backup(_driver(connection))
    finally:
        source.close()
    database.upgrade()


def _driver(connection: Connection) -> Any:
    """The SQLite connection below SQLAlchemy's, which has the backup interface."""
    return connection.connection.driver_connection


def _only_sqlite(database: Database) -> None:
    if not database.is_sqlite:
        raise NotAllowed("This database is PostgreSQL. Use pg_dump and pg_restore.")


def _check_whole(connection: Any, name: str) -> None:
    """Raises NotAllowed where the file is damaged, or no database at all."""
    try:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except connection.DatabaseError:
        found = "not a database"
    if found != "ok":
        raise NotAllowed(f"{name} is not a whole database: {found}.")


def _check_ours(connection: Any, name: str) -> None:
    """Raises NotAllowed where the file is another program's, or of a newer attest."""
    try:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (connection.DatabaseError, TypeError):
        raise NotAllowed(f"{name} is a database, but not one of attest.") from None
    if revision not in schema.known():
        raise NotAllowed(f"{name} was made by a newer version of attest.")


def _check_key(connection: Any, vault: Vault, name: str) -> None:
    """Raises NotAllowed where neither key opens what is in the file; one from before there was a seal passes."""
    try:
        kept = connection.execute("SELECT value FROM installation WHERE name = ?", [seal.NAME]).fetchone()
    except connection.DatabaseError:
        return
    if kept and not seal.opens(vault, kept[0]):
        raise NotAllowed(
            f"{name} was made with another data key. Put the key of that day into ATTEST_DATA_KEY_OLD, "
            "or into data_key_old in the instance folder, and restore it again."
        )


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
