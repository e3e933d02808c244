"""Writers of a SQLite file queue: the threads of a process at a lock, the processes at a file beside the database.

SQLite's own waiting is unfair: who waits sleeps and looks again, and others who come later may be quicker each time.
The system wakes those who wait for a file in the order in which they came, and a process that dies lets go of it.
"""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path


class Turn:
    """To be held during a write. Where the file cannot be opened, on a read-only disk say, SQLite does the waiting."""

    def __init__(self, database: Path) -> None:
        self._file = database.with_name(f"{database.name}-turn")
        self._threads = threading.Lock()
        self._open: int | None = None

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            self._open = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._open, fcntl.LOCK_EX)
        except OSError:
            self._let_go()

    def __exit__(self, *_: object) -> None:
        self._let_go()
        self._threads.release()

    def _let_go(self) -> None:
        if self._open is not None:
            os.close(self._open)
            self._open = None
