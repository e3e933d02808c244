"""A look at SQLite that a whole hall takes at once: one statement on one connection that is kept for it.

A session, a transaction and a statement that is put together anew take ten times as long as SQLite's answer.
A single SELECT is a consistent view without any of them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any


class Glancer:
    """`connect` gives the driver's connection, in autocommit; it is made at the first look."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._connection: Any = None
        self._turn = threading.Lock()

    def row(self, sql: str, values: Mapping[str, str]) -> tuple[Any, ...] | None:
        """The first row as the driver gives it, or None. Raises the driver's errors."""
        with self._turn:
            if self._connection is None:
                self._connection = self._connect()
            cursor = self._connection.execute(sql, values)
            row: tuple[Any, ...] | None = cursor.fetchone()
            cursor.close()  # a statement that is not at its end holds on to its view, and so to the log
            return row

    def dispose(self, *, close: bool) -> None:
        """Let go of the connection; without closing it where another process uses it."""
        with self._turn:
            if close and self._connection is not None:
                self._connection.close()
            self._connection = None
