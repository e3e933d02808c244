"""PARS's answer to a Delete row is kept, moves no record, and is asked for until it is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from pars.formats.results.matching import Group
from pars.formats.results.reading import read_results
from storage import deletions, lists, outcomes, records, results
from storage.activities import StoredActivity
from storage.closing import closing
from storage.database import Database
from storage.deletions import Count
from storage.errors import Missing, NotAllowed
from storage.tables import OutcomeRow
from storage.typing_sheet import take_back, tick
from tests.conftest import Clock
from tests.pars.formats.results_samples import as_text
from tests.storage.conftest import POLICY, Send
from tests.storage.test_exports import export

REASON = "No such learner in this activity."
BY = {"actor": "staff:1", "policy": POLICY, "version": None}


@pytest.fixture
def withdrawn(database: Database, activity: StoredActivity, send: Send, clock: Clock) -> tuple[str, str]:
    """A record that PARS accepted and was then told to delete, by its id and its credit ID."""
    record_id = send(activity).record_id
    credit_id = export(database, activity, clock).entries[0].row.credit_id
    clock.advance(days=1)
    with database.write() as session:
        by = {"source": outcomes.BY_HAND, "actor": "staff:1"}
        outcomes.decide(session, credit_id, "accepted", "", now=clock(), **by)
        records.set_aside(session, record_id, reason="She withdrew.", now=clock(), **BY)
    export(database, activity, clock)
    clock.advance(days=1)
    return record_id, credit_id


def mark(database: Database, clock: Clock, record_id: str, status: str, reason: str = "") -> bool:
    with database.write() as session:
        return deletions.decide(
            session, record_id, status, reason, source=outcomes.BY_HAND, actor="staff:1", now=clock()
        )


def stands(database: Database, record_id: str) -> tuple[str, str]:
    with database.read() as session:
        found = deletions.of(session, [record_id])[record_id]
    return found.status, found.reason


def left(database: Database, activity: StoredActivity, clock: Clock) -> list[str]:
    with database.read() as session:
        found = closing(session, activity.id, within=timedelta(days=30), now=clock())
    return [problem.code.value for problem in found.left if problem.code.startswith("closing_delet")]


def answer(
    database: Database, activity: StoredActivity, clock: Clock, *rows: tuple[str, ...]
) -> tuple[results.Preview, results.StoredResult]:
    """A file of PARS's answers, applied; and what the preview had said of it."""
    data = as_text(list(rows), ("CreditID", "Record Action", "Status", "Reason"))
    with database.write() as session:
        table = read_results(data)
        kept, _ = results.upload(session, activity.id, data, table, actor="staff:1", now=clock())
    with database.write() as session:
        opened = results.read(session, kept.id)
        seen = results.preview(session, opened)
        return seen, results.apply(session, opened, actor="staff:1", now=clock(), policy=POLICY)


def test_a_refused_delete_is_heard_of_and_stays_until_it_is_gone(
    database: Database, activity: StoredActivity, clock: Clock, withdrawn: tuple[str, str]
) -> None:
    record_id, credit_id = withdrawn
    assert stands(database, record_id) == ("waiting", "")
    assert left(database, activity, clock) == ["closing_deletes_waiting"]
    seen, kept = answer(database, activity, clock, (credit_id, "Delete", "Rejected", REASON))
    assert (seen.counts["change"], kept.changed) == (1, 1)
    assert stands(database, record_id) == ("rejected", REASON)
    assert left(database, activity, clock) == ["closing_deletes_refused"]
    with database.read() as session:
        assert records.get(session, record_id).state == "set_aside"
        step = records.details(session, record_id).history[-1]
        assert (step.action, step.reason) == ("deletion refused", REASON)
        sealed = session.scalars(select(OutcomeRow.reason).where(OutcomeRow.action == "Delete")).one()
        assert REASON.encode() not in (sealed or b"")
    assert mark(database, clock, record_id, "accepted")
    assert stands(database, record_id) == ("accepted", "")
    assert left(database, activity, clock) == []


def test_control_a_delete_whose_answer_is_dropped_is_still_asked_for(
    database: Database,
    activity: StoredActivity,
    clock: Clock,
    withdrawn: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As it was before: the answer to a Delete moved nothing, so nobody heard of the refusal."""
    monkeypatch.setattr(outcomes, "decide_all", lambda *_, **__: 0)
    answer(database, activity, clock, (withdrawn[1], "Delete", "Rejected", REASON))
    assert stands(database, withdrawn[0]) != ("rejected", REASON)
    assert left(database, activity, clock) != ["closing_deletes_refused"]


def test_the_same_answer_again_changes_nothing(
    database: Database, activity: StoredActivity, clock: Clock, withdrawn: tuple[str, str]
) -> None:
    row = (withdrawn[1], "Delete", "Rejected", REASON)
    answer(database, activity, clock, row)
    with database.read() as session:
        before = records.details(session, withdrawn[0])
    clock.advance(days=1)
    seen, kept = answer(database, activity, clock, row, ("ccid:x:0", "Delete", "Accepted", ""))
    assert [one.group for one in seen.verdicts] == [Group.KNOWN, Group.UNKNOWN]
    assert kept.changed == 0
    with database.read() as session:
        assert records.details(session, withdrawn[0]) == before


def test_a_file_from_before_the_delete_does_not_answer_for_it(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    record_id = send(activity).record_id
    credit_id = export(database, activity, clock).entries[0].row.credit_id
    clock.advance(days=1)
    _, kept = answer(database, activity, clock, (credit_id, "", "Accepted", ""))
    clock.advance(days=1)
    with database.write() as session:
        records.set_aside(session, record_id, reason="She withdrew.", now=clock(), **BY)
    export(database, activity, clock)
    with database.write() as session:
        opened = results.read(session, kept.id)
        assert results.preview(session, opened).counts["outdated"] == 1
        results.apply(session, opened, actor="staff:1", now=clock(), policy=POLICY)
    assert stands(database, record_id) == ("waiting", "")


def test_the_delete_of_a_correction_and_its_add_are_answered_apart(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    record_id = send(activity).record_id
    old = export(database, activity, clock).entries[0].row.credit_id
    clock.advance(days=1)
    with database.write() as session:
        records.correct(session, record_id, {"birth_day": "28"}, reason="She called.", now=clock(), **BY)
    new = export(database, activity, clock).entries[-1].row.credit_id
    clock.advance(days=1)
    rows = [(old, "Delete", "Rejected", REASON), (new, "Add", "Accepted", "")]
    _, kept = answer(database, activity, clock, *rows)
    assert kept.changed == 1
    assert stands(database, record_id) == ("rejected", REASON)
    with database.read() as session:
        assert records.get(session, record_id).state == "accepted"
        assert outcomes.of(session, [record_id])[record_id].reason == ""
        page = lists.page(session, activity.id, deletion="rejected")
        assert [item.id for item in page.items] == [record_id]
        assert lists.page(session, activity.id, deletion="waiting").items == []
        assert deletions.count(session, activity.id) == Count(waiting=0, refused=1)


def test_a_mark_can_be_undone_and_needs_a_delete(
    database: Database, activity: StoredActivity, send: Send, clock: Clock, withdrawn: tuple[str, str]
) -> None:
    assert mark(database, clock, withdrawn[0], "accepted")
    assert not mark(database, clock, withdrawn[0], "accepted")
    assert mark(database, clock, withdrawn[0], "rejected", REASON)
    assert stands(database, withdrawn[0]) == ("rejected", REASON)
    other = send(activity, first_name="Other", license_number="MD999", npi="").record_id
    with pytest.raises(NotAllowed):
        mark(database, clock, other, "accepted")
    with pytest.raises(Missing):
        mark(database, clock, "nobody", "accepted")


def test_what_was_deleted_on_the_typing_sheet_waits_for_nothing(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    record_id = send(activity).record_id
    export(database, activity, clock)
    with database.write() as session:
        records.set_aside(session, record_id, reason="She withdrew.", now=clock(), **BY)
    by = {"actor": "staff:1", "now": clock()}
    with database.write() as session:
        tick(session, activity.id, record_id, version=None, host="localhost", **by)
        assert deletions.count(session, activity.id) == Count(waiting=0, refused=0)
    assert left(database, activity, clock) == []
    with database.write() as session:
        take_back(session, activity.id, record_id, policy=POLICY, **by)
    assert left(database, activity, clock) == ["closing_deletions"]


def test_an_answered_delete_is_not_taken_back_on_the_typing_sheet(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    record_id = send(activity).record_id
    credit_id = export(database, activity, clock).entries[0].row.credit_id
    by = {"actor": "staff:1", "now": clock()}
    with database.write() as session:
        records.set_aside(session, record_id, reason="She withdrew.", now=clock(), **BY)
        tick(session, activity.id, record_id, version=None, host="localhost", **by)
    answer(database, activity, clock, (credit_id, "Delete", "Rejected", REASON))
    assert stands(database, record_id) == ("rejected", REASON)
    with database.write() as session, pytest.raises(NotAllowed):
        take_back(session, activity.id, record_id, policy=POLICY, **by)
