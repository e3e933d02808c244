"""A merge taken apart leaves no difference; what was reported or decided since stands in its way."""

from __future__ import annotations

import pytest

from storage import codes, links, look_alikes, outcomes, own_record, records, unmerging
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import NotAllowed, Stale
from tests.conftest import Clock
from tests.storage.conftest import POLICY, Send
from tests.storage.merges import BY, merge, stand, unmerge
from tests.storage.test_exports import export

CHOSEN = ("first_name", "last_name", "license_number", "npi", "birth_month", "birth_day", "credits", "email")


@pytest.fixture
def two(activity: StoredActivity, send: Send, clock: Clock) -> tuple[str, str]:
    first = send(activity, npi="", email="old@example.org").record_id
    clock.advance(minutes=1)
    return first, send(activity, last_name="Okafor-Lee", credits="4", email="new@example.org").record_id


def test_merged_and_taken_apart_nothing_differs(
    database: Database, clock: Clock, two: tuple[str, str]
) -> None:
    with database.read() as session:
        before = stand(session, *two)
    merge(database, clock, *two, choices=dict.fromkeys(CHOSEN, two[1]))
    with database.read() as session:
        assert stand(session, *two) != before
    unmerge(database, clock, two[0])
    with database.read() as session:
        assert stand(session, *two) == before
        assert records.details(session, two[0]).history[-1].action == "merge taken apart"
        assert unmerging.of(session, two[1]) == (None, [])


def test_accepted_warnings_and_what_pars_has_come_back(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    first = send(activity, license_number="", npi="").record_id
    with database.write() as session:
        records.accept(session, first, ["no_identifier"], reason="Known", version=None, now=clock(), **BY)
    second = send(activity, last_name="Okafor-Lee", email="else@example.org").record_id
    clock.advance(minutes=1)
    draft = export(database, activity, clock)
    with database.read() as session:
        before = stand(session, first, second)
    assert [one["state"] for one in before] == ["exported", "exported"]
    merge(database, clock, first, second, choices=dict.fromkeys(CHOSEN, second))
    unmerge(database, clock, first)
    with database.read() as session:
        assert stand(session, first, second) == before
    # PARS answers between a merge and its end: the answer stays.
    merge(database, clock, first, second)
    credit_id = next(entry.row.credit_id for entry in draft.entries if entry.record_id == second)
    with database.write() as session:
        outcomes.decide(session, credit_id, "accepted", "", source="hand", actor="", now=clock())
    unmerge(database, clock, first)
    with database.read() as session:
        assert [one["state"] for one in stand(session, first, second)] == ["exported", "accepted"]


def test_control_a_merge_that_is_not_taken_apart_differs(
    database: Database, clock: Clock, two: tuple[str, str]
) -> None:
    with database.read() as session:
        before = stand(session, *two)
    merge(database, clock, *two)
    with database.write() as session:
        records.restore(session, two[1], reason="", version=None, now=clock(), **BY)
        records.correct(session, two[0], {"npi": "1234567893"}, reason="", version=None, now=clock(), **BY)
    with database.read() as session:
        assert stand(session, *two) != before


def test_a_correction_since_stays(database: Database, clock: Clock, two: tuple[str, str]) -> None:
    merge(database, clock, *two, choices={"npi": two[1], "email": two[1]})
    clock.advance(minutes=1)
    with database.write() as session:
        fixed = {"email": "fixed@example.org", "credits": "5"}
        records.correct(session, two[0], fixed, reason="", version=None, now=clock(), **BY)
    unmerge(database, clock, two[0])
    with database.read() as session:
        kept = records.get(session, two[0]).record
    assert (kept.npi, kept.email, str(kept.credits)) == ("", "fixed@example.org", "5")


def test_the_last_merge_comes_apart_first(
    database: Database, clock: Clock, activity: StoredActivity, send: Send
) -> None:
    one, two, three = (send(activity, email=f"{number}@example.org").record_id for number in range(3))
    merge(database, clock, one, two, choices={"email": two})
    merge(database, clock, one, three, choices={"email": three})
    for email, states in (("1", ["ready", "set_aside"]), ("0", ["needs_attention", "needs_attention"])):
        unmerge(database, clock, one)
        with database.read() as session:
            assert records.get(session, one).record.email == f"{email}@example.org"
            if email == "0":
                assert [found["state"] for found in stand(session, two, three)] == states
    with pytest.raises(NotAllowed, match="no merge"):
        unmerge(database, clock, one)


def test_the_history_says_whose_each_answer_was(
    database: Database, clock: Clock, activity: StoredActivity, send: Send
) -> None:
    sent = [send(activity, email=f"{number}@example.org", credits=f"{number + 1}") for number in range(3)]
    one, two, three = (each.record_id for each in sent)
    merge(database, clock, one, two, three, choices={"email": two, "credits": three})
    with database.read() as session:
        before = records.details(session, one)
        second, third = (codes.format_reference(each.reference) for each in sent[1:])
    assert f"From {second}: email. From {third}: credits." in before.history[-1].reason
    unmerge(database, clock, one)
    with database.read() as session:
        after = records.get(session, one).record
    assert (after.email, str(after.credits)) == ("0@example.org", "1")


def test_a_file_since_keeps_it_and_says_what_to_do(
    database: Database, activity: StoredActivity, clock: Clock, two: tuple[str, str]
) -> None:
    merge(database, clock, *two)
    clock.advance(minutes=1)
    export(database, activity, clock)
    with pytest.raises(NotAllowed, match="Restore the record that was set aside"):
        unmerge(database, clock, two[0])


def test_what_was_restored_by_hand_is_not_brought_back(
    database: Database, clock: Clock, two: tuple[str, str]
) -> None:
    merge(database, clock, *two)
    with database.write() as session:
        records.restore(session, two[1], reason="", version=None, now=clock(), **BY)
    with pytest.raises(NotAllowed, match="no merge"):
        unmerge(database, clock, two[0])
    with database.read() as session:
        assert unmerging.of(session, two[1]) == (None, [])


def test_another_version_is_told(database: Database, clock: Clock, two: tuple[str, str]) -> None:
    merge(database, clock, *two)
    with pytest.raises(Stale), database.write() as session:
        unmerging.unmerge(session, two[0], version=1, now=clock(), **BY)


def test_both_know_of_each_other(database: Database, clock: Clock, two: tuple[str, str]) -> None:
    merge(database, clock, *two)
    with database.read() as session:
        above, below = unmerging.of(session, two[1])
        assert (above.id if above else "", below) == (two[0], [])
        above, below = unmerging.of(session, two[0])
        assert (above, [row.id for row in below]) == (None, [two[1]])


@pytest.mark.parametrize("at", [0, 1])
def test_permission_taken_back_at_either_receipt_holds_for_both(
    database: Database, clock: Clock, activity: StoredActivity, send: Send, at: int
) -> None:
    """They are one person's; and nothing that was merged can come back after it."""
    sent = [send(activity), send(activity, email="else@example.org")]
    merge(database, clock, *(one.record_id for one in sent))
    with database.write() as session:
        own_record.withdraw(session, sent[at].token, policy=POLICY, now=clock())
    with database.read() as session:
        for one in sent:
            stored = records.get(session, one.record_id)
            assert (stored.record.consent, stored.record.license_number) == (False, "")
        assert links.of(session, sent[0].record_id) == []
    with pytest.raises(NotAllowed, match="the merge stays"):
        unmerge(database, clock, sent[0].record_id)


def test_a_merged_record_is_no_double(
    database: Database, clock: Clock, activity: StoredActivity, two: tuple[str, str]
) -> None:
    with database.read() as session:
        (group,) = look_alikes.find(session, activity.id)
        assert [one.id for one in group.records] == list(two)
    merge(database, clock, *two)
    with database.read() as session:
        assert look_alikes.find(session, activity.id) == []
