"""The schema's versions, by Alembic, which is imported when first needed: a server that only serves never needs it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage.errors import NotAllowed

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parent / "migrations"

TABLE = "alembic_version"
MOVED = "moved"
"""The revision of a database whose content has gone elsewhere: see moving.py."""

NEWER = "The database was made by a newer version of attest. Install that version, or restore a backup from before."
GONE = (
    "What was in this database has moved to PostgreSQL. Set ATTEST_DATABASE_URL to the address it has there."
)


def upgrade(connection: Connection, revision: str) -> None:
    """Raises NotAllowed where the database is ahead of this code, or its content has moved."""
    found = revision_of(connection)
    if found == MOVED or _is_newer(found):
        raise NotAllowed(str(misfit(found)))
    from alembic import command

    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    from alembic import command

    command.downgrade(_config(connection), revision)


def revision_of(connection: Connection) -> str | None:
    """The revision the database is at; None when it has no schema yet."""
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The revision this code wants."""
    return _scripts().get_current_head()


def known() -> set[str]:
    """Every revision this code knows."""
    return {script.revision for script in _scripts().walk_revisions()}


def misfit(revision: str | None) -> str | None:
    """A sentence where this code cannot serve a database at `revision`, else None."""
    if revision == head():
        return None
    if revision == MOVED:
        return GONE
    if _is_newer(revision):
        return NEWER
    state = "has no schema yet" if revision is None else "is of an older version of attest"
    return f"The database {state}. Run: make run, or flask --app app upgrade."


def _is_newer(revision: str | None) -> bool:
    return revision is not None and revision not in known()


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(MIGRATIONS))


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
