"""The addresses among the settings: whether they can be used.

Each function raises ValueError with the rest of a sentence that begins with the setting's name. None repeats the
address, which may hold a password.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SQLITE, POSTGRESQL = "sqlite:///", "postgresql+psycopg://"

_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")
_NETWORK = re.compile(rf"({_HOST.pattern})(:[0-9]+)?")
_LISTENING = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:.]+")


def public(text: str, *, allow_http: bool) -> str:
    """The address that the world sees, without a slash at its end: scheme, host, and a port where there is one."""
    parts = _split(text)
    if "@" in parts.netloc:
        raise ValueError("must not hold a user name or a password")
    if parts.path.strip("/"):
        raise ValueError("must not hold a path: attest needs a host name of its own")
    if (
        parts.scheme not in {"http", "https"}
        or not _NETWORK.fullmatch(parts.netloc)
        or "?" in text
        or "#" in text
    ):
        raise ValueError("must be an address such as https://credit.example.org")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not allow_http:
        raise ValueError(
            "must begin with https://, unless ATTEST_ALLOW_HTTP=yes says that plain http is meant"
        )
    return f"{parts.scheme}://{parts.netloc}"


def database(text: str) -> str:
    """The address of the database: a SQLite file, or PostgreSQL where its driver is installed."""
    if text.startswith(SQLITE):
        file = text.removeprefix(SQLITE)
        if not file or "?" in file or ":memory:" in file or Path(file).is_dir():
            raise ValueError("must name a file, such as sqlite:////srv/attest/attest.db")
        return text
    if not text.startswith(POSTGRESQL):
        raise ValueError(f"must begin with {SQLITE} or {POSTGRESQL}")
    _split(text)
    try:
        import_module("psycopg")
    except ImportError:
        raise ValueError(
            "needs the driver for PostgreSQL: pip install -r requirements/postgres.txt"
        ) from None
    return text


def listening(host: str, port: int) -> str:
    """Host and port as gunicorn binds them; an IPv6 address stands in brackets."""
    host = host.removeprefix("[").removesuffix("]")
    if not _LISTENING.fullmatch(host):
        raise ValueError("must be a host name or a network address, such as 127.0.0.1")
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _split(text: str) -> SplitResult:
    if any(character.isspace() or not character.isprintable() for character in text):
        raise ValueError("must not hold spaces")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError("holds brackets that do not fit together") from None
    try:
        right = parts.port != 0
    except ValueError:
        right = False
    if not right:
        raise ValueError("must hold a port between 1 and 65535, or none")
    return parts
