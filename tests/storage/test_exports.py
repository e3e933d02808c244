"""A record is added once; of two who export at once one is told; a file stays the same bytes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from storage import activities, exports, records
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import NothingToExport
from storage.exports import Draft, StoredExport
from storage.readiness import readiness
from tests.conftest import Clock
from tests.storage.conftest import POLICY, Send

BY = {"actor": "staff:1", "policy": POLICY, "version": None}


def people(activity: StoredActivity, send: Send, number: int) -> list[str]:
    return [
        send(activity, first_name=f"A{'b' * n}", license_number=f"MD10{n}", npi="").record_id
        for n in range(number)
    ]


def prepare(database: Database, activity: StoredActivity, kind: str = "add") -> Draft:
    with database.read() as session:
        return exports.prepare(session, activity.id, kind, "credit.example.org")


def keep(database: Database, draft: Draft, clock: Clock, data: bytes = b"a file") -> StoredExport:
    with database.write() as session:
        return exports.store(
            session,
            draft,
            data=data,
            format="xlsx",
            filename="pars.xlsx",
            template_sha256=None,
            actor="staff:1",
            now=clock(),
        )


def export(database: Database, activity: StoredActivity, clock: Clock) -> Draft:
    draft = prepare(database, activity)
    keep(database, draft, clock)
    return draft


def test_what_is_ready_goes_out_once(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    ids = people(activity, send, 3)
    held = send(activity, first_name="Held", license_number="", npi="").record_id
    draft = export(database, activity, clock)
    assert sorted(entry.record_id for entry in draft.entries) == sorted(ids)
    with database.read() as session:
        assert {records.get(session, record_id).state for record_id in ids} == {"exported"}
        assert records.get(session, held).state == "needs_attention"
    with pytest.raises(NothingToExport) as caught:
        prepare(database, activity)
    assert "Nothing is new" in caught.value.reasons[0]


def test_a_second_file_holds_what_is_new(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    people(activity, send, 2)
    export(database, activity, clock)
    late = send(activity, first_name="Late", license_number="MD999", npi="").record_id
    assert [entry.record_id for entry in export(database, activity, clock).entries] == [late]


def test_the_file_is_the_same_bytes_every_time(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    people(activity, send, 1)
    kept = keep(database, prepare(database, activity), clock, data=b"PK\x03\x04 exactly these")
    for _ in range(3):
        with database.read() as session:
            assert exports.file(session, kept.id) == b"PK\x03\x04 exactly these"


def test_a_record_that_changed_meanwhile_stops_the_file(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    (record_id,) = people(activity, send, 1)
    draft = prepare(database, activity)
    with database.write() as session:
        records.correct(session, record_id, {"last_name": "New"}, reason="", now=clock(), **BY)
    with pytest.raises(NothingToExport):
        keep(database, draft, clock)
    with database.read() as session:
        assert exports.every(session, activity.id) == []


def two_at_once(database: Database, activity: StoredActivity, clock: Clock) -> list[str]:
    barrier = Barrier(2)

    def one() -> str:
        try:
            draft = prepare(database, activity)
            barrier.wait()
            return keep(database, draft, clock).id
        except NothingToExport:
            return "told"

    with ThreadPoolExecutor(2) as pool:
        return [future.result() for future in [pool.submit(one), pool.submit(one)]]


def test_two_exports_at_once_never_hold_the_same_record(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    for number in range(50):
        send(activity, first_name="Anna" + "b" * number, license_number=f"MD7{number}", npi="")
        outcomes = two_at_once(database, activity, clock)
        assert outcomes.count("told") == 1
    with database.read() as session:
        assert sum(kept.rows for kept in exports.every(session, activity.id)) == 50


def test_control_without_the_check_the_database_itself_refuses(
    database: Database, activity: StoredActivity, send: Send, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the check taken out the same record would go out twice: the test above rests on it."""
    monkeypatch.setattr(exports, "_check_unchanged", lambda session, draft: None)
    people(activity, send, 1)
    first, second = prepare(database, activity), prepare(database, activity)
    keep(database, first, clock)
    with pytest.raises(Exception, match=r"(?i)unique"):
        keep(database, second, clock)


def test_a_correction_after_the_file_becomes_delete_and_add(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    (record_id,) = people(activity, send, 1)
    first = export(database, activity, clock)
    with database.write() as session:
        fixed = records.correct(session, record_id, {"last_name": "Right"}, reason="", now=clock(), **BY)
    assert fixed.state == "ready"
    second = export(database, activity, clock)
    assert [(row.action, row.record.last_name) for row in second.rows] == [
        ("Delete", "Okafor"),
        ("Add", "Right"),
    ]
    assert second.rows[0].credit_id == first.rows[0].credit_id != second.rows[1].credit_id
    with pytest.raises(NothingToExport):
        prepare(database, activity)


def test_setting_aside_after_the_file_owes_a_deletion(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    (record_id,) = people(activity, send, 1)
    export(database, activity, clock)
    with database.write() as session:
        records.set_aside(session, record_id, reason="Was not there", now=clock(), **BY)
        assert readiness(session, activity.id).deletions == 1
    draft = export(database, activity, clock)
    assert [row.action for row in draft.rows] == ["Delete"]
    with database.read() as session:
        assert readiness(session, activity.id).deletions == 0


def test_readiness_says_how_many_and_why_not(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    people(activity, send, 2)
    send(activity, first_name="Held", license_number="", npi="")
    send(activity, first_name="No", consent="no")
    with database.read() as session:
        found = readiness(session, activity.id)
    assert (found.ready, found.deletions) == (2, 0)
    assert {(held.state, held.problem.code.value, held.count) for held in found.held} == {
        ("needs_attention", "no_identifier", 1),
        ("not_for_pars", "no_consent", 1),
    }


def test_another_activity_id_after_the_file_reports_again_under_it(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    people(activity, send, 2)
    export(database, activity, clock)
    renumber(database, activity, clock)
    again = export(database, activity, clock)
    assert [(row.action, row.activity.accme_activity_id) for row in again.rows] == [
        ("Delete", "201234567"),
        ("Add", "209999999"),
    ] * 2


def test_another_activity_id_while_the_file_is_written_stops_it(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    people(activity, send, 1)
    draft = prepare(database, activity)
    renumber(database, activity, clock)
    with pytest.raises(NothingToExport):
        keep(database, draft, clock)


def renumber(database: Database, activity: StoredActivity, clock: Clock) -> None:
    with database.write() as session:
        activities.update(
            session,
            activity.id,
            replace(activity.activity, accme_activity_id="209999999"),
            version=None,
            actor="staff:1",
            now=clock(),
            policy=POLICY,
        )
