"""Commands that keep the database well: its schema, its copies, and a look at whether all is in order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from blueprints.console import bp
from blueprints.current import database
from storage import seal, upkeep
from storage.database import DatabaseError
from storage.errors import NotAllowed


@bp.cli.command("upgrade")
def upgrade() -> None:
    """Bring the database up to date. Does nothing where it is."""
    database().upgrade()
    try:
        seal.check(database())
    except NotAllowed as reason:
        raise click.ClickException(str(reason)) from reason


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
    except (NotAllowed, OSError) as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(f"The database is now what {file} holds.")


@bp.cli.command("check")
def check() -> None:
    """Look at configuration, database and schema. Ends with 1 and reasons where something is wrong."""
    reasons = list(_troubles())
    for reason in reasons:
        click.echo(reason)
    if reasons:
        raise SystemExit(1)
    click.echo(f"All is in order: {database().describe()}, schema {database().revision()}.")


def _troubles() -> Iterator[str]:
    """What is wrong, in sentences. That the command runs at all shows that the settings can be read."""
    house = database()
    try:
        revision, head = house.revision(), house.head()
        if revision != head:
            yield f"The schema is {revision or 'missing'}, this version wants {head}. Run: flask --app app upgrade"
            return
        house.check_writable()
        seal.check(house)
    except NotAllowed as reason:
        yield str(reason)
    except DatabaseError as reason:
        yield f"The database cannot be opened or takes no write ({type(reason).__name__})."
