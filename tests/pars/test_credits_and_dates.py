"""Credits, birthdays and completion dates as people type them."""

from datetime import date
from decimal import Decimal

import pytest

from pars.record import Policy
from tests.pars.made import ABS, TODAY, activity, codes, enduring, messages, record

CREDITS = [
    ("6", "6"),
    ("0.25", "0.25"),
    ("5.75", "5.75"),
    (" 1.50 ", "1.5"),
    (".5", "0.5"),
    ("6.", "6"),
    ("006", "6"),
]


@pytest.mark.parametrize(("typed", "exact"), CREDITS)
def test_credits_are_exact(typed: str, exact: str) -> None:
    assert codes(credits=typed) == []
    assert record(credits=typed).credits == Decimal(exact)


NOT_A_NUMBER = "Credits must be a number, for example 0.75"
NOT_IN_STEPS = "Credits must be in steps of 0.25, for example 0.75"
REFUSED_CREDITS = [
    ("", "Enter how many credits you are claiming"),
    ("less", "Enter how many credits you are claiming"),
    *[
        (text, NOT_A_NUMBER)
        for text in ("NaN", "sNaN", "Infinity", "1e1", "+5", "1_0.5", "0x10", "1,5", "six")
    ],
    *[(text, NOT_A_NUMBER) for text in ("１.５", "٥", "1.5\x00", "9" * 30, "-", ".")],
    *[(text, "Credits must be more than 0") for text in ("0", "-0", "-1", "0.00")],
    *[(text, NOT_IN_STEPS) for text in ("1.005", "0.33", "0.3")],
    ("6.25", "Credits must be 6 or less"),
    ("6.1", "Credits must be 6 or less"),
]


@pytest.mark.parametrize(("typed", "words"), REFUSED_CREDITS)
def test_credits_are_refused(typed: str, words: str) -> None:
    assert messages(credits=typed) == [words]
    assert messages(credits="less", credits_less=typed if typed != "less" else "") == [words]


def test_less_than_all_credits() -> None:
    assert record(credits="less", credits_less="0.75").credits == Decimal("0.75")
    assert record(credits="6", credits_less="0.75").credits == Decimal(6)


MONTHS = [
    ("9", 9),
    ("09", 9),
    ("Sep", 9),
    ("Sept", 9),
    ("sept.", 9),
    ("September", 9),
    ("SEPTEMBER", 9),
    ("may", 5),
]


@pytest.mark.parametrize(("typed", "month"), MONTHS)
def test_months_by_number_and_name(typed: str, month: int) -> None:
    kept = record(birth_month=typed, birth_day="07")
    assert (kept.birth_month, kept.birth_day) == (month, 7)


@pytest.mark.parametrize(("month", "day"), [("2", "29"), ("12", "31"), ("4", "30")])
def test_real_birthdays(month: str, day: str) -> None:
    assert codes(birth_month=month, birth_day=day) == []


REAL_DATE = "Birth date must be a real month and day"
WRONG_BIRTHDAYS = [
    *[
        ("0", "1"),
        ("13", "1"),
        ("2", "30"),
        ("1", "32"),
        ("4", "31"),
        ("1", "0"),
        ("x", "99"),
        ("9/27", "27"),
    ],
    *[("9", "1980"), ("1980", "9"), ("٩", "1"), ("9", "１"), ("se", "9"), ("9", "-1"), ("Smarch", "9")],
]


@pytest.mark.parametrize(("month", "day"), WRONG_BIRTHDAYS)
def test_unreal_birthdays_are_refused_once(month: str, day: str) -> None:
    assert messages(birth_month=month, birth_day=day) == [REAL_DATE]


@pytest.mark.parametrize(("month", "day"), [("", ""), ("9", ""), ("", "27")])
def test_a_birthday_is_needed(month: str, day: str) -> None:
    assert messages(birth_month=month, birth_day=day) == ["Enter your birth month and day"]


def test_a_year_of_birth_is_dropped_unseen() -> None:
    assert record(birth_year="1980") == record()


DATES = ["2026-11-02", "2026-11-2", "11/2/2026", "11/02/2026", " 2026-11-02 "]


@pytest.mark.parametrize("typed", DATES)
def test_a_completion_date_is_read(typed: str) -> None:
    assert codes(enduring(), completion_date=typed) == []
    assert record(enduring(), completion_date=typed).completion_date == date(2026, 11, 2)


REAL_COMPLETION = "Completion date must be a real date, for example 11/23/2026"
REFUSED_DATES = [
    ("", "Enter the date when you completed this activity"),
    *[
        (text, REAL_COMPLETION)
        for text in ("2026-02-30", "２０２６-01-02", "0000-01-01", "23/11/2026", "today")
    ],
    *[(text, REAL_COMPLETION) for text in ("2026-11-02T10:00", "20261102", "11/2/26", "2026-11-02\x00")],
    ("0001-01-01", "Completion date must be 1/1/2026 or later"),
    ("2025-12-31", "Completion date must be 1/1/2026 or later"),
    ("9999-12-31", "Completion date must be 12/31/2026 or earlier"),
    ("2027-01-01", "Completion date must be 12/31/2026 or earlier"),
    ("2026-11-24", "Completion date must be today or in the past"),
]


@pytest.mark.parametrize(("typed", "words"), REFUSED_DATES)
def test_a_completion_date_is_refused(typed: str, words: str) -> None:
    assert messages(enduring(), completion_date=typed) == [words]


def test_an_activity_of_one_date_asks_for_none() -> None:
    assert record(completion_date="2020-01-01").completion_date == TODAY
    assert codes(completion_date="junk") == []


def test_today_is_given_and_decides_what_is_the_future() -> None:
    """At 22:30 in New York it is tomorrow in UTC; the caller says which date it is there."""
    tomorrow = date(2026, 11, 24)
    assert codes(enduring(), completion_date="2026-11-24", today=tomorrow) == []
    assert codes(activity(starts_on=tomorrow, ends_on=tomorrow)) == ["completion_date_future"]


def test_a_series_takes_its_dates_only() -> None:
    series = activity(
        format="series",
        starts_on=date(2026, 9, 7),
        ends_on=date(2026, 11, 23),
        dates=(date(2026, 9, 7), date(2026, 10, 5), date(2026, 11, 23)),
    )
    assert series.fixed_date is None
    assert series.choices == series.dates
    assert codes(series, completion_date="2026-10-05") == []
    assert messages(series, completion_date="2026-10-06") == ["Choose one of the dates of this activity"]


def test_the_days_of_a_short_live_activity_are_choices() -> None:
    course = activity(starts_on=date(2026, 11, 21))
    assert course.choices == (date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23))
    assert activity(starts_on=date(2026, 11, 1)).choices == ()
    assert activity().choices == ()
    assert enduring().choices == ()


def test_a_series_of_one_date_has_a_fixed_date() -> None:
    first = date(2026, 11, 2)
    series = activity(format="series", starts_on=date(2026, 11, 1), dates=(first,))
    assert series.fixed_date == first
    assert series.choices == ()


def test_enduring_material_of_one_day_still_asks() -> None:
    one_day = activity(format="enduring")
    assert one_day.fixed_date is None
    assert codes(one_day, completion_date="") == ["completion_date_missing"]


LAST_YEAR = {"format": "enduring", "starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}


@pytest.mark.parametrize(
    ("today", "deadline", "late"),
    [
        (date(2026, 3, 31), (3, 31), False),
        (date(2026, 4, 1), (3, 31), True),
        (date(2026, 4, 1), (12, 31), False),
        (date(2026, 3, 1), (2, 29), True),
    ],
)
def test_the_reporting_deadline(today: date, deadline: tuple[int, int], late: bool) -> None:
    found = codes(
        activity(**LAST_YEAR), Policy(reporting_deadline=deadline), today, completion_date="2025-06-01"
    )
    assert found == (["reporting_deadline"] if late else [])


@pytest.mark.parametrize(("completed", "found"), [("2026-10-24", []), ("2026-10-23", ["late_for_moc"])])
def test_moc_is_late_after_30_days(completed: str, found: list[str]) -> None:
    assert codes(enduring(boards=(ABS,)), completion_date=completed, board="ABS") == found
    assert codes(enduring(), completion_date=completed) == []
