"""Counts what happens on the learner's pages: in memory, so that no page waits for it; kept every few seconds.

Each process counts for itself and adds its counts to the database (see background.py). A process that dies loses
what it counted since: ten seconds of figures, and never a learner's answer.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from storage import tallies
from storage.database import Database, DatabaseError


class Counts:
    """What was counted and is not in the database yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tallies.Tally] = Counter()

    def add(self, activity_id: str, what: str, details: Iterable[str] = ("",), *, now: datetime) -> None:
        """Count one for each detail."""
        hour = tallies.hour_of(now)
        with self._lock:
            self._counts.update(tallies.Tally(activity_id, hour, what, detail) for detail in details)

    def keep(self, database: Database) -> None:
        """Add them to the database. Where it takes none at the moment, they wait for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            with database.write() as session:
                tallies.add(session, counts)
        except DatabaseError:
            with self._lock:
                self._counts.update(counts)
            raise
