"""10,000 learners to a stand-in PARS that refuses one in twenty, while everybody falls over: `make soak`.

That a double would show is held by the control in tests/delivery/test_killed.py.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from config import Config
from storage.activities import StoredActivity
from storage.database import Database
from storage.run_lists import Run
from storage.tables import RecordRow
from tests.delivery.reporting import (
    FastClock,
    export_of,
    place,
    rows_of,
    run_of,
    start,
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


class Sender:
    """The process that sends: it is killed in the middle of its work, and another takes its place."""

    def __init__(self, config: Config, address: str, clock: FastClock) -> None:
        self._how = (config, address, clock)
        self._process = spawn(*self._how)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def replace(self) -> None:
        self._process = spawn(*self._how)

    def check(self) -> None:
        assert self._process.poll() is None, "the sender died by itself"


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn(Nature(seed=7, refuses=REFUSED, keeps_doubles=True)) as stand_in:
        yield stand_in


@pytest.fixture
def fast() -> FastClock:
    return FastClock()


@pytest.fixture
def sender(config: Config, stand_in: StandIn, fast: FastClock) -> Iterator[Sender]:
    sender = Sender(config, stand_in.address("production"), fast)
    yield sender
    sender.kill()


@pytest.mark.soak
def test_ten_thousand_rows_two_kills_and_a_restart(
    database: Database, activity: StoredActivity, stand_in: StandIn, fast: FastClock, sender: Sender
) -> None:
    began = time.monotonic()
    export_id = export_of(database, activity, ROWS, fast())
    tell("made the file", rows=ROWS, seconds=time.monotonic() - began)
    began = time.monotonic()
    dry = until_over(database, start(database, export_id, "dry", place(stand_in), fast()).id, sender)
    seconds = time.monotonic() - began
    tell("dry run", rows=ROWS, seconds=seconds, rows_per_second=ROWS / seconds)
    assert dry.state == "done"

    began, ledger = time.monotonic(), stand_in.ledgers["production"]
    run = start(database, export_id, "submit", place(stand_in), fast())
    for at in sorted((*SENDER_KILLED, STAND_IN_RESTARTED)):
        while reports(stand_in) < at:
            sender.check()
            time.sleep(0.2)
        if at == STAND_IN_RESTARTED:
            stand_in.stop()
            time.sleep(DOWN)
            stand_in.start()
            tell("restarted the stand-in", after=at)
        else:
            sender.kill()
            tell("killed the sender", after=at, in_hand=run_of(database, run.id).counts["sent"])
            sender.replace()
    run = until_over(database, run.id, sender)

    seconds = time.monotonic() - began
    tell("sent", **run.counts, seconds=seconds, rows_per_second=ROWS / seconds)
    tell(
        "the stand-in",
        holds=len(ledger.held),
        most_often_held=ledger.most_often_held,
        reports=reports(stand_in),
    )
    accepted = {row.credit_id for row in rows_of(database, run.id) if row.state == "accepted"}
    assert (run.state, run.counts["accepted"] + run.counts["refused"]) == ("done", ROWS)
    assert ledger.most_often_held == 1
    assert {credit_id for credit_id, saved in ledger.held.items() if saved} == accepted
    assert ROWS * REFUSED * 0.8 < run.counts["refused"] < ROWS * REFUSED * 1.2
    with database.read() as session:
        states = Counter(session.scalars(select(RecordRow.state)))
    assert states == {"accepted": run.counts["accepted"], "rejected": run.counts["refused"]}


def until_over(database: Database, run_id: str, sender: Sender) -> Run:
    """The run when it is done or stopped; fails as soon as nobody works at it."""
    while (run := run_of(database, run_id)).state not in ("done", "stopped"):
        sender.check()
        time.sleep(1)
    return run


def reports(stand_in: StandIn) -> int:
    return sum(method == "POST" for method, _ in stand_in.requests)
