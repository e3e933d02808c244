"""Sandbox first, then a dry run, then once: each step opens the next, and no sooner."""

from __future__ import annotations

import pytest

from config import Config
from storage import activities, runs
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import NotAllowed
from tests.delivery.reporting import FastClock, export_of, service_at, start, until_over, worker_on
from tests.standin.server import StandIn


def test_production_opens_step_by_step(
    database: Database, config: Config, activity: StoredActivity, fast: FastClock
) -> None:
    export_id = export_of(database, activity, 1, fast())
    with StandIn() as stand_in:
        addresses = {name: stand_in.address(name) for name in ("sandbox", "production")}
        worker = worker_on(
            database, config, fast, {address: service_at(address) for address in addresses.values()}
        )
        worker.start()

        def go(environment: str, kind: str, language: str = "json") -> str:
            where = runs.Place(environment, addresses[environment], language, addresses["sandbox"])
            return until_over(database, start(database, export_id, kind, where, fast()).id, within=30).state

        with pytest.raises(NotAllowed, match="sandbox first"):
            go("production", "dry")
        assert go("sandbox", "submit") == "done"
        with pytest.raises(NotAllowed, match="dry run"):
            go("production", "submit")
        with pytest.raises(NotAllowed, match="another way"):
            go("production", "dry", "xml")
        assert go("production", "dry") == "done"
        assert not stand_in.ledgers["production"].held
        with database.read() as session:  # a sandbox and a dry run change no record
            assert activities.counts(session, activity.id).states["exported"] == 1
        assert go("production", "submit") == "done"
        with pytest.raises(NotAllowed, match="sent already"):
            go("production", "submit")
        worker.stop()
    assert stand_in.ledgers["production"].most_often_held == 1
