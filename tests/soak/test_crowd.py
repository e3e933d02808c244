"""P3, P15, P16: many at once on the real server: one record each, nobody refused, no guesser let on."""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest

from storage import passwords, staff
from tests.conftest import PASSWORD, Clock
from tests.failing.phones import SAVED, learner, post
from tests.failing.remains import remains
from tests.failing.server import OURS, Server
from tests.soak.figures import tell

pytestmark = [pytest.mark.soak, pytest.mark.sqlite]

BUILDS = "tests.failing.builds"
KEYS, TIMES = 500, 6
HALL, HALL_SECONDS = 500, 120
GUESSES, EVALUATED = 1000, 10
FORGED = 100
CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@contextmanager
def running(folder: Path, build: str = OURS, **settings: str) -> Iterator[tuple[Server, str]]:
    """A server, and the address of its activity's page."""
    server = Server(folder, build, **settings)
    path = f"/a/{server.prepare().code}"
    server.start()
    try:
        yield server, path
    finally:
        server.stop()


def six_times(folder: Path, build: str, keys: int) -> tuple[int, int]:
    """How many records and references come of so many forms, each sent six times at the same moment."""
    shown: list[str] = []
    with running(folder, build) as (server, path), ThreadPoolExecutor(TIMES) as pool:
        for number in range(keys):
            answers = list(pool.map(partial(post, server.port, path), [learner(number)] * TIMES))
            assert {status for status, _ in answers} <= set(SAVED)
            shown += {body.split('"reference": "')[1][:9] for _, body in answers}
        database = server.database()
        left = remains(database, {})
        database.dispose()
    tell(f"six at once, {build}", keys=keys, posts=keys * TIMES, references=len(set(shown)), **left.figures())
    return left.rows, len(shown)


def test_six_equal_posts_at_once_are_one_record(tmp_path: Path) -> None:
    assert six_times(tmp_path, OURS, KEYS) == (KEYS, KEYS)


def test_control_a_server_that_forgets_who_sent_keeps_all_six(tmp_path: Path) -> None:
    rows, _ = six_times(tmp_path, f"{BUILDS}:forgets_who_sent()", 20)
    assert rows > 20


def test_a_hall_behind_one_address_gets_through(tmp_path: Path) -> None:
    taken: list[float] = []
    ours = {"ATTEST_LEARNER_POSTS_PER_MINUTE": "", "ATTEST_ADDRESS_POSTS_PER_MINUTE": ""}
    with running(tmp_path, **ours) as (server, path), ThreadPoolExecutor(32) as pool:
        began = time.monotonic()

        def send(number: int) -> int:
            time.sleep(max(0, began + number * HALL_SECONDS / HALL - time.monotonic()))
            started = time.monotonic()
            status, _ = post(server.port, path, learner(number))
            taken.append(time.monotonic() - started)
            return status

        statuses = Counter(pool.map(send, range(HALL)))
        lasted = time.monotonic() - began
    p95 = statistics.quantiles(taken, n=20)[-1]
    tell("a hall behind one address", sent=HALL, saved=statuses[201], seconds=lasted, p95_ms=p95 * 1000)
    assert statuses == {201: HALL}
    assert p95 < 1


class Visitor:
    """A browser at the sign-in page, with its cookie and its token."""

    def __init__(self, server: Server) -> None:
        visit = HTTPConnection("127.0.0.1", server.port, timeout=60)
        visit.request("GET", "/desk/sign-in")
        answer = visit.getresponse()
        found = CSRF.search(answer.read().decode())
        assert found
        self._port, self._token = server.port, found[1]
        self._cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        visit.close()

    def sign_in(self, email: str, password: str, **headers: str) -> int:
        form = {"csrf_token": self._token, "email": email, "password": password}
        own = {"Cookie": self._cookie, "Accept": "text/html"} | headers
        return post(self._port, "/desk/sign-in", form, 120, **own)[0]


def with_people(server: Server) -> None:
    database, now = server.database(), Clock()()
    for name in ("grace", "ada"):
        with database.write() as session:
            link = staff.invite(session, email=None, role="administrator", actor="console", now=now)
            kept = passwords.hash_password(PASSWORD)
            staff.redeem(session, link, email=f"{name}@example.org", name=name, password_hash=kept, now=now)
    database.dispose()


def many(call: Callable[[int], int], times: int) -> Counter[int]:
    with ThreadPoolExecutor(32) as pool:
        return Counter(pool.map(call, range(times)))


def guess(folder: Path, build: str, guesses: int, **settings: str) -> Counter[int]:
    with running(folder, build, **settings) as (server, _):
        with_people(server)
        visitor = Visitor(server)
        statuses = many(lambda _: visitor.sign_in("grace@example.org", "wrong wrong wrong"), guesses)
        other = visitor.sign_in("ada@example.org", PASSWORD)
    tell(
        f"guesses at one account, {build}",
        sent=guesses,
        evaluated=statuses[400],
        refused=statuses[429],
        other=other,
    )
    assert other == 303
    return statuses


def test_of_a_thousand_guesses_at_once_few_are_looked_at(tmp_path: Path) -> None:
    statuses = guess(tmp_path, OURS, GUESSES)
    assert statuses[400] <= EVALUATED
    assert statuses[400] + statuses[429] == GUESSES


def test_control_processes_that_count_for_themselves_look_at_more(tmp_path: Path) -> None:
    build = f"{BUILDS}:counts_tries_in_memory()"
    assert guess(tmp_path, build, 200, ATTEST_WORKERS="4")[400] > EVALUATED


def forged(folder: Path, **settings: str) -> int:
    """How many of a hundred sign-ins, each with another forged address, are looked at."""
    with running(folder, **settings) as (server, _):
        visitor = Visitor(server)

        def try_one(number: int) -> int:
            return visitor.sign_in(
                f"{number}@example.org", "wrong wrong wrong", **{"X-Forwarded-For": f"203.0.113.{number}"}
            )

        statuses = many(try_one, FORGED)
    tell("forged addresses", sent=FORGED, evaluated=statuses[400], refused=statuses[429])
    return statuses[400]


def test_a_forged_address_gains_nothing(tmp_path: Path) -> None:
    assert forged(tmp_path) <= 60, "30 in any 15 minutes, where one window meets the next twice that"


def test_control_a_header_that_is_believed_lets_all_in(tmp_path: Path) -> None:
    assert forged(tmp_path, ATTEST_TRUSTED_PROXIES="1") == FORGED
