"""All that a database keeps, as bytes, for those who look for what must not be in there."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from storage.database import Database
from storage.tables import Table


def everything_kept(database: Database) -> bytes:
    """The files of SQLite, the log beside the database included; on PostgreSQL every value of every row."""
    if database.is_sqlite:
        file = Path(database.url.database or "")
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    with database.read() as session:
        values = [
            value
            for table in Table.metadata.tables
            for row in session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608  (our own names)
            for value in row
        ]
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)
