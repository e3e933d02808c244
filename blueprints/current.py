"""What the request at hand stands on: the house's database and settings, the time, and who is asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from urllib.parse import urlsplit

from flask import current_app, g
from itsdangerous import URLSafeSerializer

from addresses import LOOPBACK
from blueprints.counts import Counts
from config import Config
from pars.record import Activity, Policy
from storage import provider
from storage.activities import local_date
from storage.database import Database
from storage.signins import Signin
from storage.staff import Person


@dataclass(frozen=True)
class House:
    """What create_app has put together, kept in `app.extensions["attest"]`."""

    config: Config
    database: Database
    clock: Callable[[], datetime]
    counts: Counts = field(default_factory=Counts)


def house() -> House:
    return cast(House, current_app.extensions["attest"])


def database() -> Database:
    return house().database


def settings() -> Config:
    return house().config


def sends_letters() -> bool:
    """Whether there is a mail server to send letters by."""
    return bool(settings().smtp_url)


def signer(purpose: str) -> URLSafeSerializer:
    """Signs what a browser brings back; what was signed before the secret key was changed still counts."""
    return URLSafeSerializer(settings().secret_keys, salt=purpose)


def policy() -> Policy:
    """The settings that the rules ask for."""
    config = settings()
    return Policy(
        report_physician_assistants=config.report_physician_assistants,
        reporting_deadline=config.reporting_deadline,
    )


def reporting_days() -> int:
    """How many days after completion a record is with PARS at the latest, as the desk has it set."""
    with database().read() as session:
        return provider.window(session).days


def now() -> datetime:
    """Now, aware, in UTC."""
    return house().clock()


def today(activity: Activity) -> date:
    """Today where the activity is held."""
    return local_date(activity, now())


def person() -> Person | None:
    """Who is signed in, if anybody."""
    return cast("Person | None", g.get("person"))


def one() -> Person:
    """The same, on pages that only people open."""
    return cast(Person, g.person)


def signin() -> Signin | None:
    """The session of who is signed in, if anybody."""
    return cast("Signin | None", g.get("signin"))


def scopes() -> tuple[str, ...]:
    """What the API token that is asking may do; nothing where it is no token."""
    return cast("tuple[str, ...]", g.get("scopes", ()))


def actor() -> str:
    """Who acts, as it is kept in histories: "staff:…", "token:…", or "learner" on public pages."""
    return cast(str, g.get("actor", "learner"))


def public_url(path: str) -> str:
    """The address as the world sees it: built from the setting, never from the request."""
    return settings().public_url + path


def typed_address(path: str = "/") -> str:
    """The same, as short as people can type it."""
    parts = urlsplit(public_url(path))
    return f"{parts.netloc}{parts.path}".rstrip("/")


def host() -> str:
    """The host name of the public address."""
    return urlsplit(settings().public_url).hostname or "localhost"


def only_here() -> bool:
    """Whether the public address leads nowhere from another computer, so that no phone can open it."""
    return host() in LOOPBACK
