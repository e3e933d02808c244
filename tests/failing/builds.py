"""Builds with a fault: each breaks one promise, and the trial of that promise must see it."""

from __future__ import annotations

import io
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from blueprints.attest import receiving
from storage import database, disk, exports, limits

Environ = dict[str, Any]


def says_saved_too_early() -> Flask:
    """Answers first, and stores afterwards."""
    app = create_app()
    ours = app.wsgi_app

    def early(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST":
            return ours(environ, start_response)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        later = {**environ, "wsgi.input": io.BytesIO(body)}
        threading.Thread(target=lambda: list(ours(later, lambda *_: None))).start()  # type: ignore[arg-type]
        start_response("201 CREATED", [("Content-Type", "application/json")])
        return [b'{"reference": ""}']

    app.wsgi_app = early  # type: ignore[method-assign, assignment]
    return app


def forgets_who_sent() -> Flask:
    """Takes every post for a new one."""
    receiving.submission_id_in = lambda sent: str(uuid4())
    return create_app()


def does_not_wait_for_the_disk() -> Flask:
    """Leaves it to the computer when a commit reaches the disk."""
    careful = database.prepare_sqlite

    def careless(connection: Any) -> Any:
        careful(connection).execute("PRAGMA synchronous=NORMAL").close()
        return connection

    database.prepare_sqlite = careless
    return create_app()


def fills_the_disk() -> Flask:
    """Goes on however little room there is; and lays no reserve, which would be larger than the trial's disk."""
    disk.trouble = lambda database, keep_free: None
    disk.hold_reserve = lambda database, keep_free: None
    return create_app()


def counts_an_export_afterwards() -> Flask:
    """Keeps the file for PARS first, and in a second transaction that its records are in it."""
    count = exports.count

    def later(session: Session, *rest: Any, **more: Any) -> None:
        session.flush()
        session.connection().exec_driver_sql("COMMIT")
        time.sleep(0.05)
        session.connection().exec_driver_sql("BEGIN IMMEDIATE")
        count(session, *rest, **more)

    exports.count = later
    return create_app()


def counts_tries_in_memory() -> Flask:
    """Each process counts tries for itself."""
    counts: Counter[tuple[str, str]] = Counter()

    def count(session: Session, bucket: str, who: str, *, window: timedelta, now: datetime) -> int:
        counts[bucket, who] += 1
        return counts[bucket, who]

    limits.count = count
    return create_app()
