"""PARS's answer is kept once, moves the record it is about, and can be decided anew."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from storage import audit, exports, outcomes, prevalidation_answers, records, typing_sheet
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import Missing, NotAllowed
from storage.tables import HistoryRow, OutcomeRow
from tests.conftest import Clock
from tests.storage.conftest import POLICY, Send
from tests.storage.test_exports import export

REASON = "No learner with this birthday was found."
BY = {"source": outcomes.BY_HAND, "actor": "staff:1"}


@pytest.fixture
def sent(database: Database, activity: StoredActivity, send: Send, clock: Clock) -> tuple[str, str]:
    """A record that went out, by its id and its credit ID."""
    record_id = send(activity).record_id
    credit_id = export(database, activity, clock).entries[0].row.credit_id
    clock.advance(days=1)
    return record_id, credit_id


def say(database: Database, clock: Clock, subject: str, status: str, reason: str = "") -> bool:
    with database.write() as session:
        return outcomes.decide(session, subject, status, reason, now=clock(), **BY)


def stands(database: Database, record_id: str) -> tuple[Any, ...]:
    with database.read() as session:
        outcome = outcomes.of(session, [record_id]).get(record_id)
        return records.get(session, record_id).state, outcome and (outcome.status, outcome.reason)


@pytest.mark.parametrize("by", ["record", "credit"])
def test_an_answer_moves_the_record(database: Database, clock: Clock, sent: tuple[str, str], by: str) -> None:
    subject = sent[0] if by == "record" else sent[1]
    assert stands(database, sent[0]) == ("exported", None)
    assert say(database, clock, subject, "rejected", REASON)
    assert stands(database, sent[0]) == ("rejected", ("rejected", REASON))
    assert say(database, clock, subject, "accepted")
    assert stands(database, sent[0]) == ("accepted", ("accepted", ""))


def test_the_same_answer_again_changes_nothing(
    database: Database, clock: Clock, sent: tuple[str, str]
) -> None:
    say(database, clock, sent[1], "rejected", REASON)
    with database.read() as session:
        before = records.details(session, sent[0])
    clock.advance(days=1)
    assert not say(database, clock, sent[1], "rejected", REASON)
    with database.read() as session:
        assert records.details(session, sent[0]) == before


def test_it_stands_in_the_history_and_only_its_name_in_the_audit(
    database: Database, activity: StoredActivity, clock: Clock, sent: tuple[str, str]
) -> None:
    say(database, clock, sent[1], "rejected", REASON)
    with database.read() as session:
        step = records.details(session, sent[0]).history[-1]
        assert (step.action, step.reason, step.actor) == ("rejected by PARS", REASON, "staff:1")
        last = audit.page(session, activity.id)[0][-1]
        assert (last.action, last.subject) == ("record rejected by PARS", sent[0])
        assert REASON.encode() not in (session.scalars(select(OutcomeRow.reason)).one() or b"")


def test_a_record_that_is_not_with_pars_has_no_answer(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    record_id = send(activity).record_id
    with pytest.raises(NotAllowed):
        say(database, clock, record_id, "accepted")
    for unknown in ("nobody", "ccid:localhost:0"):
        with pytest.raises(Missing):
            say(database, clock, unknown, "accepted")


def test_a_rejected_record_that_is_corrected_owes_both_rows(
    database: Database, activity: StoredActivity, clock: Clock, sent: tuple[str, str]
) -> None:
    say(database, clock, sent[1], "rejected", REASON)
    with database.write() as session:
        records.correct(
            session, sent[0], {"birth_day": "28"}, reason="She called.", version=None, actor="staff:1",
            now=clock(), policy=POLICY,
        )  # fmt: skip
    assert stands(database, sent[0]) == ("ready", ("rejected", REASON))
    # An answer that comes late is about what was sent before, so the record stays where it is.
    assert say(database, clock, sent[1], "accepted")
    assert stands(database, sent[0])[0] == "ready"
    rows = export(database, activity, clock).rows
    assert [row.action for row in rows] == ["Delete", "Add"]
    assert stands(database, sent[0]) == ("exported", None)


def test_a_record_of_two_rows_is_accepted_when_both_are(
    database: Database, activity: StoredActivity, clock: Clock, sent: tuple[str, str]
) -> None:
    with database.write() as session:
        first = session.get_one(exports.ExportedRow, (sent[1], "Add"))
        other = {"credit_id": f"{sent[1]}-2", "part": "Patient Safety", "position": 1, "sealed": None}
        copied = {
            name: getattr(first, name) for name in ("action", "export_id", "record_id", "record_version")
        }
        session.add(exports.ExportedRow(**copied, **other))
    say(database, clock, sent[1], "accepted")
    assert stands(database, sent[0]) == ("exported", None)
    say(database, clock, f"{sent[1]}-2", "rejected", REASON)
    assert stands(database, sent[0]) == ("rejected", ("rejected", REASON))
    say(database, clock, f"{sent[1]}-2", "accepted")
    assert stands(database, sent[0])[0] == "accepted"


def test_every_step_fits_its_column() -> None:
    """SQLite keeps a text of any length; PostgreSQL refuses one that is too long for its column."""
    longest = HistoryRow.__table__.c.action.type.length
    steps = [*outcomes._STEPS.values(), *prevalidation_answers.STEPS.values(), *typing_sheet._STEPS.values()]
    assert [step for step in steps if len(step) > longest] == []
    assert [step for step in [*steps, "x" * 41] if len(step) > longest] == ["x" * 41]  # it would be seen
