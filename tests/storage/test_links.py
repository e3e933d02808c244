"""Links to correct a record: what they would ask, and that only the newest works, however many are made."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from pars.asking import AGAIN
from storage import links, outcomes, proposals, records
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import LinkSpent, Missing, NotAllowed
from storage.record_rows import StoredRecord
from tests.conftest import Clock
from tests.storage.conftest import POLICY, Send


@pytest.fixture
def record_id(activity: StoredActivity, send: Send) -> str:
    return send(activity).record_id


def ask(database: Database, clock: Clock, record_id: str, *fields: str) -> str:
    with database.write() as session:
        return links.create(
            session, record_id, fields=fields or AGAIN, reason="Why", policy=POLICY, actor="x", now=clock()
        ).token


def opens(database: Database, clock: Clock, token: str) -> bool:
    try:
        with database.read() as session:
            return bool(links.question(session, token, policy=POLICY, now=clock()).fields)
    except LinkSpent:
        return False


def answer(database: Database, clock: Clock, token: str, **changes: str) -> None:
    with database.write() as session:
        links.answer(session, token, changes, submission_id=str(uuid4()), policy=POLICY, now=clock())


def test_of_links_made_at_once_one_works(database: Database, clock: Clock, record_id: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        tokens = list(pool.map(lambda _: ask(database, clock, record_id), range(6)))
    assert sum(opens(database, clock, token) for token in tokens) == 1


def test_a_proposal_is_taken_by_one(database: Database, clock: Clock, record_id: str) -> None:
    answer(database, clock, ask(database, clock, record_id), license_number="VT99")
    with database.read() as session:
        found = proposals.open_of(session, record_id)
    assert found is not None

    def take(_: int) -> StoredRecord | None:
        try:
            with database.write() as session:
                proposals.take(
                    session, found.id, reason="", version=None, actor="x", now=clock(), policy=POLICY
                )
                return records.get(session, record_id)
        except NotAllowed:
            return None

    with ThreadPoolExecutor(6) as pool:
        taken = [record for record in pool.map(take, range(6)) if record]
    # Proposed, corrected, decided: each is seen by whoever has the record open.
    assert [(record.record.license_number, record.version) for record in taken] == [("VT99", 4)]


def test_a_link_dies_with_what_it_asks(
    database: Database, clock: Clock, record_id: str, activity: StoredActivity
) -> None:
    token = ask(database, clock, record_id)
    with database.write() as session:
        records.correct(
            session,
            record_id,
            {"consent": "no"},
            reason="",
            version=None,
            actor="x",
            now=clock(),
            policy=POLICY,
        )
    assert not opens(database, clock, token)


def test_only_what_the_learner_was_asked_can_be_asked(
    database: Database, clock: Clock, activity: StoredActivity, send: Send
) -> None:
    nurse = send(activity, profession="np").record_id
    with database.read() as session:
        assert links.suggest(session, nurse, POLICY).choices == (
            "first_name",
            "last_name",
            "credits",
            "email",
        )
    with pytest.raises(NotAllowed):
        ask(database, clock, nurse, "license_number")
    with pytest.raises(Missing), database.read() as session:
        links.suggest(session, "nobody", POLICY)


def test_a_suggested_reason_fits_the_page(
    database: Database, clock: Clock, record_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = (
        "birth date, board id, license state, license, npi, last name, first name, completion date, credits"
    )
    rejection = outcomes.Outcome("rejected", everything, clock())
    monkeypatch.setattr(outcomes, "of", lambda session, ids: {record_id: rejection})
    with database.write() as session:
        session.get_one(links.RecordRow, record_id).state = "rejected"
    with database.read() as session:
        found = links.suggest(session, record_id, POLICY)
    assert 300 < len(found.reason) <= links.LONGEST_REASON
    assert found.reason.endswith(".")
    assert len(found.fields) > 7


def test_nothing_of_a_link_or_proposal_lies_open(
    database: Database, clock: Clock, record_id: str, activity: StoredActivity
) -> None:
    """What was proposed is sealed, and gone once it is decided; the history keeps it, sealed as well."""
    answer(database, clock, ask(database, clock, record_id), license_number="CANARY77")
    with database.read() as session:
        row = session.query(proposals.ProposalRow).one()
        assert row.sealed is not None
        assert b"CANARY77" not in row.sealed
    with database.write() as session:
        proposals.decline(session, row.id, reason="No", actor="x", now=clock())
    with database.read() as session:
        assert session.query(proposals.ProposalRow).one().sealed is None
        changes = [event.changes for event in records.details(session, record_id).history if event.changes]
        assert [change.after for change in changes[0]] == ["CANARY77"]
