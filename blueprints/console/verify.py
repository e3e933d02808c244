"""Whether what was recorded is still what was recorded."""

from __future__ import annotations

import re
from pathlib import Path

import click

from blueprints.console import bp
from blueprints.current import database
from storage import verifying
from storage.verifying import Head

HEAD = re.compile(r"(\w{1,32}) ([1-9][0-9]{0,17}) ([0-9a-f]{64})")


@bp.cli.command("verify")
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="What this command printed on an earlier day.",
)
def verify(against: Path | None) -> None:
    """Check the record of actions, the files for PARS and the consent texts. Ends with 1 where something was changed.

    Keep what it prints somewhere else: with --against, a record of actions that has lost its end is found too.
    """
    kept = _heads(against) if against else []
    if against and not kept:
        raise click.ClickException(f"{against.name} holds nothing that flask verify has printed.")
    with database().read() as session:
        found = verifying.verify(session, kept)
    for head in found.heads:
        click.echo(f"{head.chain} {head.seq} {head.hash}")
    if found.wrong:
        raise click.ClickException("\n".join(found.wrong))
    click.echo(
        f"All is as it was recorded. Chains: {len(found.heads)}, events: {found.events}, "
        f"files for PARS: {found.files}, consent texts: {found.texts}."
    )


def _heads(file: Path) -> list[Head]:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    found = (HEAD.fullmatch(line.strip()) for line in lines)
    return [Head(each[1], int(each[2]), each[3]) for each in found if each]
