"""A file of PARS's answers changes what it should, once, and nothing else, however often and in whatever order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from pars.formats.results.matching import Group
from pars.formats.results.reading import read_results
from storage import audit, outcomes, records, results
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import Missing, NotAllowed, Refused
from storage.results import Preview, StoredResult
from storage.tables import HistoryRow, OutcomeRow, ResultFileRow
from tests.conftest import Clock
from tests.pars.formats.results_samples import as_text
from tests.storage.conftest import POLICY, Send
from tests.storage.test_exports import export, people

NO_MATCH = "No learner was found."
Row = tuple[str, str, str]


@pytest.fixture
def sent(database: Database, activity: StoredActivity, send: Send, clock: Clock) -> dict[str, str]:
    """Four records that went out: credit ID to record id; PARS answers a day later."""
    people(activity, send, 4)
    credit_ids = {entry.row.credit_id: entry.record_id for entry in export(database, activity, clock).entries}
    clock.advance(days=1)
    return credit_ids


def answer_to(sent: dict[str, str]) -> list[Row]:
    """Every second row is rejected."""
    return [
        (credit_id, "Rejected", NO_MATCH) if number % 2 else (credit_id, "Accepted", "")
        for number, credit_id in enumerate(sent)
    ]


def file_of(rows: Sequence[Row], headings: Sequence[str] = ("CreditID", "Status", "Reason")) -> bytes:
    return as_text(rows, headings)


@pytest.fixture
def upload(database: Database, activity: StoredActivity, clock: Clock) -> Callable[[bytes], StoredResult]:
    def keep(data: bytes) -> StoredResult:
        with database.write() as session:
            table = read_results(data)
            return results.upload(session, activity.id, data, table, actor="staff:1", now=clock())[0]

    return keep


def preview(database: Database, result: StoredResult) -> Preview:
    with database.read() as session:
        return results.preview(session, results.read(session, result.id))


def apply(database: Database, clock: Clock, result: StoredResult) -> StoredResult:
    with database.read() as session:
        opened = results.read(session, result.id)
    with database.write() as session:
        return results.apply(session, opened, actor="staff:1", now=clock(), policy=POLICY)


def states(database: Database, sent: dict[str, str]) -> list[str]:
    with database.read() as session:
        return [records.get(session, record_id).state for record_id in sent.values()]


def everything(database: Database) -> list[object]:
    """All that an answer could change: records, outcomes, history, audit."""
    with database.read() as session:
        tables = ("records", "outcomes", "history", "audit", "result_files")
        return [sorted(map(str, session.execute(text(f"SELECT * FROM {name}")).all())) for name in tables]  # noqa: S608


def test_nothing_changes_before_it_is_applied(
    database: Database, sent: dict[str, str], upload: Callable[[bytes], StoredResult]
) -> None:
    seen = preview(database, upload(file_of(answer_to(sent)[:3])))
    assert seen.counts["change"] == 3
    assert seen.unanswered == 1
    assert states(database, sent) == ["exported"] * 4


def test_an_answer_is_applied_with_its_reasons(
    database: Database, clock: Clock, sent: dict[str, str], upload: Callable[[bytes], StoredResult]
) -> None:
    kept = apply(database, clock, upload(file_of(answer_to(sent))))
    assert (kept.changed, kept.applied_at) == (4, clock())
    assert states(database, sent) == ["accepted", "rejected", "accepted", "rejected"]
    with database.read() as session:
        told = outcomes.of(session, sent.values())
        assert [told[record_id].reason for record_id in sent.values()] == ["", NO_MATCH, "", NO_MATCH]
        assert session.scalars(select(OutcomeRow.source).distinct()).all() == [kept.id]


def test_the_same_file_five_times_changes_once(
    database: Database, clock: Clock, sent: dict[str, str], upload: Callable[[bytes], StoredResult]
) -> None:
    data = file_of(answer_to(sent))
    first = apply(database, clock, upload(data))
    before = everything(database)
    for _ in range(4):
        clock.advance(days=1)
        assert apply(database, clock, upload(data)).id == first.id
    assert everything(database) == before
    assert preview(database, first).counts["known"] == 4


def test_the_same_rows_in_another_order_change_nothing_more(
    database: Database, clock: Clock, sent: dict[str, str], upload: Callable[[bytes], StoredResult]
) -> None:
    apply(database, clock, upload(file_of(answer_to(sent))))
    before = states(database, sent)
    again = upload(file_of(answer_to(sent)[::-1]))
    assert preview(database, again).counts["known"] == 4
    assert apply(database, clock, again).changed == 0
    assert states(database, sent) == before


def test_what_is_set_apart_stays(
    database: Database,
    clock: Clock,
    make_activity: Callable[..., StoredActivity],
    send: Send,
    sent: dict[str, str],
    upload: Callable[[bytes], StoredResult],
) -> None:
    other = make_activity()
    send(other)
    elsewhere = export(database, other, clock).entries[0].row.credit_id
    one, two, *_ = sent
    rows = [
        (one, "Accepted", ""),
        (two, "Accepted", ""),
        (two, "Rejected", NO_MATCH),
        ("ccid:localhost:0", "Accepted", ""),
        (elsewhere, "Rejected", NO_MATCH),
        ("", "Pending", ""),
    ]
    seen = preview(database, upload(file_of(rows)))
    assert [verdict.group for verdict in seen.verdicts] == [
        Group.CHANGE,
        Group.CONTRADICTORY,
        Group.CONTRADICTORY,
        Group.UNKNOWN,
        Group.OTHER_ACTIVITY,
        Group.UNKNOWN,
    ]
    assert [verdict.answer.row for verdict in seen.verdicts] == [2, 3, 4, 5, 6, 7]
    apply(database, clock, upload(file_of(rows)))
    assert states(database, sent) == ["accepted", "exported", "exported", "exported"]


def test_an_old_file_does_not_answer_for_what_was_sent_later(
    database: Database,
    activity: StoredActivity,
    clock: Clock,
    sent: dict[str, str],
    upload: Callable[[bytes], StoredResult],
) -> None:
    """Rows without a credit ID: corrected and sent again, the record must not be rejected by yesterday's file."""
    headings = ("First Name", "Last Name", "Date of Birth", "Licensing State", "Status")
    old = as_text([("A", "Okafor", "09/27", "Maine", "Rejected")], headings)
    result = upload(old)
    apply(database, clock, result)
    with database.read() as session:
        (record_id,) = (one for one in sent.values() if records.get(session, one).record.first_name == "A")
    assert states(database, {"": record_id}) == ["rejected"]
    with database.write() as session:
        records.correct(
            session, record_id, {"license_number": "MD777"}, reason="She called.", version=None, actor="staff:1",
            now=clock(), policy=POLICY,
        )  # fmt: skip
    clock.advance(hours=1)
    export(database, activity, clock)
    assert [one.group for one in preview(database, upload(old)).verdicts] == [Group.OUTDATED]
    apply(database, clock, result)
    assert states(database, {"": record_id}) == ["exported"]


def test_a_mapping_is_remembered_for_the_same_headings(
    database: Database, clock: Clock, sent: dict[str, str], upload: Callable[[bytes], StoredResult]
) -> None:
    headings = ("Who", "Verdict", "Words")
    first = upload(file_of(answer_to(sent)[:1], headings))
    with database.read() as session:
        opened = results.read(session, first.id)
    assert opened.needed
    assert preview(database, first).verdicts == []
    with database.write() as session, pytest.raises(NotAllowed):
        results.apply(session, opened, actor="staff:1", now=clock(), policy=POLICY)
    with database.write() as session, pytest.raises(Refused):
        results.map_columns(session, opened, {"status": "Gone"}, actor="staff:1", now=clock())
    mapping = {"credit_id": "Who", "status": "Verdict", "reason": "Words"}
    with database.write() as session:
        results.map_columns(session, opened, mapping, actor="staff:1", now=clock())
    assert preview(database, first).counts["change"] == 1
    second = upload(file_of(answer_to(sent), headings))
    assert second.mapping == mapping
    assert preview(database, second).counts["change"] == 4


def test_by_hand_wins_until_it_is_decided_anew(
    database: Database, clock: Clock, sent: dict[str, str], upload: Callable[[bytes], StoredResult]
) -> None:
    result = upload(file_of(answer_to(sent)))
    apply(database, clock, result)
    record_id = list(sent.values())[1]
    with database.write() as session:
        outcomes.decide(
            session, record_id, "accepted", "", source=outcomes.BY_HAND, actor="staff:1", now=clock()
        )
    seen = preview(database, result)
    assert (seen.counts["known"], seen.counts["contradictory"]) == (3, 1)
    apply(database, clock, result)
    assert states(database, sent)[1] == "accepted"


def test_two_who_apply_at_once_change_each_record_once(
    database: Database, clock: Clock, sent: dict[str, str], upload: Callable[[bytes], StoredResult]
) -> None:
    result = upload(file_of(answer_to(sent)))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: apply(database, clock, result), range(4)))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(HistoryRow)) == 4
        row = session.get_one(ResultFileRow, result.id)
        assert row.changed == 4


def test_what_fails_in_the_middle_changes_nothing(
    database: Database,
    clock: Clock,
    sent: dict[str, str],
    upload: Callable[[bytes], StoredResult],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = upload(file_of(answer_to(sent)))
    before = everything(database)

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(audit, "add", fail)  # the last thing that applying does
    with pytest.raises(OSError, match="disk"):
        apply(database, clock, result)
    assert everything(database) == before


def test_the_file_is_sealed_and_the_audit_names_ids_only(
    database: Database,
    activity: StoredActivity,
    sent: dict[str, str],
    upload: Callable[[bytes], StoredResult],
) -> None:
    result = upload(file_of(answer_to(sent)))
    with database.read() as session:
        assert NO_MATCH.encode() not in (session.get_one(ResultFileRow, result.id).data or b"")
        last = audit.page(session, activity.id)[0][-1]
        assert (last.action, last.subject) == ("result uploaded", result.id)
        with pytest.raises(Missing):
            results.read(session, "nothing")
        with pytest.raises(Missing):
            results.every(session, "nothing")
        assert results.every(session, activity.id) == [result]
