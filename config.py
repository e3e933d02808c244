"""Every setting of attest, read once from the environment into one frozen value.

A wrong value stops the start with one clear sentence (ConfigError). No secret has a default in the code:
see keys.py. docs/configuration.md describes each setting; a test keeps that page and this file in step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import addresses
import keys
from addresses import LOOPBACK
from keys import ConfigError as ConfigError

Value = TypeVar("Value")

PARS_SERVICES = ("off", "json", "xml")
SMTP_SCHEMES = ("smtp", "smtp+starttls", "smtps")


@dataclass(frozen=True, kw_only=True)
class Config:
    """What the app is told from outside. `public_url` has no trailing slash; keys are never logged.

    The old keys are those before, while they are being changed. `data_key_file` is where the data key is kept,
    if that is in the instance folder.
    """

    secret_key: str
    secret_key_old: str = ""
    data_key: bytes
    data_key_old: bytes | None = None
    data_key_file: Path | None = None
    database_url: str = "sqlite:///instance/attest.db"
    public_url: str = "http://127.0.0.1:8000"
    allow_http: bool = False
    trusted_proxies: int = 0
    report_physician_assistants: bool = False
    reporting_deadline: tuple[int, int] = (3, 31)
    keep_identifiers_days: int = 90
    keep_records_years: int = 6
    keep_free_mb: int = 50
    learner_posts_per_minute: int = 3000
    address_posts_per_minute: int = 2000
    smtp_url: str = ""
    mail_from: str = ""
    offline: bool = True
    pars_service: str = "off"
    pars_url: str = ""
    pars_sandbox_url: str = ""
    pars_provider: str = ""
    pars_user: str = ""
    pars_password: str = ""

    def __repr__(self) -> str:
        return f"Config(public_url={self.public_url!r})"

    @property
    def secret_keys(self) -> list[str]:
        """The keys that a signature may be by, the one that signs last."""
        return [key for key in (self.secret_key_old, self.secret_key) if key]

    @property
    def secure(self) -> bool:
        """Whether the public address is https, so that cookies can be bound to it."""
        return self.public_url.startswith("https://")

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The names under which requests may come: the public one, and this machine itself. IPv6 without brackets."""
        return LOOPBACK | {urlsplit(self.public_url).hostname or "localhost"}

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], instance: Path) -> Config:
        """Read ATTEST_* from `environ`; files made once are kept in `instance` with mode 0600."""
        port = _parsed(environ, "PORT", "8000", _port)
        allow_http = _parsed(environ, "ATTEST_ALLOW_HTTP", "no", _yes_or_no)
        public = partial(addresses.public, allow_http=allow_http)
        public_url = _parsed(environ, "ATTEST_PUBLIC_URL", f"http://127.0.0.1:{port}", public)
        database = f"{addresses.SQLITE}{instance / 'attest.db'}"
        secret_key, secret_key_old = keys.secret_key(environ, instance)
        data_key, data_key_old, data_key_file = keys.data_key(environ, instance)
        smtp_url = keys.given(environ, "ATTEST_SMTP_URL") or ""
        mail_from = environ.get("ATTEST_MAIL_FROM", "").strip()
        _check_mail(smtp_url, mail_from)
        return cls(
            secret_key=secret_key,
            secret_key_old=secret_key_old,
            data_key=data_key,
            data_key_old=data_key_old,
            data_key_file=data_key_file,
            database_url=_parsed(environ, "ATTEST_DATABASE_URL", database, addresses.database),
            public_url=public_url,
            allow_http=allow_http,
            trusted_proxies=_parsed(environ, "ATTEST_TRUSTED_PROXIES", "0", _count),
            report_physician_assistants=_parsed(
                environ, "ATTEST_REPORT_PHYSICIAN_ASSISTANTS", "no", _yes_or_no
            ),
            reporting_deadline=_parsed(environ, "ATTEST_REPORTING_DEADLINE", "03-31", _month_day),
            keep_identifiers_days=_parsed(environ, "ATTEST_KEEP_IDENTIFIERS_DAYS", "90", _within(30, 365)),
            keep_records_years=_parsed(environ, "ATTEST_KEEP_RECORDS_YEARS", "6", _within(6, 99)),
            keep_free_mb=_parsed(environ, "ATTEST_KEEP_FREE_MB", "50", _some),
            learner_posts_per_minute=_parsed(environ, "ATTEST_LEARNER_POSTS_PER_MINUTE", "3000", _some),
            address_posts_per_minute=_parsed(environ, "ATTEST_ADDRESS_POSTS_PER_MINUTE", "2000", _some),
            offline=_parsed(environ, "ATTEST_OFFLINE", "yes", _yes_or_no),
            smtp_url=smtp_url,
            mail_from=mail_from,
            **_pars_service(environ),
        )


def serving(environ: Mapping[str, str]) -> tuple[str, int]:
    """What gunicorn listens on, as it wants it written, and in how many processes. Raises ConfigError."""
    port = _parsed(environ, "PORT", "8000", _port)
    bind = _parsed(environ, "HOST", "127.0.0.1", lambda host: addresses.listening(host, port))
    return bind, _parsed(environ, "ATTEST_WORKERS", "2", _some)


def _check_mail(url: str, sender: str) -> None:
    """No message repeats the address: it may hold a password."""
    if not url:
        return
    try:
        parts = urlsplit(url)
        right = parts.scheme in SMTP_SCHEMES and parts.hostname and parts.port != 0
    except ValueError:  # a port that is none
        right = False
    if not right or parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigError(
            "ATTEST_SMTP_URL must be an address such as smtp+starttls://user:password@mail.example.org:587."
        )
    if parts.password and parts.scheme == "smtp" and parts.hostname not in LOOPBACK:
        raise ConfigError(
            "ATTEST_SMTP_URL would send its password unencrypted; use smtp+starttls:// or smtps://."
        )
    address = parseaddr(sender)[1]
    if not address.isascii() or not sender.isprintable() or "@" not in address[1:-1]:
        raise ConfigError(
            "ATTEST_MAIL_FROM must be the address that letters come from, such as CME Office <cme@example.org>."
        )


def _pars_service(environ: Mapping[str, str]) -> dict[str, str]:
    """The settings of PARS's web service: all or none. No message repeats a value."""
    service = environ.get("ATTEST_PARS_SERVICE", "off").lower()
    if service not in PARS_SERVICES:
        raise ConfigError("ATTEST_PARS_SERVICE must be off, json or xml.")
    if service == "off":
        return {}
    given = {
        "pars_url": environ.get("ATTEST_PARS_URL", "").rstrip("/"),
        "pars_sandbox_url": environ.get("ATTEST_PARS_SANDBOX_URL", "").rstrip("/"),
        "pars_provider": environ.get("ATTEST_PARS_PROVIDER", ""),
        "pars_user": environ.get("ATTEST_PARS_USER", ""),
        "pars_password": keys.given(environ, "ATTEST_PARS_PASSWORD") or "",
    }
    addresses = [url for url in (given["pars_url"], given["pars_sandbox_url"]) if url]
    if not addresses:
        raise ConfigError("ATTEST_PARS_SERVICE needs ATTEST_PARS_SANDBOX_URL, ATTEST_PARS_URL, or both.")
    if len(set(addresses)) < len(addresses):
        raise ConfigError("ATTEST_PARS_SANDBOX_URL and ATTEST_PARS_URL must not be the same address.")
    for url in addresses:
        _check_pars_url(url)
    for name in ("provider", "user", "password"):
        value = given[f"pars_{name}"]
        if not value or not value.isprintable():
            raise ConfigError(
                f"ATTEST_PARS_SERVICE needs ATTEST_PARS_{name.upper()}, in printable characters."
            )
    return {"pars_service": service} | given


def _check_pars_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        right = parts.hostname and parts.port != 0
    except ValueError:  # a port that is none
        right = False
    plain = right and parts.scheme == "http" and parts.hostname in LOOPBACK
    if (
        not right
        or (parts.scheme != "https" and not plain)
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
    ):
        raise ConfigError(
            "ATTEST_PARS_URL and ATTEST_PARS_SANDBOX_URL must begin with https:// and hold no password."
        )


def _parsed(environ: Mapping[str, str], name: str, default: str, parse: Callable[[str], Value]) -> Value:
    try:
        return parse(environ.get(name) or default)
    except ValueError as reason:
        raise ConfigError(f"{name} {reason}.") from reason


def _yes_or_no(text: str) -> bool:
    if text.lower() not in {"yes", "no"}:
        raise ValueError("must be yes or no")
    return text.lower() == "yes"


def _count(text: str) -> int:
    number = _digits(text)
    if number is None:
        raise ValueError("must be a whole number, 0 or more")
    return number


def _some(text: str) -> int:
    number = _digits(text)
    if not number:
        raise ValueError("must be a whole number, 1 or more")
    return number


def _within(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        number = _digits(text)
        if number is None or not least <= number <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return number

    return parse


def _port(text: str) -> int:
    number = _digits(text)
    if number is None or not 0 < number < 65536:
        raise ValueError("must be a port between 1 and 65535")
    return number


def _digits(text: str) -> int | None:
    """A number of at most nine digits; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _month_day(text: str) -> tuple[int, int]:
    try:
        month, day = (int(part) for part in text.split("-"))
        date(2023, month, day)  # a year without February 29
    except ValueError:
        raise ValueError("must be a month and a day that every year has, such as 03-31") from None
    return month, day
