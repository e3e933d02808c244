"""Starts servers quickly: a process that has everything imported, and becomes gunicorn in a child of its own.

Two hundred starts from nothing would take longer than all that is tried between them. The process is
`python -m tests.failing.nest`; it is told what to start on its input, and answers with the number of the group.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from tests.house.files import ROOT

IMPORTED = ("app", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "storage.schema", "storage.upkeep")


class Nest:
    """The process, from our side."""

    def __enter__(self) -> Nest:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.failing.nest"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, reason: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def start(self, environ: dict[str, str], build: str, log: Path) -> int:
        """The process group of a new server."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([environ, build, str(log)]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def become(environ: dict[str, str], build: str, log: str) -> None:
    """Be gunicorn, in a group of our own, as if called by a shell."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.update(environ)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(output, stream)
    sys.argv = ["gunicorn", build]
    importlib.import_module("gunicorn.app.wsgiapp").run()


def main() -> None:
    for name in IMPORTED:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os.close(0)
            become(*json.loads(line))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
