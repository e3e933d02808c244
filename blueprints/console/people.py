"""Commands that let people and other systems in."""

from __future__ import annotations

import click
from email_validator import EmailNotValidError, validate_email

from blueprints.console import bp
from blueprints.current import database, now, public_url
from storage import api_tokens, second_factor, signins, staff
from storage.errors import Missing

ACTOR = "console"


@bp.cli.command("create-token")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(api_tokens.SCOPES),
    help="What it may do; may be given several times. Everything without it.",
)
def create_token(name: str, scopes: tuple[str, ...]) -> None:
    """Print a token for the API. It is shown this once."""
    with database().write() as session:
        token = api_tokens.create(session, name, scopes=scopes or api_tokens.SCOPES, actor=ACTOR, now=now())
    click.echo(token)


@bp.cli.command("create-coordinator")
@click.argument("email")
@click.option("--administrator", is_flag=True, help="May also manage people and settings.")
def create_coordinator(email: str, administrator: bool) -> None:
    """Print a one-time link with which EMAIL makes an account, or chooses a new password for it."""
    try:
        address = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as reason:
        raise click.ClickException(f"{email} is not an email address. {reason}") from reason
    with database().write() as session:
        # Whoever comes first must be able to invite the others.
        role = "administrator" if administrator or not staff.count(session) else "coordinator"
        token = staff.invite(session, email=address, role=role, actor=ACTOR, now=now(), again=True)
    click.echo(link(token))


@bp.cli.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Turn off the second factor of EMAIL, whose phone and recovery codes are lost."""
    with database().write() as session:
        person = staff.find(session, email)
        try:
            if person is None:
                raise Missing
            second_factor.turn_off(session, person.id, actor=ACTOR, now=now())
        except Missing:
            raise click.ClickException(f"{email} has no second factor.") from None
        signins.end_all(session, person.id)
    click.echo(
        "Off. The next sign-in asks for the password alone; a new one is set up at the desk, under Account."
    )


@bp.cli.command("welcome")
def welcome() -> None:
    """Where nobody has an account yet, print the one-time link that makes the first."""
    with database().write() as session:
        token = None
        if not staff.count(session):
            staff.close_links(session, now())
            token = staff.invite(session, email=None, role="administrator", actor=ACTOR, now=now())
    if token is None:
        click.echo(f"attest: sign in at {public_url('/desk')}")
        return
    click.echo("\nNobody has an account yet. Open this link to make the first one.")
    click.echo("It works once, within 24 hours:\n")
    click.echo(f"  {link(token)}\n")


def link(token: str) -> str:
    """The address of a one-time link."""
    return public_url(f"/desk/welcome/{token}")
