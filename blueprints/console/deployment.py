"""What is wrong with how attest is set up on this computer, each thing as a sentence that says how to put it right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from addresses import LOOPBACK
from blueprints.current import House
from config import serving
from delivery import mail
from delivery.mail import Post
from storage import disk, rotation, upkeep

OTHERS = 0o077
EVERYBODY = 0o007
BACKUP_EVERY = timedelta(days=2)
JUMP = timedelta(seconds=60)


def faults(house: House, environ: Mapping[str, str]) -> Iterator[str]:
    """What is to be put right before learners come. A trial on this computer alone needs none of it but its files."""
    yield from _files(house, environ)
    yield from _keys(house)
    yield from _clock(house)
    if not only_here(house):
        yield from _addresses(house)
        yield from _disk(house)
        yield from _backup(house)
        yield from _mail(house)


def only_here(house: House) -> bool:
    """Whether no other computer can reach what the public address names."""
    return bool(house.config.hosts <= LOOPBACK)


def notes(house: House, environ: Mapping[str, str]) -> Iterator[str]:
    """What may be meant, and should be known."""
    config = house.config
    if only_here(house):
        yield f"Phones cannot reach {config.public_url}. That is right for a trial on this computer only."
    elif not config.smtp_url:
        yield "No mail server is set, so learners get no letters. Coordinators copy the links."
    host = serving(environ)[0].rpartition(":")[0].strip("[]")
    if config.trusted_proxies and host not in LOOPBACK:
        yield (
            f"attest listens on {host}: who reaches it past the proxy can claim any network address. "
            "Let only the proxy through, or set HOST=127.0.0.1."
        )
    if config.secret_key_old:
        yield "The old secret key is still set. It is needed for a day at most: see docs/keys.md."


def _files(house: House, environ: Mapping[str, str]) -> Iterator[str]:
    config, database = house.config, house.database
    own = [Path(database.url.database or "")] if database.is_sqlite else []
    if config.data_key_file:
        own += config.data_key_file.parent.glob("*_key*")
    given = [
        Path(value)
        for name, value in environ.items()
        if name.startswith("ATTEST_") and name.endswith("_FILE")
    ]
    for file, closed_to in [*((one, OTHERS) for one in own), *((one, EVERYBODY) for one in given)]:
        if file.exists() and file.stat().st_mode & closed_to:
            yield f"{file} can be read by others on this computer. Run: chmod o-rwx,g-rwx {file}"


def _keys(house: House) -> Iterator[str]:
    if not house.config.data_key_old:
        return
    with house.database.read() as session:
        left = rotation.left(session)
    if left:
        yield f"The data key is being changed, and {left} values wait for it. Run: flask --app app rotate-key"
    else:
        yield "The old data key is not needed any more. Take it away, and keep it with the backups: see docs/keys.md."


def _clock(house: House) -> Iterator[str]:
    now: datetime = house.clock()
    with house.database.read() as session:
        newest = upkeep.newest(session)
    if newest and now < newest - JUMP:
        yield (
            f"The clock of this computer says {now:%Y-%m-%d %H:%M}, but something was recorded at "
            f"{newest:%Y-%m-%d %H:%M} already (UTC). Set it right: links and sign-ins go by it."
        )


def _addresses(house: House) -> Iterator[str]:
    config = house.config
    if not config.secure:
        yield (
            "The public address begins with http://, so what learners send crosses the network in plain. "
            "Put a proxy with a certificate before attest: see docs/running.md."
        )
    elif not config.trusted_proxies:
        yield (
            "A proxy does https for attest, but ATTEST_TRUSTED_PROXIES is 0, so that all visitors count as one. "
            "Set it to the number of proxies, which is mostly 1."
        )
    url = house.database.url
    if not house.database.is_sqlite and url.host not in {None, *LOOPBACK} and "sslmode" not in url.query:
        yield "The way to the database may be unencrypted. Add ?sslmode=verify-full to ATTEST_DATABASE_URL."


def _disk(house: House) -> Iterator[str]:
    if reason := disk.trouble(house.database, house.config.keep_free_mb):
        yield reason


def _backup(house: House) -> Iterator[str]:
    """PostgreSQL's own tools say nothing to attest."""
    if not house.database.is_sqlite:
        return
    with house.database.read() as session:
        made = upkeep.backed_up_at(session)
    if made is None:
        yield "There was never a backup. Have one made every night: see docs/running.md."
    elif house.clock() - made > BACKUP_EVERY:
        yield f"The last backup is of {made:%Y-%m-%d}. Have one made every night: see docs/running.md."


def _mail(house: House) -> Iterator[str]:
    config = house.config
    if config.smtp_url and (why := mail.trouble(Post.of(config.smtp_url, config.mail_from))):
        yield f"The mail server takes no letter: {why}. See ATTEST_SMTP_URL in docs/configuration.md."
