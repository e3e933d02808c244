"""New work is refused while the disk is nearly full. What is there can still be read, sent and erased."""

from __future__ import annotations

from flask import request

from blueprints.current import database, settings
from storage import disk

LETS_BE = frozenset({"GET", "HEAD", "OPTIONS", "DELETE"})


def check() -> None:
    """Raises NoRoom where there is too little room for new work."""
    disk.check(database(), settings().keep_free_mb)


def check_changes() -> None:
    """The same before any request that may bring something in."""
    if request.method not in LETS_BE:
        check()
