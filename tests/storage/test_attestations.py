"""Stored once, whole, sealed; and the same person again is noticed, not refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from pars.errors import Code
from pars.rules import not_for_pars
from storage import activities, attestations, audit, judging, records
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import AnswersDiffer, Missing
from tests.conftest import Clock
from tests.storage.conftest import POLICY, Send
from tests.storage.tampering import take_the_guard_away


def number_of(database: Database, table: str) -> int:
    with database.read() as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608


def codes(database: Database, record_id: str) -> set[str]:
    with database.read() as session:
        return {problem.code for problem in records.get(session, record_id).problems}


def test_a_good_attestation_is_ready(database: Database, activity: StoredActivity, send: Send) -> None:
    sent = send(activity)
    with database.read() as session:
        stored = records.get(session, sent.record_id)
    assert stored.state == "ready"
    assert stored.record.license_number == "MD0012345"
    assert (stored.record.birth_month, stored.record.birth_day) == (9, 27)


def test_the_same_submission_again_is_the_same_receipt(
    database: Database, activity: StoredActivity, send: Send
) -> None:
    key = str(uuid4())
    first, second = send(activity, key), send(activity, key)
    assert (first.reference, first.token) == (second.reference, second.token)
    assert (first.repeated, second.repeated) == (False, True)
    assert number_of(database, "records") == number_of(database, "attestations") == 1


def test_other_answers_under_the_same_id_are_refused(activity: StoredActivity, send: Send) -> None:
    key = str(uuid4())
    send(activity, key)
    with pytest.raises(AnswersDiffer):
        send(activity, key, first_name="Somebody")


def test_thirty_keys_six_times_at_once(database: Database, activity: StoredActivity, send: Send) -> None:
    keys = [str(uuid4()) for _ in range(30)]
    with ThreadPoolExecutor(12) as pool:
        sent = list(pool.map(lambda key: send(activity, key, npi="", license_number=key[:8]), keys * 6))
    assert number_of(database, "records") == 30
    assert len({submission.reference for submission in sent}) == 30


@pytest.mark.sqlite
def test_no_identifier_lies_readable_in_the_file(
    database: Database, activity: StoredActivity, send: Send
) -> None:
    canaries = {"license_number": "ZQ77194", "npi": "1003000126", "email": "canary.kw@example.org"}
    send(activity, **canaries)
    database.dispose()
    path = Path(str(database.url.database))
    stored = b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
    assert b"Amara" in stored, "the search itself works: a name is kept readable"
    for canary in canaries.values():
        assert canary.encode() not in stored


def test_receipt_by_token_only(database: Database, activity: StoredActivity, send: Send) -> None:
    sent = send(activity)
    with database.read() as session:
        receipt = attestations.receipt(session, sent.token)
        assert receipt.reference == sent.reference
        assert receipt.consent_text == activity.activity.consent_text
        for wrong in (sent.reference, "", "x" * 22):
            with pytest.raises(Missing):
                attestations.receipt(session, wrong)


def test_the_same_person_twice_holds_both(database: Database, activity: StoredActivity, send: Send) -> None:
    first, second = send(activity), send(activity, license_number="MD9", npi="")
    for sent in (first, second):
        assert Code.SAME_PERSON_TWICE in codes(database, sent.record_id)
    with database.read() as session:
        assert records.get(session, first.record_id).state == "needs_attention"
        assert [twin.id for twin in records.details(session, second.record_id).twins] == [first.record_id]


def test_another_person_is_no_double(database: Database, activity: StoredActivity, send: Send) -> None:
    send(activity)
    other = send(
        activity,
        first_name="Wei",
        last_name="Chen",
        license_number="MD777",
        npi="",
        birth_day="1",
        email="w@example.org",
    )
    assert Code.SAME_PERSON_TWICE not in codes(database, other.record_id)


def test_the_same_person_at_another_activity_is_no_double(
    database: Database, make_activity, send: Send
) -> None:  # type: ignore[no-untyped-def]
    send(make_activity())
    again = send(make_activity())
    assert Code.SAME_PERSON_TWICE not in codes(database, again.record_id)


def test_no_means_no_identifier_is_kept(database: Database, activity: StoredActivity, send: Send) -> None:
    sent = send(activity, consent="no")
    with database.read() as session:
        found = records.details(session, sent.record_id)
    assert found.stored.state == "not_for_pars"
    assert found.stored.record.npi == found.stored.record.license_number == ""
    assert not {"npi", "license_number", "birth_day", "license_state"} & set(found.typed)
    assert not_for_pars(found.stored.record, activity.activity, POLICY) in {
        p.code for p in found.stored.problems
    }


def test_a_nurse_is_kept_without_what_was_not_asked(
    database: Database, activity: StoredActivity, send: Send
) -> None:
    sent = send(activity, profession="np")
    with database.read() as session:
        found = records.details(session, sent.record_id)
    assert (found.stored.state, found.stored.record.npi) == ("not_for_pars", "")
    assert "npi" not in found.typed


def test_a_filled_honeypot_is_kept_and_held(database: Database, activity: StoredActivity, send: Send) -> None:
    sent = send(activity, held=True)
    with database.read() as session:
        assert records.get(session, sent.record_id).state == "needs_attention"
    assert Code.HONEYPOT_FILLED in codes(database, sent.record_id)


def test_each_attestation_is_in_the_audit_chain(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    sent = send(activity)
    with database.read() as session:
        entries, total = audit.page(session, activity.id)
        assert audit.first_broken(session, activity.id) is None
    assert total == 2
    assert [entry.subject for entry in entries] == [activity.id, sent.record_id]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET actor = 'staff:somebody' WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 2",
        "UPDATE audit SET seq = CASE seq WHEN 2 THEN 3 WHEN 3 THEN 2 END WHERE seq = -1",
        "UPDATE audit SET at = '2020-01-01T00:00:00.000+00:00' WHERE seq = 1",
    ],
)
def test_a_touched_chain_shows(database: Database, activity: StoredActivity, send: Send, change: str) -> None:
    for number in range(3):
        send(activity, license_number=f"MD{number}", npi="", last_name="Okafor" + "x" * number)
    with database.write() as session:
        take_the_guard_away(session)
        touched = session.execute(text(change)).rowcount  # type: ignore[attr-defined]
    with database.read() as session:
        assert (audit.first_broken(session, activity.id) is not None) == (touched > 0)


def test_a_hall_that_types_one_npi_does_not_slow_down(
    database: Database, activity: StoredActivity, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work for one more double stays the same: the number of records opened for it is counted."""
    opened: list[int] = []
    original = judging.as_record
    monkeypatch.setattr(judging, "as_record", lambda row, vault: opened.append(1) or original(row, vault))
    counts = []
    for number in range(60):
        opened.clear()
        send(activity, first_name=f"A{'b' * number}", license_number="", npi="1234567893")
        counts.append(len(opened))
    assert max(counts) <= 2 * judging.COMPARED
    assert number_of(database, "records") == 60


def test_a_repeat_is_known_after_the_activity_has_changed(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    key = str(uuid4())
    first = send(activity, key)
    with database.write() as session:
        changed = activities.update(
            session,
            activity.id,
            replace(activity.activity, email="off", credits_max=Decimal(1)),
            version=None,
            actor="staff:1",
            now=clock(),
            policy=POLICY,
        )
    assert send(changed, key).token == first.token
