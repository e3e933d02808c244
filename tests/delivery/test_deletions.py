"""A deletion by the web service: what PARS says of it is kept as its answer in a file would be."""

from __future__ import annotations

import pytest

from config import Config
from storage import deletions, lists, records
from storage.activities import StoredActivity
from storage.database import Database
from tests.delivery.reporting import (
    FastClock,
    dry_then_submit,
    export_of,
    place,
    service_at,
    until_over,
    worker_on,
    write_file,
)
from tests.delivery.test_runs import by
from tests.standin.ledger import REFUSAL, Ledger, Nature, Report
from tests.standin.server import StandIn


def test_a_correction_goes_as_deletion_and_then_addition(
    database: Database, config: Config, activity: StoredActivity, fast: FastClock
) -> None:
    with StandIn(Nature(keeps_doubles=True)) as stand_in:
        address = stand_in.address("production")
        worker = worker_on(database, config, fast, {address: service_at(address)})
        worker.start()
        first = export_of(database, activity, 1, fast())
        until_over(
            database,
            dry_then_submit(database, worker, first, place(stand_in), fast, within=30).id,
            within=30,
        )
        (before,) = stand_in.ledgers["production"].held
        with database.write() as session:
            (record,) = lists.page(session, activity.id).items
            records.correct(session, record.id, {"last_name": "Right"}, reason="", **by(fast))
        second = write_file(database, activity, fast())
        run = dry_then_submit(database, worker, second, place(stand_in), fast, within=30)
        run = until_over(database, run.id, within=30)
        worker.stop()
    assert run.counts["accepted"] == 2
    ledger = stand_in.ledgers["production"]
    assert ledger.deleted[before] == 1
    with database.read() as session:
        assert deletions.of(session, [record.id])[record.id].status == "accepted"
    assert [saved for saved in ledger.held.values() if "Right" in saved[0]]
    assert len([saved for saved in ledger.held.values() if saved]) == 1


def test_a_deletion_that_pars_refuses_is_heard_of(
    database: Database,
    config: Config,
    activity: StoredActivity,
    fast: FastClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    saved = Ledger.save

    def save(ledger: Ledger, report: Report, nature: Nature) -> tuple[int, str]:
        return (400, REFUSAL) if report.action == "delete" else saved(ledger, report, nature)

    monkeypatch.setattr(Ledger, "save", save)
    with StandIn() as stand_in:
        address = stand_in.address("production")
        worker = worker_on(database, config, fast, {address: service_at(address)})
        worker.start()
        first = export_of(database, activity, 1, fast())
        run = dry_then_submit(database, worker, first, place(stand_in), fast, within=30)
        until_over(database, run.id, within=30)
        with database.write() as session:
            (record,) = lists.page(session, activity.id).items
            records.set_aside(session, record.id, reason="Withdrew", **by(fast))
        second = write_file(database, activity, fast())
        run = dry_then_submit(database, worker, second, place(stand_in), fast, within=30)
        run = until_over(database, run.id, within=30)
        worker.stop()
    assert run.counts["refused"] == 1
    with database.read() as session:
        found = deletions.of(session, [record.id])[record.id]
        assert (found.status, found.reason) == ("rejected", REFUSAL)
        assert deletions.count(session, activity.id) == deletions.Count(waiting=0, refused=1)
        assert records.get(session, record.id).state == "set_aside"
