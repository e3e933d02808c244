"""What is past its date is gone from the bytes of the files, everything else is untouched, and nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, text

from pars.formats.tables.table import Line, Table
from pars.record import Activity, LearnerRecord
from storage import (
    activities,
    audit,
    deletions,
    erasing,
    outcomes,
    proposals,
    purging,
    records,
    results,
    sheets,
    upkeep,
)
from storage import database as opening
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import Missing
from storage.purging import Count, Terms
from storage.tables import Table as Kept
from tests.conftest import Clock, an_activity
from tests.storage.canaries import accepted, hits, traces
from tests.storage.conftest import POLICY, Send
from tests.storage.test_exports import export

TERMS = Terms(timedelta(days=90), 6)
BY = {"reason": "So it is", "actor": "staff:1", "policy": POLICY, "version": None}
Make = Callable[..., StoredActivity]


def purge(database: Database, clock: Clock, terms: Terms = TERMS) -> Count:
    """All that is due, transaction by transaction, without the sweep."""
    found = Count()
    while True:
        with database.write() as session:
            more = purging.some(session, terms, clock())
        if not more:
            return found
        found += more


def kept(database: Database, record_id: str) -> Any:
    with database.read() as session:
        return records.details(session, record_id)


def two_halves(
    database: Database, make_activity: Make, send: Send, clock: Clock, number: int
) -> tuple[list[str], list[str]]:
    """Records that PARS accepted 91 days ago, and as many of 31 days ago."""
    old = accepted(database, make_activity(), send, clock, number)
    clock.advance(days=60)
    with database.write() as session:
        fresh = activities.create(session, an_activity_of(clock), actor="console", now=clock())
    young = accepted(database, fresh, send, clock, number, first=5000)
    clock.advance(days=31)
    return old, young


def an_activity_of(clock: Clock) -> Activity:
    day = clock().date()
    return an_activity(starts_on=day, ends_on=day)


@pytest.mark.sqlite
def test_no_byte_is_left_and_the_others_are_whole(
    database: Database, make_activity: Make, send: Send, clock: Clock, tmp_path: Path
) -> None:
    old, young = two_halves(database, make_activity, send, clock, 20)
    gone, held = traces(database, old), traces(database, young)
    before = [kept(database, record_id) for record_id in young]
    assert hits(tmp_path, gone) == len(gone) > 200
    with database.read() as session:
        assert purging.count(session, TERMS, clock()) == Count(identifiers=20)
    assert purge(database, clock) == Count(identifiers=20)
    assert upkeep.sweep(database)
    assert hits(tmp_path, gone) == 0
    assert hits(tmp_path, held) == len(held)
    assert [kept(database, record_id) for record_id in young] == before
    with database.read() as session:
        assert not any(audit.first_broken(session, chain) for chain in audit.chains(session))


@pytest.mark.sqlite
def test_the_search_finds_what_sqlite_leaves_behind(
    database: Database,
    make_activity: Make,
    send: Send,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prepare = opening.prepare_sqlite

    def careless(connection: Any) -> None:
        prepare(connection)
        connection.execute("PRAGMA secure_delete=OFF").close()

    monkeypatch.setattr(opening, "prepare_sqlite", careless)
    database.dispose()
    old, _ = two_halves(database, make_activity, send, clock, 20)
    gone = traces(database, old)
    purge(database, clock)
    assert hits(tmp_path, gone) > 50


def test_a_record_that_is_not_settled_keeps_everything(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    rejected, unanswered, deleted, refused, proposed = (
        send(activity, first_name=name, license_number=f"MD1000{n}", npi="").record_id
        for n, name in enumerate(("Rejected", "Unanswered", "Deleted", "Refused", "Proposed"))
    )
    export(database, activity, clock)
    with database.write() as session:
        for record_id, status in (
            (rejected, "rejected"),
            (deleted, "accepted"),
            (refused, "accepted"),
            (proposed, "accepted"),
        ):
            outcomes.decide(
                session, record_id, status, "", source=outcomes.BY_HAND, actor="staff:1", now=clock()
            )
        for record_id in (deleted, refused):
            records.set_aside(session, record_id, now=clock(), **BY)
        before = records.get(session, proposed).record
        after = LearnerRecord(**{**_fields(before), "last_name": "Obi"})
        proposals.receive(session, proposed, before, after, ["last_name"], now=clock())
    waiting = send(activity, first_name="Waiting", license_number="", npi="").record_id
    clock.advance(days=400)
    assert purge(database, clock) == Count()  # the next file has not deleted them yet
    export(database, activity, clock)
    with database.write() as session:
        deletions.decide(
            session, refused, "rejected", "No.", source=outcomes.BY_HAND, actor="staff:1", now=clock()
        )
    clock.advance(days=400)
    assert purge(database, clock) == Count()  # nor has PARS answered, or it refuses
    everyone = (rejected, unanswered, deleted, refused, proposed, waiting)
    assert all(kept(database, one).confirmed for one in everyone)
    with database.write() as session:
        for record_id in (deleted, refused):
            deletions.decide(
                session, record_id, "accepted", "", source=outcomes.BY_HAND, actor="staff:1", now=clock()
            )
    clock.advance(days=90)
    assert purge(database, clock) == Count(identifiers=2)


def _fields(record: LearnerRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in LearnerRecord.__dataclass_fields__}


def test_uploads_go_30_days_after_they_were_applied_and_else_with_the_identifiers(
    database: Database, activity: StoredActivity, clock: Clock
) -> None:
    table = Table(("Name",), (Line(2, ("Okafor",), frozenset(), frozenset()),))
    with database.write() as session:
        sheet, _ = sheets.keep(session, activity.id, b"1", table, actor="staff:1", now=clock())
        answer, _ = results.upload(session, activity.id, b"2", table, actor="staff:1", now=clock())
        session.execute(text("UPDATE sheets SET imported_at = uploaded_at"))
    clock.advance(days=29)
    assert purge(database, clock) == Count()
    clock.advance(days=1)
    assert purge(database, clock) == Count(files=1)
    with database.read() as session, pytest.raises(Missing):
        sheets.read(session, sheet.id)
    clock.advance(days=60)
    assert purge(database, clock) == Count(files=1)
    with database.read() as session, pytest.raises(Missing):
        results.read(session, answer.id)


def killed_at_work(database: Database, clock: Clock) -> None:
    with database.write() as session:
        purging.some(session, TERMS, clock())
        raise KeyboardInterrupt


def test_a_purge_that_died_is_taken_up(
    database: Database, activity: StoredActivity, send: Send, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "AT_ONCE", 2)
    accepted(database, activity, send, clock, 5)
    clock.advance(days=90)
    with database.write() as session:
        assert purging.is_due(session, clock())
        assert purging.some(session, TERMS, clock()) == Count(identifiers=2)
    with pytest.raises(KeyboardInterrupt):
        killed_at_work(database, clock)
    assert purge(database, clock) == Count(identifiers=3)
    with database.write() as session:
        purging.done(session, clock())
    with database.read() as session:
        assert not purging.is_due(session, clock())
        assert purging.is_due(session, clock() + timedelta(days=1))


def test_every_sealed_column_is_known_here() -> None:
    erased = {
        "attestations.typed",
        "attestations.confirmed",
        "correction_links.reason",
        "export_files.data",
        "exported_rows.sealed",
        "history.sealed",
        "late_links.sealed",
        "letters.sealed",
        "outcomes.reason",
        "prevalidations.reason",
        "proposals.sealed",
        "records.identity",
        "result_files.data",
        "sheets.data",
        "transmissions.words",
    }
    of_nobody = {"attestations.token", "installation.value", "pars_templates.data", "people.totp"}
    sealed = {
        f"{table.name}.{column.name}"
        for table in Kept.metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, LargeBinary)
    }
    assert sealed == erased | of_nobody


def test_every_table_of_a_record_is_emptied_with_it() -> None:
    owned = {table.name for table in Kept.metadata.sorted_tables if "record_id" in table.c}
    assert {kind.__tablename__ for kind in erasing._OF_A_RECORD} == owned
