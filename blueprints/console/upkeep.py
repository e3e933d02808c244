"""Commands that keep the database well: its schema, its copies, and a look at whether all is in order."""

from __future__ import annotations

from pathlib import Path

import click

from blueprints.console import bp
from blueprints.current import database, now
from storage import letters, runs, seal, upkeep
from storage.database import DatabaseError
from storage.errors import NotAllowed


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
    except (NotAllowed, OSError) as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(f"{file} is complete. The data key is not in it: keep that elsewhere, and keep it.")


@bp.cli.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, yes: bool) -> None:
    """Replace everything in the database by the backup in FILE. Stop attest first."""
    if not yes:
        click.confirm("This replaces everything that is in the database now. Go on?", abort=True)
    try:
        upkeep.restore(database(), file)
        with database().write() as session:
            letters.doubt(session, now())
            runs.doubt(session, now())
    except (NotAllowed, OSError) as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(f"The database is now what {file} holds.")


@bp.cli.command("check")
def check() -> None:
    """Look at configuration, database and schema. Ends with 1 and the reason where something is wrong."""
    if trouble := upkeep.trouble(database()):
        click.echo(trouble)
        raise SystemExit(1)
    click.echo(f"All is in order: {database().describe()}, schema {database().revision()}.")
