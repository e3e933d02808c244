"""Two workers on one run, without a lease between them: each row is in one hand at a time."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Any

import pytest

from config import Config
from storage import run_lists, transmissions
from storage.activities import StoredActivity
from storage.database import Database
from tests.delivery.reporting import (
    FastClock,
    export_of,
    place,
    run_of,
    service_at,
    start,
    worker_on,
)
from tests.standin.ledger import Nature
from tests.standin.server import StandIn


def two_workers(
    database: Database, config: Config, activity: StoredActivity, fast: FastClock
) -> tuple[StandIn, Counter[str]]:
    """Two workers without a lease between them, on one run; what was asked of the stand-in how often."""
    export_id = export_of(database, activity, 30, fast())
    stand_in = StandIn(Nature(slow=0.01, keeps_doubles=True))
    with stand_in:
        address = stand_in.address("sandbox")
        run = start(database, export_id, "submit", place(stand_in, "sandbox"), fast())
        both = [worker_on(database, config, fast, {address: service_at(address)}) for _ in range(2)]
        threads = [threading.Thread(target=work, args=(worker, database, run.id)) for worker in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    return stand_in, Counter(method for method, _ in stand_in.requests)


def work(worker: Any, database: Database, run_id: str) -> None:
    """As a worker does that no lease holds back."""
    deadline = time.monotonic() + 30
    while run_of(database, run_id).state != "done" and time.monotonic() < deadline:
        for due, address in _due(database, worker):
            worker._continue(due, address)


def _due(database: Database, worker: Any) -> list[tuple[str, str]]:
    with database.read() as session:
        return run_lists.due(session, worker._house.clock())


def test_two_workers_never_take_one_row(
    database: Database, config: Config, activity: StoredActivity, fast: FastClock
) -> None:
    stand_in, asked = two_workers(database, config, activity, fast)
    assert stand_in.ledgers["sandbox"].most_often_held == 1
    assert asked["POST"] == 30


def test_control_without_the_row_in_hand_doubles_are_seen(
    database: Database,
    config: Config,
    activity: StoredActivity,
    fast: FastClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A claim that marks nothing, and a stand-in that keeps doubles: the test above rests on the mark."""
    claim = transmissions.claim

    def unmarked(session: Any, run_id: str, **moments: Any) -> Any:
        claimed = claim(session, run_id, **moments)
        if claimed is not None:
            key = (run_id, claimed.row.credit_id, claimed.row.action)
            row = session.get(transmissions.TransmissionRow, key)
            row.state, row.due_at = "waiting", moments["now"]
        return claimed

    monkeypatch.setattr(transmissions, "claim", unmarked)
    monkeypatch.setattr(
        transmissions,
        "_own",
        lambda session, claimed: (
            session.get_one(transmissions.RunRow, claimed.run_id),
            session.get_one(
                transmissions.TransmissionRow, (claimed.run_id, claimed.row.credit_id, claimed.row.action)
            ),
        ),
    )
    stand_in, _ = two_workers(database, config, activity, fast)
    assert stand_in.ledgers["sandbox"].most_often_held > 1
