"""One learner on several dates of a series: who is held for too many credits, and what follows a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from pars.errors import Code
from pars.record import SeriesSession
from storage import activities, erasing, judging, learners, records
from storage.activities import StoredActivity
from storage.database import Database
from storage.record_rows import as_record
from storage.tables import RecordRow
from tests.conftest import Clock, an_activity
from tests.storage.conftest import POLICY, Send

DATES = (date(2026, 9, 7), date(2026, 10, 5), date(2026, 11, 2), date(2026, 11, 23))
SERIES = {
    "format": "series",
    "starts_on": DATES[0],
    "ends_on": DATES[-1],
    "dates": DATES,
    "credits_max": Decimal(1),
    "sessions": (SeriesSession(date=DATES[1], title="Sepsis", credits_max=Decimal(2)),),
}
MOST = Decimal(3)


@pytest.fixture
def series(make_activity: Callable[..., StoredActivity]) -> StoredActivity:
    """Four dates, six credits in all, of which a learner gets three at most."""
    return make_activity(**SERIES, series_credits_max=MOST)


@pytest.fixture
def attend(series: StoredActivity, send: Send) -> Callable[..., str]:
    """Sends the same physician's attestation for the date of that number; returns the record's id."""

    def attended(number: int, claimed: str = "1", **fields: str) -> str:
        day = DATES[number].isoformat()
        return send(series, completion_date=day, credits=claimed, **fields).record_id

    return attended


@pytest.fixture
def over(database: Database) -> Callable[[], dict[str, str]]:
    """What each record is said to come to that is over the maximum, by id."""

    def found() -> dict[str, str]:
        with database.read() as session:
            return {
                row.id: problem["detail"]["total"]
                for row in session.query(RecordRow)
                for problem in row.problems
                if problem["code"] == Code.SERIES_CREDITS
            }

    return found


def set_up(database: Database, stored: StoredActivity, clock: Clock, **changes: object) -> None:
    with database.write() as session:
        activity = an_activity(**SERIES | changes)
        activities.update(
            session, stored.id, activity, version=None, actor="console", now=clock(), policy=POLICY
        )


def test_what_is_set_up_is_kept(database: Database, series: StoredActivity) -> None:
    with database.read() as session:
        kept = activities.get(session, series.id).activity
    assert kept.sessions == SERIES["sessions"]
    assert kept.series_credits_max == MOST


def test_the_latest_dates_are_too_much_in_whatever_order_they_arrive(
    attend: Callable[..., str], over: Callable[[], dict[str, str]]
) -> None:
    last = attend(3)
    second = attend(1, "2", license_number="", npi="")
    assert over() == {}
    first = attend(0, license_number="MD 0012345", npi="")
    assert over() == {last: "4"}
    third = attend(2, npi="1234567893", license_number="", license_state="NH")
    assert over() == {last: "5"}
    assert {first, second, third}.isdisjoint(over())


def test_somebody_else_is_not_counted(attend: Callable[..., str], over: Callable[[], dict[str, str]]) -> None:
    attend(0)
    attend(1, "2")
    attend(2, first_name="Ben", license_number="MD77", npi="", birth_day="3")
    assert over() == {}


def test_the_rest_is_judged_again_when_one_is_set_aside_corrected_or_restored(
    database: Database, clock: Clock, attend: Callable[..., str], over: Callable[[], dict[str, str]]
) -> None:
    attend(0)
    second, last = attend(1, "2"), attend(3)
    assert over() == {last: "4"}
    step = {"reason": "Left early.", "version": None, "actor": "", "now": clock(), "policy": POLICY}
    with database.write() as session:
        records.set_aside(session, second, **step)
    assert over() == {}
    with database.write() as session:
        records.restore(session, second, **step)
    assert over() == {last: "4"}
    with database.write() as session:
        records.correct(session, second, {"credits": "0.5"}, **step)
    assert over() == {}


def test_changing_the_maximum_judges_all_again(
    database: Database,
    clock: Clock,
    series: StoredActivity,
    attend: Callable[..., str],
    over: Callable[[], dict[str, str]],
) -> None:
    attend(0)
    second = attend(1, "2")
    set_up(database, series, clock, series_credits_max=Decimal("2.75"))
    assert over() == {second: "3"}
    set_up(database, series, clock, series_credits_max=None)
    assert over() == {}


def test_a_record_whose_identifiers_are_erased_still_counts(
    database: Database, clock: Clock, attend: Callable[..., str], over: Callable[[], dict[str, str]]
) -> None:
    first, second = attend(0), attend(1, "2")
    with database.write() as session:
        for record_id in (first, second):
            row = session.get_one(RecordRow, record_id)
            row.state = "accepted"
            erasing.erase_identifiers(session, [row], now=clock())
    last = attend(3)
    assert over() == {last: "4"}


def test_all_at_once_are_found_as_one_by_one(
    database: Database, clock: Clock, series: StoredActivity, attend: Callable[..., str]
) -> None:
    """Of one name: one whose identifiers are erased, one who gave all of them, one who gave none."""
    erased, whole = attend(0), attend(3)
    attend(1, license_number="", npi="", birth_month="", birth_day="")
    attend(2, first_name="Somebody", last_name="Else", license_number="MD0099999", npi="")
    with database.write() as session:
        erasing.erase_identifiers(session, [session.get_one(RecordRow, erased)], now=clock())
    with database.read() as session:
        together = learners.mates(session, series.id)
        for row in session.query(RecordRow):
            record = as_record(row, session.info["vault"])
            alone = learners.of_record(session, series.id, series.activity, record, but=row.id)
            assert {mate.id for mate in together[row.id]} == {mate.id for mate in alone}
        assert [mate.id for mate in together[whole]] == [erased]


def test_nobody_is_looked_for_where_there_is_no_maximum(
    monkeypatch: pytest.MonkeyPatch,
    database: Database,
    clock: Clock,
    series: StoredActivity,
    activity: StoredActivity,
    send: Send,
) -> None:
    """What others pay nothing for; and the control: with a maximum this very search is made."""
    asked: list[str] = []

    def counted(session: object, activity_id: str, *rest: object, **more: object) -> list[RecordRow]:
        asked.append(activity_id)
        return []

    monkeypatch.setattr(learners, "of_record", counted)
    send(activity)
    assert asked == []
    send(series, completion_date=DATES[0].isoformat(), credits="1")
    assert asked == [series.id]


def test_control_without_the_other_dates_nobody_is_over(
    monkeypatch: pytest.MonkeyPatch, attend: Callable[..., str], over: Callable[[], dict[str, str]]
) -> None:
    monkeypatch.setattr(judging, "_mates", lambda *_: [])
    for number, claimed in enumerate(("1", "2", "1", "1")):
        attend(number, claimed)
    assert over() == {}
