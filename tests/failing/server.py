"""gunicorn with our settings and a database of its own, as a process group that can be killed as one."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from storage import activities
from storage.activities import StoredActivity
from storage.database import Database
from storage.vault import Vault
from tests.conftest import DATA_KEY, Clock, an_activity
from tests.failing.nest import Nest
from tests.house.files import ROOT

OURS = "app:create_app()"
STARTS_WITHIN = 60  # seconds
MANY = "1000000"


class Server:
    """A server of this `build`; `settings` are added to its environment."""

    def __init__(self, folder: Path, build: str = OURS, **settings: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.file = folder / "attest.db"
        self.build = build
        self.log = folder / "output"
        self.group = 0
        self.environ = os.environ | {
            "PORT": str(self.port),
            "ATTEST_DATABASE_URL": f"sqlite:///{self.file}",
            "ATTEST_SECRET_KEY": "a secret that only the tests know....",
            "ATTEST_DATA_KEY": base64.b64encode(DATA_KEY).decode(),
            "ATTEST_LEARNER_POSTS_PER_MINUTE": MANY,
            "ATTEST_ADDRESS_POSTS_PER_MINUTE": MANY,
            **settings,
        }

    def database(self) -> Database:
        """A way of our own to the same database."""
        return Database(f"sqlite:///{self.file}", Vault(DATA_KEY))

    def prepare(self) -> StoredActivity:
        """Make the database, with one activity that takes answers."""
        database = self.database()
        database.upgrade()
        with database.write() as session:
            stored = activities.create(session, an_activity(), actor="console", now=Clock()())
        database.dispose()
        return stored

    def start(self, *before: str, nest: Nest | None = None) -> None:
        """Start it, and wait until it could store; `before` are the words of a command that runs it, strace say."""
        if nest:
            self.group = nest.start(self.environ, self.build, self.log)
        else:
            run = [*before, sys.executable, "-m", "gunicorn", self.build]
            with self.log.open("ab") as output:
                self.group = subprocess.Popen(
                    run, cwd=ROOT, env=self.environ, stdout=output, stderr=output, start_new_session=True
                ).pid
        deadline = time.monotonic() + STARTS_WITHIN
        while self.get("/readyz") != 200:
            if time.monotonic() > deadline:
                self.kill()
                raise AssertionError(self.log.read_text(encoding="utf-8")[-2000:])
            time.sleep(0.01)

    def get(self, path: str) -> int:
        """The status of an answer; 0 where there is none."""
        try:
            visitor = HTTPConnection("127.0.0.1", self.port, timeout=5)
            visitor.request("GET", path)
            return visitor.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            visitor.close()

    def api(self, token: str, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        """Status and body of a call of the API; status 0 where the connection broke."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        visitor = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = None if body is None else json.dumps(body)
            visitor.request(method, f"/api/v1{path}", sent, headers)
            answer = visitor.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException):
            return 0, b""
        finally:
            visitor.close()

    def kill(self) -> None:
        """kill -9, all processes at once, and wait until none is left."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        os.killpg(self.group, how)
        deadline = time.monotonic() + STARTS_WITHIN
        while _is_alive(self.group):
            assert time.monotonic() < deadline, "a process outlived its signal"
            time.sleep(0.002)
        with suppress(ChildProcessError):  # the nest's child
            os.waitpid(self.group, 0)


def _is_alive(group: int) -> bool:
    """Whether a process of the group runs; one that only waits to be collected does not."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state not in "ZX":
                return True
    return False
