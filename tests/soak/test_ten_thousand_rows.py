"""10,000 learners to a stand-in PARS that refuses one in twenty, while everybody falls over: `make soak`.

That a double would show is held by the control in tests/delivery/test_killed.py.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from subprocess import Popen

import pytest
from sqlalchemy import select

from config import Config
from storage.activities import StoredActivity
from storage.database import Database
from storage.tables import RecordRow
from tests.delivery.reporting import (
    FastClock,
    export_of,
    place,
    rows_of,
    run_of,
    start,
    until_over,
)
from tests.delivery.test_killed import spawn
from tests.soak.figures import tell
from tests.standin.ledger import Nature
from tests.standin.server import StandIn

ROWS = 10_000
REFUSED = 0.05
DOWN = 2.0  # seconds that the stand-in is away
SENDER_KILLED = (ROWS // 4, ROWS * 3 // 5)  # after so many reports have arrived
STAND_IN_RESTARTED = ROWS * 2 // 5


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn(Nature(seed=7, refuses=REFUSED, keeps_doubles=True)) as stand_in:
        yield stand_in


@pytest.mark.soak
def test_ten_thousand_rows_two_kills_and_a_restart(
    database: Database, config: Config, activity: StoredActivity, stand_in: StandIn
) -> None:
    fast = FastClock()
    began = time.monotonic()
    export_id = export_of(database, activity, ROWS, fast())
    tell("made the file", rows=ROWS, seconds=time.monotonic() - began)
    _dry_run(database, config, stand_in, export_id, fast)

    began, ledger = time.monotonic(), stand_in.ledgers["production"]
    run = start(database, export_id, "submit", place(stand_in), fast())
    sender = _sender(config, stand_in, fast)
    for at in sorted((*SENDER_KILLED, STAND_IN_RESTARTED)):
        _until_reported(stand_in, at)
        if at == STAND_IN_RESTARTED:
            stand_in.stop()
            time.sleep(DOWN)
            stand_in.start()
            continue
        sender.send_signal(signal.SIGKILL)
        sender.wait()
        tell("killed the sender", after=at, in_hand=run_of(database, run.id).counts["sent"])
        sender = _sender(config, stand_in, fast)
    run = until_over(database, run.id, within=1800, every=1)
    sender.terminate()
    sender.wait()

    seconds = time.monotonic() - began
    tell("sent", **run.counts, seconds=seconds, rows_per_second=ROWS / seconds)
    tell(
        "the stand-in",
        holds=len(ledger.held),
        most_often_held=ledger.most_often_held,
        reports=_reports(stand_in),
    )
    accepted = {row.credit_id for row in rows_of(database, run.id) if row.state == "accepted"}
    assert (run.state, run.counts["accepted"] + run.counts["refused"]) == ("done", ROWS)
    assert ledger.most_often_held == 1
    assert {credit_id for credit_id, saved in ledger.held.items() if saved} == accepted
    assert ROWS * REFUSED * 0.8 < run.counts["refused"] < ROWS * REFUSED * 1.2
    assert _states(database) == {"accepted": run.counts["accepted"], "rejected": run.counts["refused"]}


def _dry_run(database: Database, config: Config, stand_in: StandIn, export_id: str, clock: FastClock) -> None:
    began = time.monotonic()
    sender = _sender(config, stand_in, clock)
    dry = start(database, export_id, "dry", place(stand_in), clock())
    assert until_over(database, dry.id, within=1800, every=1).state == "done"
    sender.terminate()
    sender.wait()
    seconds = time.monotonic() - began
    tell("dry run", rows=ROWS, seconds=seconds, rows_per_second=ROWS / seconds)


def _sender(config: Config, stand_in: StandIn, clock: FastClock) -> Popen[bytes]:
    return spawn(config, stand_in.address("production"), clock)


def _reports(stand_in: StandIn) -> int:
    return sum(method == "POST" for method, _ in stand_in.requests)


def _until_reported(stand_in: StandIn, number: int) -> None:
    deadline = time.monotonic() + 1800
    while _reports(stand_in) < number:
        assert time.monotonic() < deadline, "nothing is sent any more"
        time.sleep(0.2)


def _states(database: Database) -> Counter[str]:
    with database.read() as session:
        return Counter(session.scalars(select(RecordRow.state)))
