"""Commands that keep the database well: its schema, its copies, and a look at whether all is in order."""

from __future__ import annotations

import os
from pathlib import Path

import click

from blueprints import purging
from blueprints.console import bp, deployment
from blueprints.current import database, house, now
from storage import letters, runs, seal, upkeep
from storage.database import DatabaseError
from storage.errors import NotAllowed
from storage.purging import Count


@bp.cli.command("upgrade")
def upgrade() -> None:
    """Bring the database up to date. Does nothing where it is."""
    try:
        database().upgrade()
        seal.check(database())
    except NotAllowed as reason:
        raise click.ClickException(str(reason)) from reason
    except DatabaseError as reason:
        raise click.ClickException(f"The database cannot be opened ({type(reason).__name__}).") from reason


@bp.cli.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write a whole, checked copy of the database to FILE, also while attest is running."""
    try:
        upkeep.backup(database(), file)
        with database().write() as session:
            upkeep.backed_up(session, now())
    except (NotAllowed, OSError) as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(f"{file} is complete. The data key is not in it: keep that elsewhere, and keep it.")


@bp.cli.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, yes: bool) -> None:
    """Replace everything in the database by the backup in FILE. Stop attest first.

    What was to be erased since the backup was made is erased again.
    """
    if not yes:
        click.confirm("This replaces everything that is in the database now. Go on?", abort=True)
    try:
        upkeep.restore(database(), file)
        with database().write() as session:
            letters.doubt(session, now())
            runs.doubt(session, now())
        purging.purge(house())
    except (NotAllowed, OSError) as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(f"The database is now what {file} holds.")


@bp.cli.command("purge")
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
def purge(dry_run: bool) -> None:
    """Erase what its time is over. The server does so once a day."""
    if dry_run:
        click.echo(f"Would erase {_told(purging.due(house()))}. Nothing was changed.")
        return
    found, swept = purging.purge(house())
    click.echo(f"Erased {_told(found)}.")
    if not swept:
        raise click.ClickException(
            "The database was busy or its disk is full: traces may still be in the file. Try again."
        )


def _told(found: Count) -> str:
    return (
        f"the identifiers of {found.identifiers} records, {found.records} whole records, "
        f"{found.files} uploads and files for pre-validation, {found.notes} notes on personal links"
    )


@bp.cli.command("check")
def check() -> None:
    """Look at settings, files, database and schema. Ends with 1 where something is wrong, and says what."""
    if trouble := upkeep.trouble(database()):
        click.echo(trouble)
        raise SystemExit(1)
    found = list(deployment.faults(house(), os.environ))
    for sentence in found:
        click.echo(sentence)
    for sentence in deployment.notes(house(), os.environ):
        click.echo(f"Worth knowing: {sentence}")
    if found:
        raise SystemExit(1)
    click.echo(f"All is in order: {database().describe()}, schema {database().revision()}.")
