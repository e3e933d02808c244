"""A run to a stand-in PARS that does everything wrong: each row ends in one state, and PARS has it at most once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from config import Config
from delivery.sending import continue_run
from pars.record import Policy
from storage import lists, records, run_lists, runs, transmissions
from storage.activities import StoredActivity
from storage.database import Database
from storage.tables import RunRow, TransmissionRow
from tests.conftest import Clock
from tests.delivery.reporting import (
    FastClock,
    dry_then_submit,
    export_of,
    place,
    rows_of,
    run_of,
    service_at,
    start,
    until_over,
    worker_on,
)
from tests.standin.ledger import REFUSAL, Nature
from tests.standin.server import StandIn

FAULTS = dict.fromkeys(("busy", "down", "dropped", "slow work", "late", "error", "half"), 0.02)
EVERYTHING = Nature(
    seed=7, refuses=0.05, rejects=0.03, ponders=0.1, keeps_doubles=True, faults=FAULTS, late=0.6
)


def states(database: Database, activity: StoredActivity) -> Counter[str]:
    with database.read() as session:
        return Counter(record.state for record in lists.page(session, activity.id, limit=1000).items)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["json", "xml"])
def test_two_hundred_rows_through_every_fault(
    database: Database, config: Config, activity: StoredActivity, fast: FastClock, language: str
) -> None:
    export_id = export_of(database, activity, 200, fast(), language)
    with StandIn(EVERYTHING) as stand_in:
        address = stand_in.address("production")
        worker = worker_on(database, config, fast, {address: service_at(address, language)})
        worker.start()
        run = dry_then_submit(
            database, worker, export_id, place(stand_in, language=language), fast, within=120
        )
        time.sleep(1)
        stand_in.stop()  # a restart in the middle of it
        time.sleep(0.5)
        stand_in.start()
        run = until_over(database, run.id, within=120)
        worker.stop()
    held = stand_in.ledgers["production"]
    assert run.state == "done"
    unsettled = [row for row in rows_of(database, run.id) if row.state not in ("accepted", "refused")]
    assert [(row.state, row.code, row.tries, row.taken_at) for row in unsettled] == []
    assert run.counts["refused"] >= 5
    assert held.most_often_held == 1
    accepted = {row.credit_id for row in rows_of(database, run.id) if row.state == "accepted"}
    assert accepted <= held.held.keys()
    assert states(database, activity) == {
        "accepted": run.counts["accepted"],
        "rejected": run.counts["refused"],
    }


def test_what_pars_refuses_becomes_the_records_outcome_in_its_words(
    database: Database, config: Config, activity: StoredActivity, fast: FastClock
) -> None:
    export_id = export_of(database, activity, 3, fast())
    with StandIn(Nature(refuses=1)) as stand_in:
        address = stand_in.address("production")
        worker = worker_on(database, config, fast, {address: service_at(address)})
        worker.start()
        run = dry_then_submit(database, worker, export_id, place(stand_in), fast, within=30)
        run = until_over(database, run.id, within=30)
        worker.stop()
    assert run.counts["refused"] == 3
    assert states(database, activity) == {"rejected": 3}
    with database.read() as session:
        told = run_lists.troubles(session, run.id, limit=10)
        history = records.details(session, told[0].record_id).history
    assert {trouble.words for trouble in told} == {REFUSAL}
    assert history[-1].reason == REFUSAL
    sealed = rows_of(database, run.id)[0].words
    assert sealed is not None
    assert REFUSAL.encode() not in sealed


def by(clock: Callable[[], Any]) -> dict[str, Any]:
    return {"version": None, "actor": "console", "now": clock(), "policy": Policy()}


def test_who_withdraws_before_the_row_is_sent_is_not_sent(
    database: Database, config: Config, activity: StoredActivity, fast: FastClock
) -> None:
    export_id = export_of(database, activity, 2, fast())
    with database.write() as session:
        gone = lists.page(session, activity.id).items[0]
        records.set_aside(session, gone.id, reason="Withdrew", **by(fast))
    with StandIn() as stand_in:
        address = stand_in.address("sandbox")
        worker = worker_on(database, config, fast, {address: service_at(address)})
        worker.start()
        run = start(database, export_id, "submit", place(stand_in, "sandbox"), fast())
        run = until_over(database, run.id, within=30)
        worker.stop()
    assert (run.counts["accepted"], run.counts["failed"]) == (1, 1)
    assert {row.code for row in rows_of(database, run.id) if row.record_id == gone.id} == {"record_changed"}
    assert len(stand_in.ledgers["sandbox"].held) == 1


@pytest.mark.parametrize("trouble", ["password", "redirect", "address"])
def test_what_every_row_would_meet_stops_the_run_at_once(
    database: Database, config: Config, activity: StoredActivity, fast: FastClock, trouble: str
) -> None:
    export_id = export_of(database, activity, 5, fast())
    with StandIn(password="another" if trouble == "password" else "only for the stand-in") as stand_in:
        if trouble == "redirect":
            stand_in.redirects_to = "http://127.0.0.1:9/elsewhere"
        address = stand_in.address("sandbox")
        ways = {} if trouble == "address" else {address: service_at(address)}
        worker = worker_on(database, config, fast, ways)
        worker.start()
        run = start(database, export_id, "submit", place(stand_in, "sandbox"), fast())
        run = until_over(database, run.id, within=30)
        asked = len(stand_in.requests)
        assert (run.state, run.counts["waiting"]) == ("stopped", 5)
        assert (run.reason, asked) == {
            "password": ("credentials", 1),
            "redirect": ("redirect", 1),
            "address": ("other_address", 0),
        }[trouble]
        if trouble == "password":  # it is set right, and the same run goes on
            stand_in.password = "only for the stand-in"
            with database.write() as session:
                runs.resume(session, run.id, stand_in.address("sandbox"), actor="console", now=fast())
            assert until_over(database, run.id, within=30).counts["accepted"] == 5
        worker.stop()


def test_no_answer_at_all_stops_the_run_after_a_while_and_it_can_be_resumed(
    database: Database,
    config: Config,
    activity: StoredActivity,
    fast: FastClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transmissions, "MOST_TROUBLES", 4)
    export_id = export_of(database, activity, 3, fast())
    stand_in = StandIn().start()
    stand_in.stop()  # nobody listens
    address = stand_in.address("sandbox")
    worker = worker_on(database, config, fast, {address: service_at(address)})
    worker.start()
    run = start(database, export_id, "submit", place(stand_in, "sandbox"), fast())
    run = until_over(database, run.id, within=30)
    assert (run.state, run.reason, run.left) == ("stopped", "no_answer", 3)
    with stand_in:
        with database.write() as session:
            runs.resume(session, run.id, stand_in.address("sandbox"), actor="console", now=fast())
        run = until_over(database, run.id, within=30)
    worker.stop()
    assert (run.state, run.counts["accepted"]) == ("done", 3)


@pytest.mark.slow
def test_a_row_that_never_gets_through_is_given_up_and_the_others_are_not(
    database: Database,
    config: Config,
    activity: StoredActivity,
    fast: FastClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transmissions, "MOST_TRIES", 2)
    export_id = export_of(database, activity, 10, fast())
    with StandIn(Nature(faults={"down": 0.5})) as stand_in:
        address = stand_in.address("sandbox")
        worker = worker_on(database, config, fast, {address: service_at(address)})
        worker.start()
        run = start(database, export_id, "submit", place(stand_in, "sandbox"), fast())
        run = until_over(database, run.id, within=60)
        assert run.state == "done"
        assert run.counts["failed"] > 0
        assert run.counts["accepted"] + run.counts["failed"] == 10
        assert {row.code for row in rows_of(database, run.id) if row.state == "failed"} == {"gave_up"}
        while run.counts["failed"]:  # the stand-in tires of it
            with database.write() as session:
                runs.resume(session, run.id, stand_in.address("sandbox"), actor="console", now=fast())
            run = until_over(database, run.id, within=60)
        worker.stop()
    assert run.counts["accepted"] == 10
    assert stand_in.ledgers["sandbox"].most_often_held == 1


def test_retry_after_is_honored(database: Database, activity: StoredActivity, clock: Clock) -> None:
    export_id = export_of(database, activity, 2, clock())
    with StandIn(Nature(faults={"busy": 1})) as stand_in:
        run = start(database, export_id, "submit", place(stand_in, "sandbox"), clock())
        service = service_at(stand_in.address("sandbox"))
        assert continue_run(database, service, run.id, clock)
        assert not continue_run(database, service, run.id, clock)
        assert len(stand_in.requests) == 1
        pause = run_of(database, run.id).due_at - clock()
        assert timedelta(seconds=1) <= pause <= timedelta(seconds=2)
        clock.advance(seconds=0.9)
        assert not continue_run(database, service, run.id, clock)
        assert len(stand_in.requests) == 1
    assert run_of(database, run.id).counts["waiting"] == 2


def test_after_a_backup_was_restored_pars_is_asked_before_anything_is_sent(
    database: Database, config: Config, activity: StoredActivity, fast: FastClock
) -> None:
    """The backup was made before the run was: to it every row is still waiting."""
    export_id = export_of(database, activity, 5, fast())
    with StandIn(Nature(keeps_doubles=True)) as stand_in:
        address = stand_in.address("sandbox")
        worker = worker_on(database, config, fast, {address: service_at(address)})
        worker.start()
        run = start(database, export_id, "submit", place(stand_in, "sandbox"), fast())
        until_over(database, run.id, within=30)
        with database.write() as session:  # what a restored database holds
            for row in session.query(TransmissionRow):
                row.state, row.due_at, row.taken_at = "waiting", fast(), None
            runs.doubt(session, fast())
            session.get_one(RunRow, run.id).state = "running"
        run = until_over(database, run.id, within=30)
        worker.stop()
    assert run.counts["accepted"] == 5
    assert stand_in.ledgers["sandbox"].most_often_held == 1


def test_a_fault_of_ours_holds_nobody_up(
    database: Database,
    config: Config,
    activity: StoredActivity,
    fast: FastClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transmissions, "MOST_TRIES", 2)
    export_id = export_of(database, activity, 3, fast())
    with StandIn() as stand_in:
        address = stand_in.address("sandbox")
        service = service_at(address)
        submit = service.language.submit

        def stumbles(row: Any, at: Any) -> Any:
            if row.record.first_name == "Annaaaab":
                raise KeyError(row.record.first_name)
            return submit(row, at)

        monkeypatch.setattr(service.language, "submit", stumbles)
        worker = worker_on(database, config, fast, {address: service})
        worker.start()
        run = start(database, export_id, "submit", place(stand_in, "sandbox"), fast())
        run = until_over(database, run.id, within=60)
        worker.stop()
    assert (run.state, run.counts["accepted"], run.counts["failed"]) == ("done", 2, 1)
