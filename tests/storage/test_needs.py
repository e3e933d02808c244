"""What needs the coordinator: every kind is seen once it is there, and gone once it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from pars.answers import read
from storage import letters, lists, needs, outcomes, proposals, records
from storage.activities import StoredActivity
from storage.database import Database
from storage.letters import Words
from storage.record_rows import as_record
from storage.tables import RecordRow
from tests.conftest import Clock, answers
from tests.storage.conftest import POLICY, Send
from tests.storage.test_exports import export

BY = {"actor": "staff:1", "policy": POLICY, "version": None}
MOST_QUERIES = 8
MONTH = timedelta(days=30)
Waiting = Callable[[], list[tuple[str, int]]]


@pytest.fixture
def waiting(database: Database, clock: Clock) -> Waiting:
    """Kind and count of all that is needed, the most urgent first."""

    def look() -> list[tuple[str, int]]:
        with database.read() as session:
            return [(need.kind, need.count) for need in needs.every(session, MONTH, clock())]

    return look


def test_nothing_is_needed_of_an_activity_without_records(activity: StoredActivity, waiting: Waiting) -> None:
    assert waiting() == []


def test_from_the_first_look_to_the_answer(
    database: Database, activity: StoredActivity, send: Send, clock: Clock, waiting: Waiting
) -> None:
    record_id = send(activity, license_number="", npi="").record_id
    assert waiting() == [("attention", 1)]
    with database.write() as session:
        records.accept(session, record_id, ["no_identifier"], reason="", now=clock(), **BY)
    assert waiting() == [("ready", 1)]
    export(database, activity, clock)
    assert waiting() == [("unanswered", 1)]
    with database.write() as session:
        by = {"source": outcomes.BY_HAND, "actor": "staff:1", "now": clock()}
        outcomes.decide(session, record_id, "rejected", "Not found", **by)
    assert waiting() == [("rejected", 1)]
    with database.write() as session:
        outcomes.decide(session, record_id, "accepted", "", **by)
    assert waiting() == []
    with database.write() as session:
        records.set_aside(session, record_id, reason="Withdrew", now=clock(), **BY)
    assert waiting() == [("deletion_owed", 1)]
    clock.advance(minutes=1)
    export(database, activity, clock)
    assert waiting() == [("deletion_unanswered", 1)]


def test_a_proposal_waits_for_its_answer(
    database: Database, activity: StoredActivity, send: Send, clock: Clock, waiting: Waiting
) -> None:
    record_id = send(activity).record_id
    with database.write() as session:
        before = as_record(session.get_one(RecordRow, record_id), session.info["vault"])
        after = read(answers(last_name="Okafor-Lee"), activity.activity, POLICY).record
        proposals.receive(session, record_id, before, after, ["last_name"], now=clock())
    assert waiting() == [("answered", 1), ("ready", 1)]


def test_a_letter_that_failed_waits_until_somebody_has_seen_to_it(
    database: Database, activity: StoredActivity, send: Send, clock: Clock, waiting: Waiting
) -> None:
    record_id = send(activity).record_id
    words = Words("amara@example.org", "Your record", "Please look", "cme@example.org")
    with database.write() as session:
        letters.put(session, "link:1", record_id, words, actor="staff:1", now=clock())
    assert waiting() == [("ready", 1)]
    with database.write() as session:
        letter = letters.claim(session, clock())
        assert letter
        letters.settle(session, letter.id, letters.FAILED, error="refused", now=clock())
    assert waiting() == [("letter_failed", 1), ("ready", 1)]
    with database.read() as session:
        page = lists.page(session, activity.id, unreached=True)
    assert [stored.id for stored in page.items] == [record_id]
    clock.advance(minutes=1)
    with database.write() as session:
        records.note(session, record_id, "Called her", actor="staff:1", now=clock())
    assert waiting() == [("ready", 1)]


def test_a_deadline_goes_before_the_kind(
    make_activity: Callable[..., StoredActivity], database: Database, send: Send, clock: Clock
) -> None:
    old = make_activity(starts_on=date(2026, 10, 30), ends_on=date(2026, 10, 30))
    new = make_activity(accme_activity_id="209876543")
    send(old)
    send(new, license_number="", npi="")
    with database.read() as session:
        found = needs.every(session, MONTH, clock())
    assert [(need.kind, need.days_left) for need in found] == [("ready", 6), ("attention", 30)]


def test_the_number_of_queries_does_not_grow(
    make_activity: Callable[..., StoredActivity], database: Database, send: Send, clock: Clock
) -> None:
    for _ in range(4):
        send(make_activity())
    asked: list[str] = []
    with database.read() as session:
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        assert len(needs.every(session, MONTH, clock())) == 4
    assert len(asked) <= MOST_QUERIES
