"""A full hall: 1,000 phones open the form and send it within two seconds, or all at once; beside the floor in turn.

The floor is a few lines of Flask that send the same bytes and store one durable row (tests/bench/floors.py), behind
the same gunicorn. So are the figures: ratios within one run. `make soak` prints them.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import func, select

from pars.answers import read
from pars.record import Policy
from storage import api_tokens, attestations
from storage.activities import StoredActivity
from storage.database import Database
from storage.tables import RecordRow
from tests.bench.phones import Seen
from tests.conftest import DATA_KEY, Clock, answers
from tests.house.files import ROOT
from tests.soak.figures import tell

pytestmark = [pytest.mark.soak, pytest.mark.sqlite]

PHONES, ROUNDS = 1000, 3
STARTS_WITHIN = 60  # seconds
SALTS = (f"H{letter}" for letter in map(chr, count(ord("A"))))
RECORDS = 10_000


@dataclass(frozen=True)
class Place:
    """A server and the path of its form."""

    port: int
    path: str

    def hall(self, seconds: float, number: int = PHONES) -> Seen:
        command = [sys.executable, "-m", "tests.bench.phones", str(self.port), self.path, str(number)]
        done = subprocess.run(
            [*command, str(seconds), next(SALTS)], cwd=ROOT, check=True, capture_output=True, text=True
        )
        return Seen(**json.loads(done.stdout))


@contextmanager
def gunicorn(app: str, log: Path, *options: str, ready: str, **environ: str) -> Iterator[int]:
    """The port of a gunicorn with two workers, while the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    told = os.environ | {"PORT": str(port), "ATTEST_WORKERS": "2"} | environ
    with log.open("wb") as output:
        run = [sys.executable, "-m", "gunicorn", *options, app]
        if options:
            run[3:3] = ["-b", f"127.0.0.1:{port}"]
        process = subprocess.Popen(run, cwd=ROOT, env=told, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{port}{ready}", timeout=20):
                    break
            except (URLError, OSError):
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture
def product(database: Database, activity: StoredActivity, tmp_path: Path) -> Iterator[Place]:
    with gunicorn(
        "app:create_app()",
        tmp_path / "product.log",
        ready="/readyz",
        ATTEST_DATABASE_URL=str(database.url),
        ATTEST_SECRET_KEY="a secret that only the tests know....",
        ATTEST_DATA_KEY=base64.b64encode(DATA_KEY).decode(),
        ATTEST_LEARNER_POSTS_PER_MINUTE="1000000",  # many halls in one trial
        ATTEST_ADDRESS_POSTS_PER_MINUTE="1000000",
    ) as port:
        yield Place(port, f"/a/{activity.code}")


@pytest.fixture
def floor(product: Place, tmp_path: Path) -> Iterator[Place]:
    asked = Request(f"http://127.0.0.1:{product.port}{product.path}", headers={"Accept-Encoding": "gzip"})
    with urlopen(asked, timeout=20) as answer:  # noqa: S310
        (tmp_path / "page").write_bytes(answer.read())
    (tmp_path / "plain.py").touch()  # gunicorn would read our settings, hooks and all, where it is given none
    options = (
        "-c",
        str(tmp_path / "plain.py"),
        "-k",
        "gthread",
        "--threads",
        "8",
        "-w",
        "2",
        "--backlog",
        "2048",
    )
    with gunicorn(
        "tests.bench.floors:hall()", tmp_path / "floor.log", *options, ready="/", FLOOR=str(tmp_path)
    ) as port:
        yield Place(port, "/")


def at(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share) - 1] * 1000


def figures(name: str, seen: Seen) -> None:
    tell(
        name,
        errors=len(seen.errors),
        wall_seconds=seen.wall,
        open_median_ms=at(seen.opened, 0.5),
        open_p99_ms=at(seen.opened, 0.99),
        send_median_ms=at(seen.sent, 0.5),
        send_p99_ms=at(seen.sent, 0.99),
    )


def judge(what: str, ratio: float, *, goal: float | None) -> None:
    """Say so where a goal is missed; docs/speed.md says why. That nobody is lost is not a goal but asserted."""
    missed = goal is not None and ratio > goal
    tell(f"{what}, ratio{f' (goal {goal})' if goal else ''}{' MISSED' if missed else ''}", ratio=ratio)


def stored(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(RecordRow)) or 0


@pytest.mark.parametrize("seconds", [2.0, 0.0], ids=["within two seconds", "all at once"])
def test_a_full_hall(product: Place, floor: Place, database: Database, seconds: float) -> None:
    seen: dict[str, list[Seen]] = {"product": [], "floor": []}
    for _ in range(ROUNDS):
        for name, place in (("product", product), ("floor", floor)):
            seen[name].append(place.hall(seconds))
            figures(f"{name}, {PHONES:,} phones in {seconds:.0f} s", seen[name][-1])
    assert [one.errors for one in seen["product"]] == [[]] * ROUNDS
    assert stored(database) == PHONES * ROUNDS
    judge("p99 of sending", ratio(seen, lambda one: at(one.sent, 0.99)), goal=3 if seconds else None)
    judge("wall", ratio(seen, lambda one: one.wall), goal=None if seconds else 2)


def ratio(seen: dict[str, list[Seen]], figure: Callable[[Seen], float]) -> float:
    return median(figure(one) for one in seen["product"]) / median(figure(one) for one in seen["floor"])


@dataclass
class Coordinator:
    """Somebody at the desk, by the API: exports 10,000 records, and searches over and over meanwhile."""

    port: int
    token: str
    activity_id: str
    exported: int = 0
    searches: int = 0

    def call(self, path: str, **body: object) -> object:
        data = json.dumps(body).encode() if body else None
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        asked = Request(
            f"http://127.0.0.1:{self.port}/api/v1/activities/{self.activity_id}{path}", data, headers
        )
        with urlopen(asked, timeout=60) as answer:  # noqa: S310
            return json.load(answer)

    def export(self) -> None:
        made = self.call("/exports", format="xlsx", kind="add")
        assert isinstance(made, dict)
        self.exported = made["rows"]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        over = threading.Event()

        def search() -> None:
            while not over.is_set():
                self.call("/records?q=Okafor&limit=50")
                self.searches += 1

        workers = [threading.Thread(target=work) for work in (self.export, search)]
        for worker in workers:
            worker.start()
        try:
            yield
        finally:
            over.set()
            for worker in workers:
                worker.join()


def fill(database: Database, activity: StoredActivity, clock: Clock) -> None:
    """10,000 people have sent before."""
    with database.write() as session:
        for number in range(RECORDS):
            letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}")
            typed = answers(
                first_name=f"Anna{letters}",
                license_number=f"MD{number:06}",
                npi="",
                email=f"a{number}@example.org",
            )
            attestations.submit(
                session,
                activity,
                submission_id=f"before {activity.id[:8]} {number}",
                typed=typed,
                reading=read(typed, activity.activity, Policy()),
                consent_sha256=activity.consent_sha256,
                origin="form",
                policy=Policy(),
                actor="learner",
                now=clock(),
            )


def test_a_coordinator_at_work_is_hardly_felt(
    product: Place, database: Database, make_activity: Callable[..., StoredActivity], clock: Clock
) -> None:
    with database.write() as session:
        token = api_tokens.create(session, "trial", actor="console", now=clock())
    alone, beside = [], []
    for _ in range(ROUNDS):
        before = make_activity(title="Before")
        fill(database, before, clock)
        alone.append(product.hall(2.0))
        figures("learners alone", alone[-1])
        coordinator = Coordinator(product.port, token, before.id)
        with coordinator.at_work():
            beside.append(product.hall(2.0))
        figures("beside an export and searches", beside[-1])
        tell("the coordinator", exported=coordinator.exported, searches=coordinator.searches)
        assert coordinator.exported > RECORDS * 0.99  # of made-up names one or the other is held back
    assert [one.errors for one in alone + beside] == [[]] * 2 * ROUNDS
    p95 = [median(at(one.opened + one.sent, 0.95) for one in halls) for halls in (beside, alone)]
    judge("p95 of all", p95[0] / p95[1], goal=2)
