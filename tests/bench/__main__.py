"""`python -m tests.bench`: the table of ratios. A goal that is missed is marked, and the exit status is 1."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from app import create_app
from blueprints import request_log
from config import Config
from pars import rules
from pars.formats.sheet import column_letters
from pars.record import LearnerRecord, Policy
from storage import activities
from tests.bench import floors, formats
from tests.bench.measure import Client, Result, compare
from tests.conftest import DATA_KEY, an_activity, answers

ROOT = Path(__file__).parents[2]
RULES_A_SECOND = 20_000

START = """
from app import create_app
assert create_app().test_client().get("/healthz").status_code == 200
"""


class Clock:
    """Moves on at each look, so that no limit per minute is met."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=100)
        return self.now


def surname(at: int) -> str:
    """Another one for each number; a digit in a name would be refused."""
    return f"Okafor-{column_letters(at + 1).title()}"


def records(number: int) -> list[LearnerRecord]:
    return [
        LearnerRecord(
            profession="md",
            first_name="Amara",
            last_name=surname(at),
            license_state="ME",
            license_number=f"MD{at:07}",
            npi="1234567893",
            birth_month=at % 12 + 1,
            birth_day=at % 28 + 1,
            credits=Decimal(6),
            completion_date=date(2026, 11, 23),
            email="amara@example.org",
            board="ABIM" if at % 2 else "",
            board_id=f"{at:06}" if at % 2 else "",
            consent=True,
            attest=True,
        )
        for at in range(number)
    ]


def learners_page(folder: Path) -> Iterator[Result]:
    """GET and POST of the learner's page, in process, with the log written to a file as in service."""
    log = logging.FileHandler(folder / "log")
    log.setFormatter(request_log.JsonLines())
    request_log.log.addHandler(log)
    request_log.log.setLevel(logging.INFO)
    config = Config(
        secret_key="a secret that only the benchmark knows",
        data_key=DATA_KEY,
        database_url=f"sqlite:///{folder / 'attest.db'}",
        public_url="http://localhost",
    )
    clock = Clock()
    app = create_app(config, clock)
    database = app.extensions["attest"].database
    database.upgrade()
    with database.write() as session:
        stored = activities.create(session, an_activity(), actor="console", now=clock())
    product = Client(app, f"/a/{stored.code}")
    status, page = product()
    assert status.startswith("200"), status
    bare = Client(floors.bare_flask(page), "/")
    yield compare("learner GET / bare Flask, same bytes", product, bare, goal=2.5, times=200)

    floor = Client(floors.durable_insert(folder / "floor.db", floors.REQUIRED), "/")
    number = count()

    def post(to: Client) -> None:
        at = next(number)
        form = answers(last_name=surname(at), license_number=f"MD{at:07}", npi="", step="submit")
        status, _ = to(form)
        assert status.startswith("303"), status

    what = "learner POST, stored / hand-made durable insert"
    yield compare(what, lambda: post(product), lambda: post(floor), goal=3, times=40)
    database.dispose()


def start(folder: Path) -> Result:
    environ = {
        **os.environ,
        "ATTEST_DATABASE_URL": f"sqlite:///{folder / 'attest.db'}",
        "ATTEST_SECRET_KEY": "a secret that only the benchmark knows",
        "ATTEST_PUBLIC_URL": "http://localhost",
    }

    def run(script: str) -> None:
        subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT, env=environ, capture_output=True)

    what = "start and first answer / importing Flask and SQLAlchemy, one answer"
    return compare(what, lambda: run(START), lambda: run(floors.START), goal=1.5)


def rules_a_second() -> float:
    """Records judged in a second, in one process."""
    activity, policy, today = an_activity(), Policy(), date(2026, 11, 23)
    judged = records(RULES_A_SECOND)
    begin = perf_counter()
    for record in judged:
        rules.check(record, activity, policy, today)
    return len(judged) / (perf_counter() - begin)


def shown(seconds: float) -> str:
    return f"{seconds * 1e6:,.0f} µs" if seconds < 0.01 else f"{seconds:,.2f} s"


def main() -> int:
    out = sys.stdout.write
    width = 70
    out(f"{'What / its floor':{width}} {'product':>10} {'floor':>10} {'ratio':>6} {'goal':>5}\n")
    missed = 0
    with TemporaryDirectory() as folder:
        for result in results(Path(folder)):
            bad = result.goal is not None and result.ratio > result.goal
            missed += bad
            out(
                f"{result.what:{width}} {shown(result.product):>10} {shown(result.floor):>10}"
                f" {result.ratio:6.2f} {result.goal or '':>5}{'  MISSED' if bad else ''}\n"
            )
    rate = max(rules_a_second() for _ in range(3))
    bad = rate < RULES_A_SECOND
    out(f"{'records judged in a second (goal: 20,000)':{width}} {rate:>10,.0f}{'  MISSED' if bad else ''}\n")
    return int(bool(missed or bad))


def results(folder: Path) -> Iterator[Result]:
    yield from learners_page(folder)
    yield start(folder)
    yield from formats.results(records)


if __name__ == "__main__":
    sys.exit(main())
