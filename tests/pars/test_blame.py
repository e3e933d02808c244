"""Each problem stands at the answer that it is about, and its words name what they should."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pars.record import Activity, BoardCredit, LearnerRecord
from pars.rules import check
from tests.pars.made import ABIM, ABS, POLICY, TODAY, activity, answered, enduring, record

SERIES = activity(
    format="series",
    starts_on=date(2026, 9, 7),
    ends_on=date(2026, 11, 23),
    dates=(date(2026, 9, 7), date(2026, 11, 23)),
)
LONG_AGO = activity(format="enduring", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))

Found = tuple[str, str, dict[str, str]]
BLAMED: list[tuple[Activity, dict[str, str], list[Found]]] = [
    (activity(), {"profession": ""}, [("profession", "profession_missing", {})]),
    (activity(), {"first_name": ""}, [("first_name", "first_name_missing", {})]),
    (activity(), {"last_name": ""}, [("last_name", "last_name_missing", {})]),
    (activity(), {"attest": ""}, [("attest", "attest_missing", {})]),
    (activity(), {"credits": ""}, [("credits", "credits_missing", {})]),
    (activity(email="required"), {"email": ""}, [("email", "email_missing", {})]),
    (activity(email="optional"), {"email": ""}, []),
    (enduring(), {"completion_date": ""}, [("completion_date", "completion_date_missing", {})]),
    (activity(), {"consent": ""}, [("consent", "consent_missing", {})]),
    (activity(), {"license_state": ""}, [("license_state", "license_state_missing", {})]),
    (activity(), {"birth_month": "", "birth_day": ""}, [("birth_month", "birthday_missing", {})]),
    (activity(), {"birth_month": ""}, [("birth_month", "birthday_missing", {})]),
    (activity(), {"birth_day": ""}, [("birth_day", "birthday_missing", {})]),
    (activity(), {"credits": "0"}, [("credits", "credits_not_positive", {})]),
    (activity(), {"credits": "0.3"}, [("credits", "credits_step", {})]),
    (activity(), {"credits": "6.25"}, [("credits", "credits_too_many", {"most": "6"})]),
    (
        activity(credits_max=Decimal("10.50")),
        {"credits": "11"},
        [("credits", "credits_too_many", {"most": "10.5"})],
    ),
    (
        enduring(),
        {"completion_date": "2025-12-31"},
        [("completion_date", "completion_date_before", {"first": "1/1/2026"})],
    ),
    (
        enduring(),
        {"completion_date": "2027-01-01"},
        [("completion_date", "completion_date_after", {"last": "12/31/2026"})],
    ),
    (enduring(), {"completion_date": "2026-11-24"}, [("completion_date", "completion_date_future", {})]),
    (SERIES, {"completion_date": "2026-10-06"}, [("completion_date", "completion_date_not_listed", {})]),
    (activity(), {"license_number": ""}, [("license_number", "no_identifier", {})]),
    (
        activity(),
        {"license_number": "", "profession": "resident"},
        [("license_number", "resident_unidentified", {})],
    ),
    (activity(), {"license_number": "1234567893"}, [("license_number", "license_is_npi", {})]),
    (
        activity(),
        {"license_number": "N/A", "npi": "1234567893"},
        [("license_number", "license_odd", {})],
    ),
    (activity(), {"npi": "1234567890"}, [("npi", "npi_check_digit", {})]),
    (
        activity(),
        {"license_number": "ZZ99", "license_state": "CA"},
        [("license_number", "license_unusual", {"state": "California"})],
    ),
    (
        activity(),
        {"npi": "0101244988", "license_number": "", "license_state": "VA"},
        [
            ("license_number", "no_identifier", {}),
            ("npi", "npi_check_digit", {}),
            ("npi", "npi_is_license", {"state": "Virginia"}),
        ],
    ),
    (
        activity(),
        {"first_name": "Bob"},
        [("first_name", "nickname", {"name": "Bob", "full": "Robert"})],
    ),
    (activity(), {"first_name": "NOA", "last_name": "WILLIAMS"}, [("last_name", "all_capitals", {})]),
    (activity(), {"first_name": "noa", "last_name": "williams"}, [("last_name", "all_small_letters", {})]),
    (activity(), {"first_name": "Adams", "last_name": "Abigail"}, [("first_name", "names_swapped", {})]),
    (
        activity(),
        {"last_name": "Kaleo\u02bba"},
        [("last_name", "name_okina", {"character": "\u02bb"})],
    ),
    (
        activity(),
        {"first_name": "\uff2eoa"},
        [("first_name", "name_fullwidth", {"plain": "Noa"})],
    ),
    (
        enduring(boards=(ABIM,)),
        {"completion_date": "2026-11-20", "board": "ABIM"},
        [("board_id", "board_id_missing", {"board": "ABIM"})],
    ),
    (
        enduring(boards=(ABS,)),
        {"completion_date": "2026-10-01", "board": "ABS"},
        [("completion_date", "late_for_moc", {})],
    ),
    (
        enduring(boards=(ABIM,)),
        {"completion_date": "2026-11-20", "board_id": "123456"},
        [("board", "board_missing", {})],
    ),
    (
        LONG_AGO,
        {"completion_date": "2025-06-01"},
        [("completion_date", "reporting_deadline", {"year": "2025", "last": "3/31/2026"})],
    ),
]


@pytest.mark.parametrize(("given", "changes", "found"), BLAMED)
def test_a_problem_stands_at_its_answer(given: Activity, changes: dict[str, str], found: list[Found]) -> None:
    problems = answered(given, today=TODAY, **changes)[1]
    assert [(one.field, one.code.value, dict(one.detail)) for one in problems] == found


SELF_ASSESSMENT = BoardCredit(board="ABPath", credit_type="Self-Assessment", points_max=Decimal(6))
OF_A_BOARD: list[tuple[BoardCredit, LearnerRecord, Found]] = [
    (
        ABS,
        replace(record(), board="ABS", completion_date=date(2021, 2, 28)),
        ("completion_date", "board_not_yet", {"board": "ABS", "type": "Accredited CME", "day": "3/1/2021"}),
    ),
    (
        SELF_ASSESSMENT,
        replace(record(), board="ABPath", board_id="7", completion_date=date(2021, 1, 1)),
        (
            "completion_date",
            "board_no_longer",
            {"board": "ABPath", "type": "Self-Assessment", "day": "12/31/2020"},
        ),
    ),
    (
        replace(ABS, points_max=Decimal("12.25")),
        replace(record(), board="ABS", credits=Decimal("12.25")),
        ("credits", "board_day_most", {"board": "ABS", "most": "12"}),
    ),
]


@pytest.mark.parametrize(("credit", "who", "found"), OF_A_BOARD)
def test_what_a_board_refuses_is_named(credit: BoardCredit, who: LearnerRecord, found: Found) -> None:
    day = who.completion_date or TODAY
    given = activity(boards=(credit,), starts_on=day, ends_on=day, credits_max=Decimal(20))
    problems = [(one.field, one.code.value, dict(one.detail)) for one in check(who, given, POLICY, day)]
    assert problems == [found]
    exactly = replace(who, credits=Decimal(12)) if found[1] == "board_day_most" else replace(who, board="")
    assert found not in [
        (one.field, one.code.value, one.detail) for one in check(exactly, given, POLICY, day)
    ]
