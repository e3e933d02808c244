"""Send letters from the command line: for a timer, where the server itself is not to do it."""

from __future__ import annotations

import click

from blueprints.console import bp
from blueprints.current import house
from blueprints.letters import post_of, send_letters


@bp.cli.command("send-letters")
def send() -> None:
    """Send the letters that are due. The server does so itself; this is for a timer of your own."""
    if post_of(house()) is None:
        raise click.ClickException("No mail server is set: ATTEST_SMTP_URL.")
    click.echo(f"{send_letters(house())} letters.")
