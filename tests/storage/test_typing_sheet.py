"""What is typed into PARS by hand counts like a file: once, and only a fresh tick can be taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from storage import activities, exports, outcomes, records, typing_sheet
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import Missing, NotAllowed, NothingToExport, Stale
from storage.typing_sheet import Item
from tests.conftest import Clock, an_activity
from tests.storage.conftest import POLICY, Send
from tests.storage.test_exports import export, prepare

HOST = "credit.example.org"
GRACE, HOPE = "staff:1", "staff:2"
BY = {"actor": GRACE, "policy": POLICY, "version": None}


def arrive(activity: StoredActivity, send: Send, clock: Clock, number: int) -> list[str]:
    """That many physicians, one a minute."""
    ids = []
    for n in range(number):
        clock.advance(minutes=1)
        ids.append(send(activity, first_name=f"A{'b' * n}", license_number=f"MD10{n}", npi="").record_id)
    return ids


def queue(database: Database, activity: StoredActivity, clock: Clock, actor: str = GRACE) -> list[Item]:
    with database.read() as session:
        return typing_sheet.queue(session, activity.id, actor=actor, now=clock())


def stands(database: Database, activity: StoredActivity, clock: Clock) -> list[tuple[str, str, bool]]:
    return [(item.record_id, item.action, item.done) for item in queue(database, activity, clock)]


def tick(
    database: Database,
    activity: StoredActivity,
    clock: Clock,
    record_id: str,
    *,
    version: int | None = None,
    actor: str = GRACE,
) -> Item:
    with database.write() as session:
        return typing_sheet.tick(
            session, activity.id, record_id, version=version, host=HOST, actor=actor, now=clock()
        )


def take_back(
    database: Database, activity: StoredActivity, clock: Clock, record_id: str, actor: str = GRACE
) -> None:
    with database.write() as session:
        typing_sheet.take_back(session, activity.id, record_id, actor=actor, now=clock(), policy=POLICY)


def state(database: Database, record_id: str) -> str:
    with database.read() as session:
        return records.get(session, record_id).state


def correct(database: Database, clock: Clock, record_id: str, **changes: str) -> None:
    with database.write() as session:
        records.correct(session, record_id, changes, reason="", now=clock(), **BY)


def test_a_tick_counts_as_exported(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    first, second = arrive(activity, send, clock, 2)
    send(activity, first_name="Held", license_number="", npi="")
    assert stands(database, activity, clock) == [(first, "add", False), (second, "add", False)]
    assert tick(database, activity, clock, first).done
    assert stands(database, activity, clock) == [(first, "add", True), (second, "add", False)]
    assert state(database, first) == "exported"
    assert [entry.record_id for entry in prepare(database, activity).entries] == [second]
    with database.read() as session:
        (made,) = exports.every(session, activity.id)
        assert (made.kind, made.format, made.rows, made.filename) == ("typed", "typed", 1, "")
        steps = [event.action for event in records.details(session, first).history]
        with pytest.raises(Missing):
            exports.file(session, made.id)
    assert steps == ["received", "typed into PARS"]


def test_ticks_of_one_person_and_day_are_one_export(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    ids = arrive(activity, send, clock, 4)
    tick(database, activity, clock, ids[0])
    clock.advance(hours=1)
    tick(database, activity, clock, ids[1])
    tick(database, activity, clock, ids[2], actor=HOPE)
    clock.advance(days=1)
    tick(database, activity, clock, ids[3])
    with database.read() as session:
        made = [(one.actor, one.rows) for one in exports.every(session, activity.id)]
    assert sorted(made) == [(GRACE, 1), (GRACE, 2), (HOPE, 1)]
    assert stands(database, activity, clock) == [(ids[3], "add", True)]


def test_pars_answers_for_what_was_typed(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    (record_id,) = arrive(activity, send, clock, 1)
    tick(database, activity, clock, record_id)
    with database.write() as session:
        told = outcomes.decide(
            session, record_id, "accepted", "", source=outcomes.BY_HAND, actor=GRACE, now=clock()
        )
    assert told
    assert state(database, record_id) == "accepted"
    with pytest.raises(NotAllowed):
        take_back(database, activity, clock, record_id)


def test_a_tick_is_taken_back_whole(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    (record_id,) = arrive(activity, send, clock, 1)
    tick(database, activity, clock, record_id)
    take_back(database, activity, clock, record_id)
    assert state(database, record_id) == "ready"
    assert stands(database, activity, clock) == [(record_id, "add", False)]
    with database.read() as session:
        assert exports.every(session, activity.id) == []
    tick(database, activity, clock, record_id)
    assert state(database, record_id) == "exported"


def test_a_tick_stays_where_something_else_happened_since(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    ids = arrive(activity, send, clock, 3)
    for record_id in ids:
        tick(database, activity, clock, record_id)
    correct(database, clock, ids[0], last_name="Right")
    with database.write() as session:
        records.set_aside(session, ids[1], reason="Was not there", now=clock(), **BY)
    clock.advance(days=1)
    for record_id in ids:
        with pytest.raises(NotAllowed):
            take_back(database, activity, clock, record_id)
    with pytest.raises(NotAllowed):
        take_back(database, activity, clock, ids[2], actor=HOPE)
    assert [state(database, record_id) for record_id in ids] == ["ready", "set_aside", "exported"]


def test_a_correction_after_a_tick_is_deleted_and_typed_anew(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    (record_id,) = arrive(activity, send, clock, 1)
    tick(database, activity, clock, record_id)
    correct(database, clock, record_id, last_name="Right")
    assert stands(database, activity, clock) == [(record_id, "replace", False)]
    with database.read() as session:
        _, rows = typing_sheet.sheet(session, activity.id, record_id, host=HOST, actor=GRACE, now=clock())
    assert [(row.action, row.record.last_name) for row in rows] == [("Delete", "Okafor"), ("Add", "Right")]
    tick(database, activity, clock, record_id)
    with pytest.raises(NothingToExport):
        prepare(database, activity)
    take_back(database, activity, clock, record_id)
    assert stands(database, activity, clock) == [(record_id, "replace", False)]


def test_a_withdrawal_is_deleted_by_hand(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    (record_id,) = arrive(activity, send, clock, 1)
    export(database, activity, clock)
    assert stands(database, activity, clock) == []
    with database.write() as session:
        records.set_aside(session, record_id, reason="Was not there", now=clock(), **BY)
    assert stands(database, activity, clock) == [(record_id, "delete", False)]
    tick(database, activity, clock, record_id)
    assert stands(database, activity, clock) == [(record_id, "delete", True)]
    assert state(database, record_id) == "set_aside"
    take_back(database, activity, clock, record_id)
    assert stands(database, activity, clock) == [(record_id, "delete", False)]


def test_two_coordinators_never_tick_the_same_learner(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    ids = arrive(activity, send, clock, 20)
    for record_id in ids:
        barrier = Barrier(2)

        def one(actor: str, record_id: str = record_id, barrier: Barrier = barrier) -> str:
            barrier.wait()
            try:
                tick(database, activity, clock, record_id, version=1, actor=actor)
            except Stale:
                return "told"
            return "ticked"

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(one, [GRACE, HOPE])) == ["ticked", "told"]
    with database.read() as session:
        assert sum(made.rows for made in exports.every(session, activity.id)) == 20


def test_what_a_file_holds_is_not_typed(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    (record_id,) = arrive(activity, send, clock, 1)
    export(database, activity, clock)
    with pytest.raises(NotAllowed):
        tick(database, activity, clock, record_id)
    with database.read() as session, pytest.raises(NotAllowed):
        typing_sheet.sheet(session, activity.id, record_id, host=HOST, actor=GRACE, now=clock())


def test_another_activity_knows_nothing_of_the_record(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    (record_id,) = arrive(activity, send, clock, 1)
    with database.write() as session:
        other = activities.create(session, an_activity(), actor=GRACE, now=clock())
    with pytest.raises(Missing):
        tick(database, other, clock, record_id)
    assert queue(database, other, clock) == []
