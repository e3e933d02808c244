"""Columns are found by the headings of those who export them; what is unclear is asked, never guessed."""

from __future__ import annotations

import pytest

from pars.codes import Code
from pars.record import Activity
from pars.sheets.columns import faults, needed, propose
from pars.sheets.headings import KEYS
from tests.pars.made import activity, enduring
from tests.pars.sheets.made import table_of

GOOGLE = (
    "Timestamp", "Email Address", "First name", "Last name (as on your license)", "What is your profession?",
    "Which state issued your license?", "License number", "NPI (10 digits)", "What is your birth month and day?",
    "How many credits are you claiming?", "May we send this record to the ACCME and your boards?",
)  # fmt: skip
MICROSOFT = (
    "Id",
    "Start time",
    "Completion time",
    "Email",
    "Name",
    "Degree",
    "License No.",
    "Credits claimed",
)
REDCAP = ("record_id", "first_name", "last_name", "dob", "npi_number", "license_state", "credits", "consent")
CVENT = ("Given Name", "Surname", "E-mail Address", "Professional Designation", "Credit Hours")
ASKED = "consent email first_name last_name profession license_state license_number npi birthday credits"
SIGN_IN = ("Printed Name", "Credentials", "Lic #", "State", "Birth Month", "Birth Day", "Hours", "Signature")

BY_HAND = (
    "Attendee",
    "Degree",
    "Lic. #",
    "Lic State (full)",
    "National Provider No.",
    "DOB",
    "Hrs",
    "E-Mail Addr",
)


@pytest.mark.parametrize(
    ("headings", "given", "keys"),
    [
        (GOOGLE, activity(), ASKED),
        (GOOGLE, enduring(), f"{ASKED} completion_date"),
        (MICROSOFT, enduring(), "completion_date email name profession license_number credits"),
        (REDCAP, activity(), "first_name last_name birthday npi license_state credits consent"),
        (CVENT, activity(), "first_name last_name email profession credits"),
        (SIGN_IN, activity(), "name profession license_number license_state birth_month birth_day credits"),
        (BY_HAND, activity(), "name profession license_number license_state npi birthday credits email"),
    ],
)  # fmt: skip
def test_headings_of_common_exports(headings: tuple[str, ...], given: Activity, keys: str) -> None:
    mapping = propose(headings, given)
    assert set(mapping) == set(keys.split())
    assert len(set(mapping.values())) == len(mapping)
    assert needed(mapping, {}) == []
    assert faults(mapping, {}, headings) == []


def test_a_qualtrics_export_has_its_questions_in_the_second_row() -> None:
    data = (
        b"StartDate,EndDate,Status,Q1,Q2,Q3\n"
        b"Start Date,End Date,Response Type,First name,Last name,Credits claimed\n"
        b'"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""status""}",'
        b'"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID3""}"\n'
        b"2026-11-23 09:00:00,2026-11-23 09:01:00,IP Address,Jane,Doe,6\n"
    )
    table = table_of(data)
    assert propose(table.headings, activity()).keys() == {"first_name", "last_name", "credits"}
    assert [line.number for line in table.lines] == [4]


def test_permission_for_something_else_is_no_permission() -> None:
    for heading in (
        "Photo consent",
        "I consent to emails",
        "Permission to record video",
        "Consent for treatment",
    ):
        assert "consent" not in propose((heading, "Name"), activity())
    assert propose(("Consent", "Name"), activity())["consent"] == "Consent"


def test_a_column_of_the_address_is_not_the_license() -> None:
    assert "license_state" not in propose(("Name", "State/Province", "Mailing state"), activity())


def test_a_title_above_the_headings_is_passed_over() -> None:
    table = table_of(b"Grand Rounds,,\nNovember 23,,\nName,Degree,Credits\nJane Doe,MD,6\n")
    assert table.headings == ("Name", "Degree", "Credits")
    assert [line.number for line in table.lines] == [4]


@pytest.mark.parametrize(
    ("mapping", "same", "code"),
    [
        ({"name": "Gone", "credits": "Credits"}, {}, Code.RESULTS_COLUMN_UNKNOWN),
        ({"name": "Credits", "credits": "Credits"}, {}, Code.RESULTS_COLUMN_TWICE),
        ({"first_name": "Name", "credits": "Credits"}, {}, Code.RESULTS_COLUMN_NEEDED),
        ({"name": "Name"}, {}, Code.SHEET_CREDITS_NEEDED),
        ({"name": "Name", "credits": "Credits"}, {"credits": "6"}, Code.SHEET_COLUMN_AND_VALUE),
    ],
)
def test_a_mapping_that_cannot_be(mapping: dict[str, str], same: dict[str, str], code: Code) -> None:
    assert code in {problem.code for problem in faults(mapping, same, ("Name", "Credits"))}


def test_credits_may_be_the_same_for_all() -> None:
    assert faults({"name": "Name"}, {"credits": "6"}, ("Name",)) == []
    assert "credits" in KEYS
