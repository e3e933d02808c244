"""The command that moves everything from SQLite to PostgreSQL."""

from __future__ import annotations

import click

import addresses
from blueprints.console import bp
from blueprints.current import database
from storage import moving
from storage.database import Database, DatabaseError
from storage.errors import NotAllowed

NEXT = """
Next:
1. Set ATTEST_DATABASE_URL to the address that you have just given. Both keys stay as they are.
2. Look whether all is in order, flask --app app check, and start attest.
3. Begin with backups by pg_dump. Then delete {file}, what lies beside it under the
   same name, and its old backups: nothing erases there any more what its time is over."""


@bp.cli.command("move")
@click.argument("database_url")
def move(database_url: str) -> None:
    """Move everything from the SQLite of the settings to the empty PostgreSQL at DATABASE_URL. Stop attest first.

    Leave the password out of DATABASE_URL and put it into PGPASSWORD: others on this computer can see what is typed.
    """
    here, there = database(), _opened(database_url)
    try:
        moved = moving.move(here, there, _tell)
        product = there.describe()
    except NotAllowed as reason:
        raise click.ClickException(str(reason)) from reason
    except DatabaseError as reason:
        raise click.ClickException(
            f"One of the two databases cannot be reached, or is busy ({type(reason).__name__}). Nothing was moved."
        ) from reason
    finally:
        there.dispose()
    rows = sum(content.rows for content in moved.contents.values())
    said = "were there already" if moved.already else "are there now"
    click.echo(f"All {rows:,} rows of {len(moved.contents)} tables {said}, counted and compared: {product}.")
    if moved.wrong:
        click.echo("Something was changed before this move, and is still so:\n" + "\n".join(moved.wrong))
    else:
        click.echo(
            "The record of actions, the files for PARS and the consent texts are as they were recorded."
        )
    click.echo(NEXT.format(file=here.url.database))


def _opened(url: str) -> Database:
    try:
        return Database(addresses.database(url), database().vault)
    except (DatabaseError, ValueError) as reason:
        words = reason if type(reason) is ValueError else "is no address of a database"
        raise click.ClickException(f"DATABASE_URL {words}.") from None


def _tell(name: str, rows: int) -> None:
    click.echo(f"{rows:>12,}  {name}")
