"""The schema's versions, by Alembic. Imported when first needed: a server that only serves never needs it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, revision: str) -> None:
    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    command.downgrade(_config(connection), revision)


def revision_of(connection: Connection) -> str | None:
    """The revision the database is at; None when it has no schema yet."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The revision this code wants."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def known() -> set[str]:
    """Every revision this code knows."""
    return {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
