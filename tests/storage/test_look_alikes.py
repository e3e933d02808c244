"""The groups of an activity: what is offered, in which order, and what is not offered again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pars.near_person import Likeness
from storage import look_alikes, records
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import Missing, NotAllowed, Stale
from storage.tables import RecordRow
from tests.conftest import Clock
from tests.storage.conftest import Send
from tests.storage.merges import BY
from tests.storage.test_exports import export


def found(database: Database, activity: StoredActivity) -> list[tuple[str, list[str]]]:
    with database.read() as session:
        return [
            (group.likeness.value, [one.id for one in group.records])
            for group in look_alikes.find(session, activity.id)
        ]


def tell_apart(database: Database, activity: StoredActivity, clock: Clock, *ids: str) -> None:
    with database.write() as session:
        look_alikes.tell_apart(session, activity.id, dict.fromkeys(ids), reason="Brothers", now=clock(), **BY)


def test_what_holds_back_comes_first(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    ids = []
    for fields in (
        {"first_name": "Wei", "last_name": "Chang", "license_number": "1", "npi": ""},
        {"first_name": "Wei", "last_name": "Chang-Li", "license_number": "", "npi": ""},
        {},
        {"email": "else@example.org"},
        {"first_name": "Noa", "last_name": "Lund", "license_number": "77", "npi": "", "birth_day": "1"},
    ):
        clock.advance(minutes=1)
        ids.append(send(activity, **fields).record_id)
    assert found(database, activity) == [("same", ids[2:4]), ("near", ids[:2])]
    with database.read() as session:
        assert records.get(session, ids[0]).state == "ready"  # near holds nothing back


def test_what_pars_has_is_the_one_to_keep(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    late = {"license_number": "", "npi": "", "last_name": "Okafor-Lee"}
    first = send(activity, **late).record_id
    clock.advance(minutes=1)
    second = send(activity).record_id
    assert found(database, activity) == [("near", [first, second])]
    export(database, activity, clock)  # the first is held back: it has no identifier
    assert found(database, activity) == [("near", [second, first])]


def test_another_activity_and_another_date_are_nobodys_doubles(
    database: Database, activity: StoredActivity, make_activity: Callable[..., StoredActivity], send: Send
) -> None:
    course = make_activity(format="enduring")
    send(activity)
    for day in ("2026-11-23", "2026-11-22"):
        send(course, completion_date=day)
    assert found(database, activity) == found(database, course) == []
    send(course, completion_date="2026-11-22", email="else@example.org")
    assert [len(ids) for _, ids in found(database, course)] == [2]


def test_told_apart_is_not_offered_again(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    first, second = send(activity).record_id, send(activity, email="else@example.org").record_id
    near = send(activity, last_name="Okafor-Lee", npi="", license_number="", birth_day="27").record_id
    tell_apart(database, activity, clock, first, second)
    # The third is near each of them still.
    assert [set(ids) for _, ids in found(database, activity)] == [{first, second, near}]
    tell_apart(database, activity, clock, first, second, near)
    assert found(database, activity) == []
    with database.write() as session:
        assert records.get(session, first).state == "ready"  # the warning is accepted with it
        history = records.details(session, near).history
        assert history[-1].action == "kept apart"
        assert "Brothers" in history[-1].reason
        records.correct(session, near, {"credits": "3"}, reason="", version=None, now=clock(), **BY)
    assert found(database, activity) == []


def test_accepted_on_both_sides_is_told_apart_too(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    ids = [send(activity).record_id, send(activity, email="else@example.org").record_id]
    for number, record_id in enumerate(ids):
        assert len(found(database, activity)) == 1, number
        with database.write() as session:
            records.accept(
                session, record_id, ["same_person_twice"], reason="", version=None, now=clock(), **BY
            )
    assert found(database, activity) == []


def test_a_group_is_no_longer_than_fits(database: Database, activity: StoredActivity, send: Send) -> None:
    for number in range(look_alikes.MOST_OF_A_GROUP + 3):
        send(activity, email=f"{number}@example.org")
    with database.read() as session:
        (group,) = look_alikes.find(session, activity.id)
    assert (group.likeness, len(group.records), group.more) == (Likeness.SAME, look_alikes.MOST_OF_A_GROUP, 3)


def test_only_what_is_there_and_as_it_is_can_be_told_apart(
    database: Database,
    activity: StoredActivity,
    make_activity: Callable[..., StoredActivity],
    send: Send,
    clock: Clock,
) -> None:
    first, elsewhere = send(activity).record_id, send(make_activity(title="Another")).record_id
    for wanted, error in (
        ({first: None}, NotAllowed),
        ({first: None, elsewhere: None}, Missing),
        ({first: None, "nobody": None}, Missing),
        ({first: 9, elsewhere: None}, (Stale, Missing)),
    ):
        with pytest.raises(error), database.write() as session:
            look_alikes.tell_apart(session, activity.id, wanted, reason="", now=clock(), **BY)


def test_what_is_erased_is_not_compared(database: Database, activity: StoredActivity, send: Send) -> None:
    ids = [send(activity).record_id, send(activity, email="else@example.org").record_id]
    assert len(found(database, activity)) == 1
    with database.write() as session:
        session.get_one(RecordRow, ids[0]).identity = None
    assert found(database, activity) == []
