"""What is left of a record whose identifiers were erased, and of a file; and of a record that is deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from storage import activities, audit, erasing, exports, links, outcomes, own_record, records, unmerging
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import Missing, NotAllowed
from storage.purging import Count
from storage.tables import AuditRow, RecordRow
from storage.tables import Table as Kept
from tests.conftest import Clock
from tests.storage.canaries import accepted
from tests.storage.conftest import POLICY, Send
from tests.storage.merges import merge, unmerge
from tests.storage.test_exports import export
from tests.storage.test_purging import BY, kept, purge


def test_an_erased_record_is_read_but_not_changed(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    (record_id,) = accepted(database, activity, send, clock, 1)
    nurse = send(activity, first_name="Nora", profession="rn", license_number="", npi="").record_id
    clock.advance(days=90)
    at = clock()
    assert purge(database, clock) == Count(identifiers=2)
    found = kept(database, record_id)
    record = found.stored.record
    assert (record.first_name, record.last_name, str(record.credits)) == ("Caaaaa", "Okafor", "6")
    assert not any((record.license_number, record.npi, record.email, record.birth_month, record.birth_day))
    assert (found.typed, found.confirmed, found.stored.state) == ({}, {}, "accepted")
    assert [(step.at, step.action) for step in found.history if step.action == erasing.ERASED] == [
        (at, erasing.ERASED)
    ]
    assert not any(step.reason for step in found.history if step.action != "exported")
    told = {"source": outcomes.BY_HAND, "actor": "staff:1", "now": at}
    refused: list[Callable[[Any], Any]] = [
        lambda s: records.correct(s, record_id, {"first_name": "Bo"}, now=at, **BY),
        lambda s: records.correct(s, record_id, {"consent": "no"}, now=at, **BY),
        lambda s: records.set_aside(s, record_id, now=at, **BY),
        lambda s: records.take_back(s, record_id, now=at, **BY),
        lambda s: records.accept(s, record_id, ["nickname"], now=at, **BY),
        lambda s: outcomes.decide(s, record_id, "rejected", "No.", **told),
        lambda s: links.create(
            s, record_id, fields=["npi"], reason="", policy=POLICY, actor="staff:1", now=at
        ),
    ]
    for step in refused:
        with pytest.raises(NotAllowed, match="erased"), database.write() as session:
            step(session)
    with database.write() as session:
        records.note(session, record_id, "Telephoned.", actor="staff:1", now=at)
        # Judged anew, neither is found to lack what was erased.
        stored = activities.get(session, activity.id)
        activities.update(
            session,
            activity.id,
            stored.activity,
            version=stored.version,
            actor="staff:1",
            now=at,
            policy=POLICY,
        )
    assert [kept(database, one).stored.state for one in (record_id, nurse)] == ["accepted", "not_for_pars"]


def test_a_file_is_erased_with_the_first_record_in_it(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    accepted(database, activity, send, clock, 2)
    with database.read() as session:
        (made,) = exports.every(session, activity.id)
    assert made.held
    clock.advance(days=90)
    purge(database, clock)
    with database.read() as session:
        (left,) = exports.every(session, activity.id)
        assert exports.get(session, made.id) == left
        with pytest.raises(Missing):
            exports.file(session, made.id)
    assert (left.sha256, left.rows, left.held) == (made.sha256, made.rows, False)
    # What comes after goes out as ever.
    send(activity, first_name="Newcomer", license_number="MD777", npi="")
    assert [entry.row.action for entry in export(database, activity, clock).entries] == ["Add"]


def test_six_years_on_nothing_names_the_record(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    (settled,) = accepted(database, activity, send, clock, 1)
    open_still = send(activity, first_name="Open", license_number="", npi="").record_id
    clock.advance(days=6 * 365)
    assert purge(database, clock) == Count(identifiers=1)
    clock.advance(days=3)
    assert purge(database, clock) == Count(records=2)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(RecordRow)) == 0
        for table in Kept.metadata.sorted_tables:
            if table.name != AuditRow.__tablename__:
                said = " ".join(str(row) for row in session.execute(select(table)))
                assert settled not in said, table.name
                assert open_still not in said, table.name
        assert not any(audit.first_broken(session, chain) for chain in audit.chains(session))
        assert [made.rows for made in exports.every(session, activity.id)] == [1]


def test_a_merge_of_which_one_is_erased(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    first = send(activity, npi="", email="old@example.org")
    second = send(activity, last_name="Okafor-Lee", email="new@example.org").record_id
    merge(database, clock, first.record_id, second)
    clock.advance(days=90)
    assert purge(database, clock) == Count(identifiers=1), "the kept one is still to be reported"
    assert kept(database, second).stored.state == "set_aside"
    with database.read() as session:
        above, _ = unmerging.of(session, second)
        _, below = unmerging.of(session, first.record_id)
        assert (above and above.id, [one.id for one in below]) == (first.record_id, [second])
    with pytest.raises(NotAllowed, match="erased"):
        unmerge(database, clock, first.record_id)
    with database.write() as session:
        own_record.withdraw(session, first.token, policy=POLICY, now=clock())
    assert kept(database, first.record_id).stored.state == "not_for_pars"
    clock.advance(days=90)
    assert purge(database, clock) == Count(identifiers=1)
    with database.read() as session:
        assert unmerging.of(session, first.record_id)
