"""A coordinator's work on a record: each step kept with who, when and why."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pars.errors import Code
from storage import activities, lists, records
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import NotAllowed, Refused, Stale
from tests.conftest import Clock, an_activity
from tests.storage.conftest import POLICY, Send

BY = {"actor": "staff:1", "policy": POLICY}


@pytest.fixture
def record_id(activity: StoredActivity, send: Send) -> str:
    return send(activity).record_id


@pytest.fixture
def unidentified(activity: StoredActivity, send: Send) -> str:
    return send(activity, license_number="", npi="").record_id


def test_a_correction_is_kept_with_before_and_after(database: Database, record_id: str, clock: Clock) -> None:
    with database.write() as session:
        fixed = records.correct(
            session, record_id, {"last_name": "Okafor-Lee"}, reason="She called", version=1, now=clock(), **BY
        )
    assert (fixed.record.last_name, fixed.version) == ("Okafor-Lee", 2)
    with database.read() as session:
        found = records.details(session, record_id)
    step = found.history[-1]
    assert (step.action, step.actor, step.reason) == ("corrected", "staff:1", "She called")
    assert [(c.field, c.before, c.after) for c in step.changes] == [("last_name", "Okafor", "Okafor-Lee")]
    assert found.typed["last_name"] == found.confirmed["last_name"] == "Okafor"


def test_two_editors_the_second_is_told(database: Database, record_id: str, clock: Clock) -> None:
    with database.write() as session:
        records.correct(session, record_id, {"first_name": "Ama"}, reason="", version=1, now=clock(), **BY)
    with pytest.raises(Stale) as caught, database.write() as session:
        records.correct(session, record_id, {"first_name": "Amy"}, reason="", version=1, now=clock(), **BY)
    assert caught.value.version == 2


def test_an_impossible_correction_is_refused(database: Database, record_id: str, clock: Clock) -> None:
    with pytest.raises(Refused) as caught, database.write() as session:
        records.correct(session, record_id, {"credits": "60"}, reason="", version=1, now=clock(), **BY)
    assert [problem.code for problem in caught.value.problems] == [Code.CREDITS_TOO_MANY]


def test_accepting_a_warning_makes_it_ready(database: Database, unidentified: str, clock: Clock) -> None:
    with database.write() as session:
        assert records.get(session, unidentified).state == "needs_attention"
        accepted = records.accept(
            session, unidentified, ["no_identifier"], reason="Known to us", version=1, now=clock(), **BY
        )
    assert accepted.state == "ready"


def test_an_accepted_warning_is_asked_again_when_its_answer_changes(
    database: Database, activity: StoredActivity, unidentified: str, clock: Clock
) -> None:
    with database.write() as session:
        records.accept(session, unidentified, ["no_identifier"], reason="", version=1, now=clock(), **BY)
        records.correct(
            session, unidentified, {"license_number": "MD1"}, reason="", version=2, now=clock(), **BY
        )
        emptied = records.correct(
            session, unidentified, {"license_number": ""}, reason="", version=3, now=clock(), **BY
        )
    assert emptied.state == "needs_attention"


def test_only_an_open_warning_can_be_accepted(database: Database, record_id: str, clock: Clock) -> None:
    for codes in (["no_identifier"], ["first_name_missing"], ["nonsense"], []):
        with pytest.raises(NotAllowed), database.write() as session:
            records.accept(session, record_id, codes, reason="", version=None, now=clock(), **BY)


def test_setting_one_double_aside_frees_the_other(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    first, second = send(activity), send(activity, email="other@example.org")
    with database.write() as session:
        aside = records.set_aside(
            session, second.record_id, reason="Sent twice", version=None, now=clock(), **BY
        )
        assert aside.state == "set_aside"
        assert records.get(session, first.record_id).state == "ready"
        back = records.restore(session, second.record_id, reason="Mistake", version=None, now=clock(), **BY)
        assert back.state == records.get(session, first.record_id).state == "needs_attention"


def test_set_aside_and_restore_in_the_right_order_only(
    database: Database, record_id: str, clock: Clock
) -> None:
    with pytest.raises(NotAllowed), database.write() as session:
        records.restore(session, record_id, reason="", version=None, now=clock(), **BY)
    with database.write() as session:
        records.set_aside(session, record_id, reason="Test entry", version=None, now=clock(), **BY)
    with pytest.raises(NotAllowed), database.write() as session:
        records.set_aside(session, record_id, reason="", version=None, now=clock(), **BY)
    with pytest.raises(NotAllowed), database.write() as session:
        records.correct(session, record_id, {"npi": ""}, reason="", version=None, now=clock(), **BY)


def test_a_note_changes_nothing_but_the_history(database: Database, record_id: str, clock: Clock) -> None:
    with database.write() as session:
        noted = records.note(session, record_id, "Asked by email", actor="staff:1", now=clock())
    assert noted.version == 1
    with database.read() as session:
        assert records.details(session, record_id).history[-1].reason == "Asked by email"


def test_a_changed_activity_judges_its_records_again(
    database: Database, activity: StoredActivity, record_id: str, clock: Clock
) -> None:
    with database.write() as session:
        activities.update(
            session,
            activity.id,
            an_activity(credits_max=Decimal(4)),
            version=1,
            actor="staff:1",
            now=clock(),
            policy=POLICY,
        )
        stored = records.get(session, record_id)
    assert stored.state == "needs_attention"
    assert Code.CREDITS_TOO_MANY in {problem.code for problem in stored.problems}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("okaf", 1),
        ("AMARA OK", 1),
        ("md-001 2345", 1),
        ("1234 567 893", 1),
        ("Amara@Example.org", 1),
        ("0012345", 0),
        ("123456789", 0),
        ("example.org", 0),
        ("%", 0),
        ("_", 0),
        ("' OR 1=1 --", 0),
    ],
)
def test_search_by_part_of_a_name_or_a_whole_identifier(
    database: Database, activity: StoredActivity, record_id: str, text: str, found: int
) -> None:
    with database.read() as session:
        assert lists.page(session, activity.id, q=text).total == found


def test_pages_follow_each_other_without_gap_or_repeat(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    for number in range(7):
        send(activity, license_number=f"MD{number}", npi="", last_name="abcdefg"[number] * 3)
    for sort in lists.SORTS:
        seen: list[str] = []
        cursor = None
        while True:
            with database.read() as session:
                page = lists.page(session, activity.id, sort=sort, cursor=cursor, limit=3)
            seen += [item.id for item in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == page.total == 7


def test_filters_by_state_and_problem(
    database: Database, activity: StoredActivity, record_id: str, clock: Clock, send: Send
) -> None:
    send(activity, first_name="Wei", last_name="Li", license_number="", npi="", birth_day="2")
    with database.read() as session:
        assert lists.page(session, activity.id, state="ready").total == 1
        assert lists.page(session, activity.id, state="needs_attention").total == 1
        assert lists.page(session, activity.id, problem="no_identifier").total == 1
        assert lists.page(session, activity.id, problem="no_").total == 0
        assert lists.figures(session, activity.id).problems == {"no_identifier": 1}
