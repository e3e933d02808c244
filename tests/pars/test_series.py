"""A series: what each date gives, what one learner gets over all of them, and whose records are one learner's."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pars.record import Activity, LearnerRecord, SeriesSession
from pars.series import by_learner, over_series, same_learner
from pars.setup import activity_as_json, amend_activity, read_activity
from tests.pars.made import activity, codes, messages, record

FIRST, SECOND, THIRD = date(2026, 9, 7), date(2026, 10, 5), date(2026, 11, 23)
LONG = SeriesSession(date=SECOND, title="Sepsis", credits_max=Decimal("1.5"))


def series(**changes: Any) -> Activity:
    """Three dates of one credit each, of which the second gives half a credit more."""
    plain = {
        "format": "series",
        "starts_on": FIRST,
        "ends_on": THIRD,
        "dates": (FIRST, SECOND, THIRD),
        "credits_max": Decimal(1),
        "sessions": (LONG,),
    }
    return activity(**plain | changes)


@pytest.mark.parametrize(
    ("day", "claimed", "words"),
    [
        (FIRST, "1", []),
        (FIRST, "1.25", ["Credits must be 1 or less for 9/7/2026"]),
        (SECOND, "1.5", []),
        (SECOND, "1.75", ["Credits must be 1.5 or less for 10/5/2026"]),
    ],
)
def test_credits_are_judged_by_their_date(day: date, claimed: str, words: list[str]) -> None:
    assert messages(series(), completion_date=day.isoformat(), credits=claimed) == words


def test_without_a_date_the_most_of_any_date_is_allowed() -> None:
    """The missing date is said; that the credits may be too many for it is for when it is known."""
    assert codes(series(), credits="1.5") == ["completion_date_missing"]
    assert codes(series(), credits="1.75") == ["completion_date_missing", "credits_too_many"]


def test_all_the_credits_of_a_date_are_those_of_the_date() -> None:
    assert record(series(), completion_date="2026-10-05", credits="all").credits == Decimal("1.5")
    assert record(series(), completion_date="2026-09-07", credits="All").credits == Decimal(1)
    assert codes(series(sessions=()), completion_date="2026-09-07", credits="all") == ["credits_not_number"]


def test_what_dates_give_is_told_only_where_they_differ() -> None:
    assert series().credits_differ
    assert not series(sessions=()).credits_differ
    assert not activity().credits_differ
    assert (series().credits_most, series(sessions=()).credits_most) == (Decimal("1.5"), Decimal(1))


SET_UP = {
    "title": "Grand rounds",
    "accme_activity_id": "201234567",
    "provider_name": "Example Hospital",
    "accme_provider_id": "0001234",
    "format": "series",
    "starts_on": "2026-09-07",
    "ends_on": "2026-11-23",
    "timezone": "America/New_York",
    "credits_max": "1",
    "contact_email": "cme@example.org",
}
TWO = [{"date": "2026-10-05", "title": " Sepsis ", "credits_max": "1.50"}, {"date": "2026-09-07"}]


def set_up(**changes: Any) -> Activity:
    found, problems = read_activity(SET_UP | changes)
    assert problems == []
    assert found is not None
    return found


def test_dates_and_sessions_are_one_list() -> None:
    by_sessions = set_up(sessions=TWO, series_credits_max="2")
    assert by_sessions.dates == (FIRST, SECOND)
    assert by_sessions.sessions == (LONG,)
    assert by_sessions.series_credits_max == Decimal(2)
    assert set_up(dates=["2026-11-23", "2026-10-05"], sessions=TWO[:1]).dates == (SECOND, THIRD)
    told = activity_as_json(by_sessions)
    assert told["dates"] == ["2026-09-07", "2026-10-05"]
    assert told["sessions"] == [{"date": "2026-10-05", "title": "Sepsis", "credits_max": "1.5"}]
    assert read_activity(told) == (by_sessions, [])


def amended(**changes: Any) -> Activity:
    found, problems = amend_activity(set_up(sessions=TWO), changes)
    assert problems == []
    assert found is not None
    return found


def test_the_one_of_the_two_that_is_not_given_follows() -> None:
    assert amended(dates=["2026-10-05", "2026-11-23"]).sessions == (LONG,)
    assert amended(dates=["2026-09-07"]).sessions == ()
    assert amended(sessions=[{"date": "2026-11-23"}]).dates == (THIRD,)
    assert amended(title="Other").sessions == (LONG,)
    assert amended(format="live", dates=[]).sessions == ()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        (
            {"dates": ["2026-09-07"], "sessions": TWO},
            "sessions",
            "10/5/2026 is not among the dates of the series",
        ),
        ({"sessions": [TWO[1], TWO[1]]}, "sessions.1.date", "9/7/2026 is there twice"),
        ({"sessions": [{"title": "Sepsis"}]}, "sessions.0.date", "Enter the date"),
        ({"sessions": [TWO[1] | {"credits": "1"}]}, "sessions.0.credits", "There is no field called credits"),
        (
            {"sessions": [TWO[1] | {"credits_max": "0.3"}]},
            "sessions.0.credits_max",
            "The maximum credits must be more than 0 and in steps of 0.25, for example 1.5",
        ),
        (
            {"sessions": [{"date": "2026-12-01"}]},
            "dates",
            "The dates of the series must be between its first and its last day",
        ),
        ({"format": "live", "sessions": TWO}, "dates", "Only a series has a list of dates"),
        (
            {"format": "live", "dates": [], "sessions": TWO},
            "sessions",
            "The list of sessions is for a series only",
        ),
        (
            {"format": "live", "series_credits_max": "2"},
            "series_credits_max",
            "The maximum over all dates is for a series only",
        ),
        ({"sessions": "all"}, "sessions", "The list of sessions must be a list of sessions"),
    ],
)
def test_a_wrong_session_is_explained(changes: dict[str, Any], field: str, words: str) -> None:
    found, problems = read_activity(SET_UP | changes)
    assert found is None
    assert [(problem.field, problem.message) for problem in problems] == [(field, words)]


def on(day: date | None, claimed: str = "1", **changes: Any) -> LearnerRecord:
    plain = {"profession": "md", "first_name": "Noa", "last_name": "Williams", "license_state": "ME"}
    known = {"license_number": "MD1", "birth_month": 9, "birth_day": 27}
    return LearnerRecord(**plain | known | {"completion_date": day, "credits": Decimal(claimed)} | changes)


def over(one: LearnerRecord, reported: list[LearnerRecord], waiting: list[LearnerRecord]) -> str | None:
    found = over_series(one, reported, waiting, series(series_credits_max=Decimal(2)))
    return found.detail["total"] if found else None


def test_of_too_many_credits_the_latest_are_too_much() -> None:
    assert over(on(SECOND), [], [on(FIRST), on(THIRD)]) is None
    assert over(on(THIRD), [], [on(FIRST), on(SECOND)]) == "3"
    assert over(on(THIRD, "0.75"), [], [on(FIRST), on(SECOND, "0.25")]) is None


def test_what_pars_has_counts_first() -> None:
    assert over(on(FIRST), [on(SECOND), on(THIRD)], []) == "3"
    assert over(on(FIRST), [], [on(SECOND), on(THIRD)]) is None


def test_a_double_and_a_record_without_a_date_are_left_to_other_rules() -> None:
    assert over(on(SECOND), [on(SECOND)], [on(SECOND), on(FIRST), on(None)]) is None
    assert over(on(None), [on(FIRST), on(SECOND)], []) is None


def test_without_a_maximum_nothing_is_too_much() -> None:
    assert over_series(on(THIRD, "9"), [on(FIRST, "9")], [], series()) is None


def test_records_of_one_learner_are_found_by_any_identity() -> None:
    found = by_learner(
        {
            "a": on(FIRST),
            "b": on(SECOND, license_number="", birth_month=9),
            "c": on(THIRD, license_number="MD-1", birth_day=28),
            "other": on(FIRST, license_number="MD2", birth_day=3),
        }
    )
    assert sorted(sorted(one) for one in found) == [["a", "b", "c"], ["other"]]


ERASED = {"license_number": "", "birth_month": None, "birth_day": None}


def test_a_record_without_identity_goes_by_its_name() -> None:
    nurse = {"profession": "np", "license_state": "", "first_name": "Bo", "last_name": "Li"} | ERASED
    records = {
        "a": on(FIRST),
        "erased": on(SECOND, **ERASED),
        "n1": on(FIRST, **nurse),
        "n2": on(SECOND, **nurse),
    }
    assert sorted(sorted(one) for one in by_learner(records)) == [["a", "erased"], ["n1", "n2"]]
    assert same_learner(records["a"], records["erased"])
    assert not same_learner(records["a"], on(SECOND, license_number="MD2", birth_day=28))


def test_of_two_learners_of_one_name_nobody_gets_a_record_without_identity() -> None:
    twin = on(THIRD, license_number="MD2", birth_day=28)
    found = by_learner({"a": on(FIRST), "twin": twin, "erased": on(SECOND, **ERASED)})
    assert sorted(sorted(one) for one in found) == [["a"], ["erased"], ["twin"]]
