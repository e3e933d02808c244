"""kill -9 at any moment of a run: it goes on with the next process, and nothing is lost or reported twice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from config import Config
from delivery.pars_service import Heard, Verdict
from storage.activities import StoredActivity
from storage.database import Database
from tests.delivery.reporting import (
    FastClock,
    export_of,
    place,
    run_of,
    service_at,
    start,
    until_over,
    worker_on,
)
from tests.house.files import ROOT
from tests.standin.ledger import Nature
from tests.standin.server import StandIn

NOT_THERE = Heard(Verdict.NOT_THERE)
KILLS = 10
ROWS = 120


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    nature = Nature(seed=5, slow=0.02, keeps_doubles=True, faults={"slow work": 0.02, "half": 0.02}, late=0.5)
    with StandIn(nature) as stand_in:
        yield stand_in


def spawn(config: Config, address: str, clock: FastClock) -> subprocess.Popen[bytes]:
    moments = [clock.start.isoformat(), str(clock.began)]
    run = [sys.executable, "-m", "tests.delivery.killed", config.database_url, address, *moments]
    return subprocess.Popen(run, cwd=ROOT)


@pytest.mark.slow
def test_ten_kills_in_the_middle_of_a_run(
    database: Database, config: Config, activity: StoredActivity, stand_in: StandIn
) -> None:
    fast, chance = FastClock(), random.Random(11)
    export_id = export_of(database, activity, ROWS, fast())
    address = stand_in.address("production")
    worker = worker_on(database, config, fast, {address: service_at(address)})
    worker.start()
    dry = start(database, export_id, "dry", place(stand_in), fast())
    assert until_over(database, dry.id, within=60).state == "done"
    worker.stop()
    run = start(database, export_id, "submit", place(stand_in), fast())
    kills = in_hand = 0
    while kills < KILLS:
        asked = len(stand_in.requests)
        process = spawn(config, address, fast)
        deadline = time.monotonic() + 30
        while len(stand_in.requests) < asked + 3 and time.monotonic() < deadline:
            time.sleep(0.002)  # it works
        time.sleep(chance.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += 1
        in_hand += run_of(database, run.id).counts["sent"] > 0
        assert run_of(database, run.id).state == "running", "the run was over before the last kill: more rows"
    last = worker_on(database, config, fast, {address: service_at(address)})
    last.start()
    run = until_over(database, run.id, within=90)
    last.stop()
    ledger = stand_in.ledgers["production"]
    assert (run.state, run.counts["accepted"]) == ("done", ROWS)
    assert (len(ledger.held), ledger.most_often_held) == (ROWS, 1)
    assert in_hand > 0, "no kill met a row in hand: this run has shown nothing"


def test_control_who_does_not_ask_first_sends_twice(
    database: Database,
    config: Config,
    activity: StoredActivity,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same, where a row found in hand is sent again at once: the test above rests on the question."""
    fast = FastClock()
    stand_in.nature = Nature(keeps_doubles=True, faults={"half": 1})
    export_id = export_of(database, activity, 2, fast())
    address = stand_in.address("sandbox")
    service = service_at(address)
    monkeypatch.setattr(service.language, "status", lambda row, at: NOT_THERE)
    worker = worker_on(database, config, fast, {address: service})
    worker.start()
    run = start(database, export_id, "submit", place(stand_in, "sandbox"), fast())
    deadline = time.monotonic() + 30
    while stand_in.ledgers["sandbox"].most_often_held < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    worker.stop()
    assert stand_in.ledgers["sandbox"].most_often_held > 1
    assert run_of(database, run.id).counts["failed"] == 0
