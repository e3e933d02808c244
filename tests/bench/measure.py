"""Times of two ways to do the same work, taken in turn, so that a busy machine slows both alike."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

ROUNDS = 7


@dataclass(frozen=True)
class Result:
    """Medians in seconds for one unit of work; `goal` is the largest ratio wanted, None where there is none."""

    what: str
    product: float
    floor: float
    goal: float | None

    @property
    def ratio(self) -> float:
        return self.product / self.floor


def compare(
    what: str,
    product: Callable[[], object],
    floor: Callable[[], object],
    *,
    goal: float | None,
    times: int = 1,
    rounds: int = ROUNDS,
) -> Result:
    """Runs A B A B; each round is `times` calls of the one, then of the other."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 1):
        for work, seconds in zip((product, floor), taken, strict=True):
            begin = perf_counter()
            for _ in range(times):
                work()
            seconds.append((perf_counter() - begin) / times)
    # The first round warms caches up and is not counted.
    return Result(what, median(taken[0][1:]), median(taken[1][1:]), goal)


class Client:
    """Calls a WSGI app with next to no work of its own; Werkzeug's test client takes longer than a fast view."""

    def __init__(self, app: Callable[..., Any], path: str) -> None:
        self.app, self.path = app, path

    def __call__(self, form: dict[str, str] | None = None) -> tuple[str, bytes]:
        """The status and the body of GET, or of POST where there is a form."""
        body = urlencode(form).encode() if form else b""
        environ = {
            "REQUEST_METHOD": "POST" if form else "GET",
            "PATH_INFO": self.path,
            "QUERY_STRING": "",
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if form else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        statuses: list[str] = []
        answer = self.app(environ, lambda status, headers, exc_info=None: statuses.append(status))
        content = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        return statuses[0], content
