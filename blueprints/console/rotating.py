"""The command that changes the data key. It is run twice, before and after a restart, and says what comes next."""

from __future__ import annotations

from time import sleep

import click

import keys
from blueprints.console import bp
from blueprints.current import database, house, now, settings
from storage import rotation, seal, upkeep
from storage.errors import NotAllowed
from storage.vault import Unreadable

PAUSE = 0.02  # seconds between two transactions, in which learners have their turn
PASSES = 3
BEGUN = """\
There is a new data key in {new}. The one before it is in {old}.

1. Copy {new} to your safe place now, and keep the old key there too.
2. Restart attest: systemctl restart attest. Nothing that learners sent is lost by that.
3. Run this command once more."""
BY_HAND = """\
The data key is given by ATTEST_DATA_KEY, so you change it yourself:

1. Make a new one: openssl rand -base64 32
2. Put what ATTEST_DATA_KEY says now into ATTEST_DATA_KEY_OLD, and the new key into ATTEST_DATA_KEY.
   Where the settings end in _FILE, do the same with the files.
3. Keep both keys in your safe place.
4. Restart attest, on every computer that serves it.
5. Run this command once more, with the same settings."""
DONE = """\
Nothing in the database needs the old data key any more.

1. Take it out of {old}, and keep it in your safe place: backups made before today need it.
   When the last of them is gone, destroy it.
2. Restart attest.
3. Make a backup."""
STILL_SERVES = (
    "A server is still running without the new key, and could not read what is sealed with it. "
    "Restart attest on every computer that serves it, then run this command again. Nothing was changed."
)


@bp.cli.command("rotate-key")
def rotate_key() -> None:
    """Change the data key while attest serves. May be stopped at any moment and run again."""
    try:
        seal.check(database())
    except NotAllowed as reason:
        raise click.ClickException(str(reason)) from reason
    if settings().data_key_old is None:
        _begin()
    else:
        _renew()


def _begin() -> None:
    file = settings().data_key_file
    if file is None:
        click.echo(BY_HAND)
        raise SystemExit(1)
    try:
        click.echo(BEGUN.format(new=file, old=keys.follow(file)))
    except OSError as reason:
        raise click.ClickException(f"No key was changed: {reason.strerror}.") from reason


def _renew() -> None:
    _await_restart()
    with database().read() as session:
        before = rotation.left(session)
    left = before
    for _ in range(
        PASSES
    ):  # what was sealed meanwhile by a server that has since stopped is found by the next pass
        if left:
            left = _pass(left)
    if left:
        raise click.ClickException(
            f"{left} values are still sealed with the old data key. Do not take it away. Run this command again."
        )
    upkeep.sweep(database())  # of what the old key sealed nothing is left in the file either
    click.echo(f"{before} values were sealed with the new data key.\n\n{DONE.format(old=_old_place())}")


def _await_restart() -> None:
    """Raises ClickException where a server runs that has not been told of the new key."""
    for waited in range(int(rotation.LIVES.total_seconds()) + 5):
        with database().read() as session:
            if not rotation.others_serve(session, now()):
                return
        if waited == 0:
            click.echo("A server ran without the new key until just now. Waiting for a minute at most.")
        sleep(1)
    raise click.ClickException(STILL_SERVES)


def _pass(expected: int) -> int:
    """Seal all there is anew; how many values are left."""
    try:
        with click.progressbar(length=expected, label="Sealing anew") as told:
            for number in rotation.renew(database()):
                told.update(number)
                sleep(PAUSE)
    except Unreadable as reason:
        raise click.ClickException(
            f"A value in {reason} opens with neither key. Nothing is lost by this command: see docs/keys.md."
        ) from reason
    with database().write() as session:
        return rotation.finish(session, now=now())


def _old_place() -> str:
    file = house().config.data_key_file
    old = file.with_name(file.name + keys.OLD) if file else None
    return str(old) if old and old.exists() else "ATTEST_DATA_KEY_OLD"
