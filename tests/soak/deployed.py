"""attest started as the sample unit in docs/deploy starts it, by a stand-in for systemd that keeps the door open."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.house.files import ROOT

UNIT = (ROOT / "docs" / "deploy" / "attest.service").read_text(encoding="utf-8")
STARTS_WITHIN = 60  # seconds
# What systemd does with a socket unit: the listening socket is the third file, and two variables say so.
HAND_OVER = """\
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execvp(sys.argv[2], sys.argv[2:])
"""


class Deployed:
    """The service; `door` is the socket that systemd keeps, or None where gunicorn opens one at each start."""

    def __init__(self, folder: Path, *, keeps_door: bool) -> None:
        self._door = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.port: int = self._door.getsockname()[1]
        if not keeps_door:
            self._door.close()
        self._keeps_door = keeps_door
        self._output = (folder / "output").open("ab")
        self.environ = os.environ | {
            "PORT": str(self.port),
            "ATTEST_DATABASE_URL": f"sqlite:///{folder / 'attest.db'}",
            "ATTEST_SECRET_KEY": "a secret that only the tests know....",
            "ATTEST_DATA_KEY": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "ATTEST_LEARNER_POSTS_PER_MINUTE": "1000000",
            "ATTEST_ADDRESS_POSTS_PER_MINUTE": "1000000",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """As the unit says it, word for word but for the folder; returns when attest is ready."""
        subprocess.run(command("ExecStartPre"), cwd=ROOT, env=self.environ, check=True, stdout=self._output)
        run, kept = command("ExecStart"), ()
        if self._keeps_door:
            kept = (self._door.fileno(),)
            run = [sys.executable, "-c", HAND_OVER, str(kept[0]), *run]
        self._process = subprocess.Popen(
            run, cwd=ROOT, env=self.environ, pass_fds=kept, stdout=self._output, stderr=self._output
        )
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._is_ready():
            assert time.monotonic() < deadline
            assert self._process.poll() is None
            time.sleep(0.05)

    def stop(self) -> None:
        """As systemd stops it: a request to the first process, which sees to the others."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=60)

    def close(self) -> None:
        self.stop()
        self._door.close()
        self._output.close()

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=STARTS_WITHIN) as answer:
                return bool(answer.status == 200)
        except (HTTPError, URLError, ConnectionError):
            return False


def command(key: str) -> list[str]:
    """What the unit runs at this key, in this folder instead of the one where it is installed."""
    (line,) = [line for line in UNIT.splitlines() if line.startswith(f"{key}=")]
    return [
        part.replace("/srv/attest/.venv/bin", str(Path(sys.executable).parent))
        for part in shlex.split(line.partition("=")[2])
    ]
