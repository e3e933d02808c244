"""What was recorded and then changed by hand shows: events of the record of actions, files for PARS, consent texts."""

from __future__ import annotations

import hashlib
import random

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from storage import audit
from storage.activities import StoredActivity
from storage.database import Database, DatabaseError
from storage.tables import AuditRow
from storage.verifying import Findings, Head, verify
from tests.conftest import Clock
from tests.storage.conftest import Send
from tests.storage.tampering import take_the_guard_away
from tests.storage.test_exports import keep, prepare

EVENTS = 40
EDITS = 300
FIELDS = ("at", "actor", "action", "subject", "hash")


@pytest.fixture
def recorded(database: Database, activity: StoredActivity, clock: Clock) -> StoredActivity:
    """An activity with 40 events."""
    with database.write() as session:
        for number in range(2, EVENTS + 1):
            clock.advance(minutes=1)
            audit.add(session, activity.id, "note", actor="staff:1", subject=f"r{number}", now=clock())
    return activity


@pytest.fixture
def export_id(database: Database, activity: StoredActivity, send: Send, clock: Clock) -> str:
    """A file for PARS with one learner in it."""
    send(activity)
    return keep(database, prepare(database, activity), clock).id


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build whose hashes leave out who did it."""
    whole = audit._digest
    monkeypatch.setattr(
        audit, "_digest", lambda before, chain, seq, at, actor, *rest: whole(before, chain, seq, at, *rest)
    )


def findings(database: Database, kept: list[Head] | None = None) -> Findings:
    with database.read() as session:
        return verify(session, kept or [])


def edit(session: Session, chain: str, dice: random.Random) -> str:
    """One change that somebody might make with a database tool; tells which."""
    one, other = sorted(dice.sample(range(1, EVENTS + 1), 2))
    at = {"chain": chain, "one": one, "other": other}
    match dice.choice(["change", "delete", "swap", "cut"]):
        case "change":
            field = dice.choice(FIELDS)
            changed = update(AuditRow).where(AuditRow.chain == chain, AuditRow.seq == one)
            session.execute(changed.values({field: "x"}))
            return f"{field} of event {one}"
        case "delete":
            session.execute(text("DELETE FROM audit WHERE chain = :chain AND seq = :one"), at)
            return f"event {one} deleted"
        case "swap":
            for before, after in ((one, -1), (other, one), (-1, other)):
                session.execute(
                    text("UPDATE audit SET seq = :after WHERE chain = :chain AND seq = :before"),
                    {"chain": chain, "before": before, "after": after},
                )
            return f"events {one} and {other} swapped"
        case _:
            session.execute(text("DELETE FROM audit WHERE chain = :chain AND seq >= :one"), at)
            return f"cut off from event {one}"


def unseen(database: Database, activity: StoredActivity) -> list[str]:
    """Of 300 random edits, each undone again, those that verifying does not notice."""
    dice = random.Random(27)
    kept = findings(database).heads
    missed = []
    for _ in range(EDITS):
        with database.write() as session:
            take_the_guard_away(session)
            what = edit(session, activity.id, dice)
            if not verify(session, kept).wrong:
                missed.append(what)
            session.rollback()
    return missed


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'staff:2'", "DELETE FROM audit"])
def test_the_database_itself_refuses(database: Database, recorded: StoredActivity, change: str) -> None:
    with pytest.raises(DatabaseError), database.write() as session:
        session.execute(text(change))
    assert findings(database).wrong == []
    with database.write() as session:
        take_the_guard_away(session)
        assert session.execute(text(change)).rowcount == EVENTS  # type: ignore[attr-defined]


def test_three_hundred_edits_are_seen(database: Database, recorded: StoredActivity) -> None:
    assert findings(database).wrong == []
    assert findings(database).events == EVENTS
    assert unseen(database, recorded) == []


def test_a_build_that_leaves_out_who_is_caught(
    database: Database, careless: None, recorded: StoredActivity
) -> None:
    missed = unseen(database, recorded)
    assert missed
    assert all("actor" in what for what in missed)


def test_a_lost_end_shows_only_against_a_kept_head(database: Database, recorded: StoredActivity) -> None:
    kept = findings(database).heads
    with database.write() as session:
        take_the_guard_away(session)
        session.execute(text("DELETE FROM audit WHERE seq > 20"))
    assert not any("does not follow" in sentence for sentence in findings(database).wrong)
    assert any("has lost its end" in sentence for sentence in findings(database, kept).wrong)


def exchange(database: Database, export_id: str, data: bytes) -> None:
    sealed = database.vault.seal_bytes(data, "export_files.data", export_id)
    with database.write() as session:
        session.execute(text("UPDATE export_files SET data = :data"), {"data": sealed})


def test_a_file_that_was_exchanged_shows(database: Database, export_id: str) -> None:
    assert findings(database).wrong == []
    exchange(database, export_id, b"another file")
    assert "is not the one that was made" in findings(database).wrong[0]
    with database.write() as session:
        marked = hashlib.sha256(b"another file").hexdigest()
        session.execute(text("UPDATE exports SET sha256 = :marked"), {"marked": marked})
    assert "is not the one that was made" in findings(database).wrong[0], "the chain knows what it was"
    exchange(database, export_id, b"a file")
    assert findings(database).wrong, "the row says something else now"


def test_a_file_that_does_not_open_shows(database: Database, export_id: str) -> None:
    with database.write() as session:
        session.execute(text("UPDATE export_files SET data = :data"), {"data": b"nothing sealed"})
    assert "does not open" in findings(database).wrong[0]


def test_a_consent_text_that_was_rewritten_shows(database: Database, activity: StoredActivity) -> None:
    with database.write() as session:
        session.execute(text("UPDATE consents SET text = text || ' And more.'"))
    assert any("is not what was shown" in sentence for sentence in findings(database).wrong)
