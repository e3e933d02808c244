"""PostgreSQL, opened so that it behaves as SQLite does: one writer at a time, readers that see one moment.

Why, and what it costs: docs/decisions/0022-one-writer-at-a-time.md.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event

WRITERS = int.from_bytes(b"attest")
"""The advisory lock that a writing transaction holds until it ends; it is the database's, so every server's."""
LONGEST_SILENCE = 60
"""Seconds after which a transaction that says nothing is over, as of a server that was unplugged in the middle."""


def writer(url: URL, wait: int) -> Engine:
    """Each transaction begins once all before it have ended; it fails after `wait` seconds.

    READ COMMITTED, because a snapshot taken before the wait would be of what was there before it.
    """
    engine = _engine(url, "READ COMMITTED")

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.execute(f"SET lock_timeout = '{wait}s'")
        connection.execute(f"SET idle_in_transaction_session_timeout = '{LONGEST_SILENCE}s'")
        connection.commit()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")

    return engine


def reader(url: URL) -> Engine:
    """Each transaction sees the database as it was at its first look, and waits for nobody."""
    return _engine(url, "REPEATABLE READ", execution_options={"postgresql_readonly": True})


def _engine(url: URL, isolation: str, **options: Any) -> Engine:
    engine = create_engine(
        url, isolation_level=isolation, hide_parameters=True, pool_pre_ping=True, **options
    )
    event.listen(engine, "handle_error", _hush)
    return engine


def _hush(context: ExceptionContext) -> None:
    """Leave the server's code and the constraint in an exception: its words quote the row that it refused."""
    refused: Any = context.original_exception
    if not getattr(refused, "sqlstate", None):
        return  # the driver's own words, as of a server that cannot be reached
    words = f"{type(refused).__name__} {refused.sqlstate}"
    if refused.diag.constraint_name:
        words += f", {refused.diag.constraint_name}"
    refused.args = (words,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (words,)
