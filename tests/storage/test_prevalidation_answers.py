"""PARS's answer before a report: whom it did not find is held, and nothing else changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from pars.errors import Code
from pars.formats.results.matching import Group
from pars.formats.results.reading import read_results
from storage import audit, prevalidation_answers, records, results
from storage.activities import StoredActivity
from storage.database import Database
from storage.records import Details
from storage.results import PREVALIDATION, Preview, StoredResult
from storage.tables import PrevalidationRow
from tests.conftest import Clock
from tests.pars.formats.results_samples import as_text
from tests.storage.conftest import POLICY, Send
from tests.storage.test_exports import export, people

HEADINGS = ("First Name", "Last Name", "Date of Birth", "Licensing State", "Status", "Reason")
NOBODY = "Nobody of this name and birthday."
BY = {"version": None, "actor": "staff:1", "policy": POLICY}
Bring = Callable[..., StoredResult]


@pytest.fixture
def waiting(activity: StoredActivity, send: Send, clock: Clock) -> list[str]:
    """Three records that are not reported yet; their first names are A, Ab, Abb."""
    ids = people(activity, send, 3)
    clock.advance(hours=1)
    return ids


def row(first_name: str, status: str, reason: str = "") -> tuple[str, ...]:
    return (first_name, "Okafor", "09/27", "Maine", status, reason)


def upload(database: Database, activity: StoredActivity, clock: Clock, rows: Sequence[tuple[str, ...]],
           kind: str = PREVALIDATION) -> StoredResult:  # fmt: skip
    data = as_text(rows, HEADINGS)
    with database.write() as session:
        table = read_results(data)
        return results.upload(
            session, activity.id, data, table, kind=kind, actor="staff:1", now=clock()
        )[0]  # fmt: skip


def preview(database: Database, file: StoredResult) -> Preview:
    with database.read() as session:
        return results.preview(session, results.read(session, file.id))


def apply(database: Database, clock: Clock, file: StoredResult) -> StoredResult:
    with database.write() as session:
        opened = results.read(session, file.id)
        return results.apply(session, opened, actor="staff:1", now=clock(), policy=POLICY)


@pytest.fixture
def bring(database: Database, activity: StoredActivity, clock: Clock) -> Bring:
    """Uploads a file and applies it, an hour after what was before."""

    def take(*rows: tuple[str, ...]) -> StoredResult:
        clock.advance(hours=1)
        return apply(database, clock, upload(database, activity, clock, rows))

    return take


def details(database: Database, record_id: str) -> Details:
    with database.read() as session:
        return records.details(session, record_id)


def standing(database: Database, record_id: str) -> tuple[str, bool]:
    """The record's state, and whether it says that PARS did not find it."""
    stored = details(database, record_id).stored
    return stored.state, Code.PREVALIDATION_NO_MATCH in {problem.code for problem in stored.problems}


def correct(database: Database, clock: Clock, record_id: str, **changes: str) -> None:
    clock.advance(hours=1)
    with database.write() as session:
        records.correct(session, record_id, changes, reason="She called.", now=clock(), **BY)


def accept(database: Database, clock: Clock, record_id: str) -> None:
    with database.write() as session:
        records.accept(
            session, record_id, [Code.PREVALIDATION_NO_MATCH], reason="It is right.", now=clock(), **BY
        )


def test_only_who_was_not_found_is_held(
    database: Database, activity: StoredActivity, waiting: list[str], clock: Clock
) -> None:
    rows = [row("A", "Accepted"), row("Ab", "Rejected", NOBODY), row("Zoe", "Rejected"), row("Abb", "Odd")]
    file = upload(database, activity, clock, rows)
    seen = preview(database, file)
    assert [one.group for one in seen.verdicts] == [Group.CHANGE, Group.CHANGE, Group.UNKNOWN, Group.UNKNOWN]
    assert seen.unanswered == 1
    assert [standing(database, one) for one in waiting] == [("ready", False)] * 3
    assert apply(database, clock, file).changed == 2
    assert [standing(database, one) for one in waiting] == [
        ("ready", False), ("needs_attention", True), ("ready", False),
    ]  # fmt: skip
    assert [details(database, one).history[-1].action for one in waiting] == [
        "found by PARS", "not found by PARS", "received",
    ]  # fmt: skip
    with database.read() as session:
        said = prevalidation_answers.of(session, waiting)
        assert {one: (said[one].status, said[one].reason) for one in said} == {
            waiting[0]: ("accepted", ""),
            waiting[1]: ("rejected", NOBODY),
        }
        assert NOBODY.encode() not in (session.get_one(PrevalidationRow, waiting[1]).reason or b"")
        told = {(entry.action, entry.subject) for entry in audit.page(session, activity.id)[0]}
    assert {("record not found by PARS", waiting[1]), ("result applied", file.id)} <= told


def test_twice_the_same_changes_nothing(
    database: Database, activity: StoredActivity, waiting: list[str], bring: Bring, clock: Clock
) -> None:
    rows = [row("A", "Accepted"), row("Ab", "Rejected", NOBODY)]
    file = bring(*rows)
    before = [details(database, one) for one in waiting]
    assert apply(database, clock, file) == file
    assert upload(database, activity, clock, rows).id == file.id
    assert bring(*rows[::-1]).changed == 0
    assert [details(database, one) for one in waiting] == before
    assert upload(database, activity, clock, rows, kind="report").id != file.id


def test_a_correction_clears_it_for_good(
    database: Database, waiting: list[str], bring: Bring, clock: Clock
) -> None:
    file = bring(row("Ab", "Rejected", NOBODY))
    correct(database, clock, waiting[1], credits="1")
    assert standing(database, waiting[1]) == ("needs_attention", True)
    correct(database, clock, waiting[1], license_number="MD777")
    assert standing(database, waiting[1]) == ("ready", False)
    assert [one.group for one in preview(database, file).verdicts] == [Group.OUTDATED]
    apply(database, clock, file)
    assert standing(database, waiting[1]) == ("ready", False)
    bring(row("Ab", "Rejected"))
    assert standing(database, waiting[1]) == ("needs_attention", True)


def test_accepted_as_it_is_it_is_reported(
    database: Database, activity: StoredActivity, waiting: list[str], bring: Bring, clock: Clock
) -> None:
    bring(row("Ab", "Rejected", NOBODY))
    accept(database, clock, waiting[1])
    assert standing(database, waiting[1]) == ("ready", True)
    assert bring(row("Ab", "Rejected", NOBODY), row("Zoe", "Accepted")).changed == 0
    bring(row("Ab", "Rejected", "Another reason."))
    assert standing(database, waiting[1]) == ("needs_attention", True)
    accept(database, clock, waiting[1])
    assert {entry.record_id for entry in export(database, activity, clock).entries} == set(waiting)
    assert bring(row("Ab", "Rejected")).changed == 0
    assert details(database, waiting[1]).stored.state == "exported"


def test_the_newest_file_is_right(database: Database, waiting: list[str], bring: Bring, clock: Clock) -> None:
    first = bring(row("Ab", "Rejected", NOBODY))
    bring(row("Ab", "Accepted"))
    assert standing(database, waiting[1]) == ("ready", False)
    assert [one.group for one in preview(database, first).verdicts] == [Group.OUTDATED]
    apply(database, clock, first)
    assert standing(database, waiting[1]) == ("ready", False)


def test_two_of_one_name_are_not_guessed(
    database: Database, activity: StoredActivity, waiting: list[str], send: Send, clock: Clock
) -> None:
    send(activity, first_name="Ab", license_number="MD999", npi="")
    file = upload(database, activity, clock, [row("Ab", "Rejected")])
    assert [one.group for one in preview(database, file).verdicts] == [Group.AMBIGUOUS]
    assert apply(database, clock, file).changed == 0
