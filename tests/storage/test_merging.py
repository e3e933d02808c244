"""Records of one person made one by a coordinator: all or nothing, and what PARS has follows."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from pars.answers import read
from storage import exports, links, merging, proposals, records
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import Missing, NotAllowed, Refused, Stale
from tests.conftest import Clock, answers
from tests.storage.conftest import POLICY, Send
from tests.storage.merges import BY, WHY, merge, stand
from tests.storage.test_exports import export


@pytest.fixture
def two(activity: StoredActivity, send: Send, clock: Clock) -> tuple[str, str]:
    """The same physician twice; the second time she typed more."""
    first = send(activity, npi="", email="old@example.org").record_id
    clock.advance(minutes=1)
    return first, send(activity, last_name="Okafor-Lee", email="new@example.org").record_id


def test_a_merge_keeps_one_with_the_answers_chosen(
    database: Database, clock: Clock, two: tuple[str, str]
) -> None:
    first, second = two
    merge(database, clock, first, second, choices={"npi": second, "email": second, "last_name": first})
    with database.read() as session:
        kept, aside = records.details(session, first), records.details(session, second)
    assert (kept.stored.record.npi, kept.stored.record.email) == ("1234567893", "new@example.org")
    assert (kept.stored.record.last_name, kept.stored.state) == ("Okafor", "ready")
    assert aside.stored.state == "set_aside"
    assert [step.action for step in kept.history][-2:] == ["corrected", "merged"]
    told = {(change.field, change.before, change.after) for change in kept.history[-2].changes}
    assert ("email", "old@example.org", "new@example.org") in told
    assert WHY in kept.history[-1].reason
    assert all(step.actor == "staff:1" for step in kept.history[-2:])


def test_a_merge_without_a_change_is_another_version_all_the_same(
    database: Database, clock: Clock, two: tuple[str, str]
) -> None:
    with database.read() as session:
        before = records.get(session, two[0]).version
    merge(database, clock, *two)
    with database.read() as session:
        assert records.get(session, two[0]).version > before


def test_all_versions_count(database: Database, clock: Clock, two: tuple[str, str]) -> None:
    for version, other in ((99, 1), (None, 99)):
        with pytest.raises(Stale), database.write() as session:
            merging.merge(session, two[0], {two[1]: other}, {}, reason="", version=version, now=clock(), **BY)


@pytest.mark.parametrize(("looked_at", "merged"), [(True, 1), (False, 2)], ids=["told", "control"])
def test_of_two_merges_at_once_one_is_told(
    database: Database, clock: Clock, activity: StoredActivity, send: Send, looked_at: bool, merged: int
) -> None:
    """Both into the same record; the control says no version of it, and neither learns of the other."""
    first, *others = (send(activity, email=f"{number}@example.org").record_id for number in range(3))
    with database.read() as session:
        versions = {one: records.get(session, one).version for one in (first, *others)}
    at_once, ends = Barrier(2), []

    def work(other: str) -> None:
        version = versions[first] if looked_at else None
        at_once.wait()
        try:
            with database.write() as session:
                theirs = {other: versions[other]}
                merging.merge(session, first, theirs, {}, reason="", version=version, now=clock(), **BY)
            ends.append("merged")
        except Stale:
            ends.append("told")

    threads = [Thread(target=work, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ends.count("merged") == merged
    assert len(ends) == 2
    with database.read() as session:
        assert [one["state"] for one in stand(session, *others)].count("set_aside") == merged


def test_a_wrong_choice_merges_nothing(
    database: Database, clock: Clock, activity: StoredActivity, send: Send
) -> None:
    first, second = send(activity).record_id, send(activity, email="else@example.org").record_id
    with database.write() as session:
        row = records._row(session, second)
        record = read(answers(), activity.activity, POLICY).record
        row.credits = (record.credits or 0) * 10
    with pytest.raises(Refused), database.write() as session:
        merging.merge(
            session, first, {second: 1}, {"credits": second}, reason="", version=None, now=clock(), **BY
        )
    with database.read() as session:
        assert {one["state"] for one in stand(session, first, second)} == {"needs_attention"}


def test_what_cannot_be_one_is_refused(
    database: Database,
    clock: Clock,
    make_activity: Callable[..., StoredActivity],
    send: Send,
    two: tuple[str, str],
) -> None:
    other = make_activity(format="enduring", title="Another")
    elsewhere = send(other, completion_date="2026-11-23").record_id
    first, second = two
    with database.write() as session:
        for ids in ({elsewhere: 1}, {}, {first: 1}):
            with pytest.raises(NotAllowed):
                merging.merge(session, first, ids, {}, reason="", version=None, now=clock(), **BY)
        with pytest.raises(NotAllowed):
            merging.merge(
                session, first, {second: 1}, {"consent": second}, reason="", version=None, now=clock(), **BY
            )
        with pytest.raises(NotAllowed):
            merging.merge(
                session, first, {second: 1}, {"npi": elsewhere}, reason="", version=None, now=clock(), **BY
            )
        with pytest.raises(Missing):
            merging.merge(session, first, {"nobody": 1}, {}, reason="", version=None, now=clock(), **BY)


def test_two_dates_of_a_series_are_two_completions(
    database: Database, clock: Clock, make_activity: Callable[..., StoredActivity], send: Send
) -> None:
    course = make_activity(format="enduring")
    first = send(course, completion_date="2026-11-23").record_id
    second = send(course, completion_date="2026-11-22").record_id
    with pytest.raises(NotAllowed, match="different dates"), database.write() as session:
        merging.merge(session, first, {second: 1}, {}, reason="", version=None, now=clock(), **BY)


def test_what_pars_has_is_told_before_and_follows_after(
    database: Database, activity: StoredActivity, clock: Clock, send: Send
) -> None:
    first = send(activity, npi="", license_number="MD0012354", birth_day="1").record_id
    second = send(activity).record_id
    clock.advance(minutes=1)
    export(database, activity, clock)
    with database.read() as session:
        told = merging.preview(session, first, [second], {"npi": second}, now=clock(), policy=POLICY)
        quiet = merging.preview(session, first, [second], {}, now=clock(), policy=POLICY)
    assert [sentence.count("deletes it there") for sentence in told.consequences] == [1, 1]
    assert "adds it as it is then" in told.consequences[0]
    assert (told.state, quiet.state, len(quiet.consequences)) == ("ready", "exported", 1)
    merge(database, clock, first, second, choices={"npi": second})
    with database.read() as session:
        draft = exports.prepare(session, activity.id, "add", "localhost")
    assert sorted((entry.row.action, entry.record_id == first) for entry in draft.entries) == [
        ("Add", True),
        ("Delete", False),
        ("Delete", True),
    ]


def test_links_end_and_proposals_are_declined(
    database: Database, activity: StoredActivity, clock: Clock, two: tuple[str, str]
) -> None:
    first, second = two
    with database.write() as session:
        links.create(
            session, second, fields=["npi"], reason="Which?", policy=POLICY, actor="staff:1", now=clock()
        )
        before = records.get(session, second).record
        after = read(answers(last_name="Lee"), activity.activity, POLICY).record
        proposals.receive(session, second, before, after, ["last_name"], now=clock())
        told = merging.preview(session, first, [second], {}, now=clock(), policy=POLICY)
    assert len(told.consequences) == 2
    merge(database, clock, first, second)
    with database.read() as session:
        assert proposals.open_of(session, second) is None
        assert all(link.expires_at <= clock() for link in links.of(session, second))
