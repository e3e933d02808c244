"""New work is refused while the disk is nearly full. What is there can still be read, sent and erased."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

from blueprints.current import database, settings
from storage import disk

View = TypeVar("View", bound=Callable[..., Any])

LETS_BE = frozenset({"GET", "HEAD", "OPTIONS", "DELETE"})


def brings_nothing_in(view: View) -> View:
    """A view that takes a POST and is needed for what goes on while the disk is nearly full."""
    view.brings_nothing_in = True  # type: ignore[attr-defined]
    return view


def check() -> None:
    """Raises NoRoom where there is too little room for new work."""
    disk.check(database(), settings().keep_free_mb)


def check_changes() -> None:
    """The same before any request that may bring something in."""
    view = current_app.view_functions[request.endpoint or ""]
    if request.method not in LETS_BE and not hasattr(view, "brings_nothing_in"):
        check()
