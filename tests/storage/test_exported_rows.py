"""The rows of files: two where a board wants two, deleted as they were, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from pars.record import BoardCredit
from storage import activities, exported_rows, exports, records
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import NothingToExport
from storage.tables import ExportedRow
from tests.conftest import Clock
from tests.storage.conftest import POLICY, Send
from tests.storage.test_exports import BY, export, keep, prepare

LIFELONG, SAFETY = "MOCA lifelong learning", "Patient Safety"


@pytest.fixture
def anesthesiology(make_activity: Callable[..., StoredActivity]) -> StoredActivity:
    kinds = (LIFELONG, SAFETY)
    return make_activity(
        boards=tuple(BoardCredit(board="ABA", credit_type=kind, points_max=Decimal(2)) for kind in kinds)
    )


def told(draft: exports.Draft) -> list[tuple[str, str, str]]:
    return [(row.action, row.part, row.record.last_name) for row in draft.rows]


def test_two_rows_with_their_own_credit_ids(
    database: Database, anesthesiology: StoredActivity, send: Send, clock: Clock
) -> None:
    send(anesthesiology, board="ABA", board_id="A1")
    draft = export(database, anesthesiology, clock)
    assert told(draft) == [("Add", "", "Okafor"), ("Add", "patient safety", "Okafor")]
    assert len({row.credit_id for row in draft.rows}) == 2
    with database.read() as session:
        kept = session.scalars(select(ExportedRow).order_by(ExportedRow.position)).all()
        assert [exported_rows.as_row(session, row) for row in kept] == draft.rows


def test_every_row_of_a_corrected_record_is_deleted_by_the_credit_id_of_its_addition(
    database: Database, anesthesiology: StoredActivity, send: Send, clock: Clock
) -> None:
    record_id = send(anesthesiology, board="ABA", board_id="A1").record_id
    first = export(database, anesthesiology, clock)
    clock.advance(minutes=1)
    with database.write() as session:
        records.correct(session, record_id, {"board": "", "board_id": ""}, reason="", now=clock(), **BY)
    second = export(database, anesthesiology, clock)
    assert told(second) == [
        ("Delete", "", "Okafor"),
        ("Delete", "patient safety", "Okafor"),
        ("Add", "", "Okafor"),
    ]
    assert [row.credit_id for row in second.rows[:2]] == [row.credit_id for row in first.rows]
    assert second.rows[2].credit_id not in {row.credit_id for row in first.rows}


def test_a_deletion_says_what_was_said_though_the_activity_has_changed(
    database: Database, anesthesiology: StoredActivity, send: Send, clock: Clock
) -> None:
    record_id = send(anesthesiology, board="ABA", board_id="A1").record_id
    first = export(database, anesthesiology, clock)
    changed = replace(
        anesthesiology.activity, title="Another title", boards=(), accme_activity_id="209999999"
    )
    clock.advance(minutes=1)
    with database.write() as session:
        activities.update(
            session, anesthesiology.id, changed, version=None, actor="staff:1", now=clock(), policy=POLICY
        )
        records.set_aside(session, record_id, reason="Was not there", now=clock(), **BY)
    draft = prepare(database, anesthesiology, "delete")
    assert [replace(row, action="Add") for row in draft.rows] == first.rows


def test_what_somebody_else_deleted_meanwhile_is_not_deleted_twice(
    database: Database, anesthesiology: StoredActivity, send: Send, clock: Clock
) -> None:
    record_id = send(anesthesiology, board="ABA", board_id="A1").record_id
    export(database, anesthesiology, clock)
    with database.write() as session:
        records.set_aside(session, record_id, reason="Was not there", now=clock(), **BY)
    mine, other = (prepare(database, anesthesiology, "delete") for _ in range(2))
    keep(database, mine, clock)
    clock.advance(minutes=1)
    with pytest.raises(NothingToExport, match="same moment"):
        keep(database, other, clock)
    with database.read() as session:
        assert exports.owed(session, anesthesiology.id) == {}
        assert len(exports.every(session, anesthesiology.id)) == 2


def test_control_without_the_look_at_deletions_the_database_itself_refuses(
    database: Database,
    anesthesiology: StoredActivity,
    send: Send,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record_id = send(anesthesiology).record_id
    export(database, anesthesiology, clock)
    with database.write() as session:
        records.set_aside(session, record_id, reason="Was not there", now=clock(), **BY)
    mine, other = (prepare(database, anesthesiology, "delete") for _ in range(2))
    keep(database, mine, clock)
    monkeypatch.setattr(exports, "_check_unchanged", lambda session, draft: None)
    with pytest.raises(Exception, match=r"(?i)unique"):
        keep(database, other, clock)


def test_restored_after_its_deletion_it_is_added_anew(
    database: Database, anesthesiology: StoredActivity, send: Send, clock: Clock
) -> None:
    record_id = send(anesthesiology, board="ABA", board_id="A1").record_id
    ids: set[str] = set()
    for _ in range(3):
        clock.now += timedelta(minutes=1)
        draft = export(database, anesthesiology, clock)
        added = {row.credit_id for row in draft.rows if row.action == "Add"}
        assert len(added) == 2
        assert added.isdisjoint(ids)
        ids |= added
        with database.write() as session:
            records.set_aside(session, record_id, reason="A mistake", now=clock(), **BY)
            records.restore(session, record_id, reason="Not a mistake", now=clock(), **BY)
