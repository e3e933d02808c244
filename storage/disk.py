"""Room on the disk that a SQLite file lies on. A database server sees to its own.

On a disk without room SQLite cannot even delete, so a purge could not free it. Hence two measures: new work is refused
while there is still some room, and a reserve beside the database is let go when a purge needs it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from storage.database import Database
from storage.errors import NoRoom

MEGABYTE = 2**20
RESERVE = 16 * MEGABYTE


def trouble(database: Database, keep_free: int) -> str | None:
    """A sentence where fewer than `keep_free` megabytes are free, else None."""
    if not database.is_sqlite:
        return None
    free = shutil.disk_usage(os.path.dirname(database.url.database or "") or ".").free
    if free >= keep_free * MEGABYTE:
        return None
    return f"The disk of the database is nearly full: {free // MEGABYTE} MB are free, {keep_free} MB must stay free."


def check(database: Database, keep_free: int) -> None:
    """Raises NoRoom where there is too little for new work."""
    if reason := trouble(database, keep_free):
        raise NoRoom(reason)


def hold_reserve(database: Database, keep_free: int) -> None:
    """Lay the reserve beside the database, if it is not there and there is room for it besides what must stay free."""
    if not database.is_sqlite or _reserve(database).exists():
        return
    if trouble(database, keep_free + RESERVE // MEGABYTE):
        return
    part = _reserve(database).with_name("reserve.part")
    try:
        with part.open("wb") as file:
            for _ in range(RESERVE // MEGABYTE):
                file.write(bytes(MEGABYTE))
        part.replace(_reserve(database))
    except OSError:  # somebody else was quicker to fill the disk; without a reserve all else works
        part.unlink(missing_ok=True)


def let_reserve_go(database: Database, keep_free: int) -> None:
    """Give the reserve's room to whoever erases now, where there is too little otherwise."""
    if trouble(database, keep_free):
        _reserve(database).unlink(missing_ok=True)


def _reserve(database: Database) -> Path:
    file = _file(database)
    return file.with_name(f"{file.name}-reserve")


def _file(database: Database) -> Path:
    return Path(database.url.database or "").absolute()
