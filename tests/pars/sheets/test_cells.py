"""Cells as people and spreadsheets write them; what a spreadsheet has spoiled is refused, never mended."""

from __future__ import annotations

import pytest

from pars.errors import Invalid
from pars.sheets import cells, people, words
from pars.sheets.people import Split


@pytest.mark.parametrize(
    ("said", "split"),
    [
        ("Doe, Jane", Split("Jane", "Doe")),
        ("Doe, Jane MD", Split("Jane", "Doe")),
        ("Doe, Jane, M.D., FACS", Split("Jane", "Doe")),
        ("Doe, MD, Jane", Split("Jane", "Doe")),
        ("Dr. Jane Doe, MD", Split("Jane", "Doe")),
        ("Jane Q. Doe", Split("Jane Q.", "Doe")),
        ("Jane Doe, Jr.", Split("Jane", "Doe Jr.")),
        ("Doe, Jr., Jane", Split("Jane", "Doe Jr.")),
        ("Jan van der Berg", Split("Jan", "van der Berg")),
        ("Maria Garcia Lopez", Split("Maria Garcia", "Lopez", guessed=True)),
        ("Cher", Split("", "Cher")),
        ("Do, Linh", Split("Linh", "Do")),
        ("", Split("", "")),
    ],
)
def test_names(said: str, split: Split) -> None:
    assert people.split(said) == split


def test_a_name_that_cannot_be_split() -> None:
    with pytest.raises(Invalid):
        people.split("Doe, Jane, Smith")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("M.D.", "md"), ("MD, PhD", "md"), ("D.O.", "do"), ("physician", "md"), ("PGY-3", "resident"),
        ("PA-C", "pa"), ("DNP, RN", "np"), ("PharmD", "pharmacist"), ("Resident or fellow", "resident"), ("", ""),
        ("Nurse practitioner or nurse", "np"), ("Physician (DO)", "do"), ("MD/MPH", "md"),
    ],
)  # fmt: skip
def test_professions(said: str, value: str) -> None:
    assert words.profession(said) == value


@pytest.mark.parametrize("said", ["not a physician", "Wizard", "MD?maybe", "MPH", "retired MD"])
def test_a_profession_is_not_guessed(said: str) -> None:
    with pytest.raises(Invalid):
        words.profession(said)


def test_a_degree_beside_the_name() -> None:
    assert words.profession(people.degree("Jane Doe, MD, FACS")) == "md"
    assert words.profession(people.degree("Doe, RN, Jane")) == "np"
    assert people.degree("Do, Linh") == people.degree("Jane Doe, FACS") == ""


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Yes", "yes"), ("TRUE", "yes"), ("1", "yes"), ("x", "yes"), ("I agree.", "yes"), ("", ""),
        ("Yes, you may report my credit", "yes"), ("I agree that my credit is reported", "yes"),
        ("No", "no"), ("0", "no"), ("No, thank you", "no"), ("I do not agree", "no"),
    ],
)  # fmt: skip
def test_permission(said: str, value: str) -> None:
    assert words.consent(said) == value


@pytest.mark.parametrize(
    "said", ["maybe", "Yes, but not to my board", "yes/no", "2", "Jane", "I agree, except ABIM"]
)
def test_permission_is_not_guessed(said: str) -> None:
    with pytest.raises(Invalid):
        words.consent(said)


@pytest.mark.parametrize(
    "said",
    [
        "09/27", "9/27", "9-27", "Sep 27", "September 27", "September 27th", "27 September", "27-Sep", "9/27/1980",
        "09-27-80", "1980-09-27", "1980-09-27 00:00:00", "September 27, 1980", "27 Sep 1980", "29491", "--09-27"[2:],
    ],
)  # fmt: skip
def test_birthdays(said: str) -> None:
    assert cells.born(said) == ("09", "27")


@pytest.mark.parametrize("said", ["27/09", "13/1", "2/30", "9.3", "September", "1980", "927"])
def test_a_birthday_that_cannot_be_told(said: str) -> None:
    with pytest.raises(Invalid):
        cells.born(said)


@pytest.mark.parametrize("said", ["9/27/1980", "1980", "27.09.1980", "born 1980", "19800927", "Sep 1980"])
def test_no_year_is_left_of_a_birthday(said: str) -> None:
    assert "1980" not in cells.month_and_day(said)


@pytest.mark.parametrize(
    "said", ["80-09-27", "80/9/27", "9/80", "Sep 80", "27 Sept '80", "born 9/27 80", "9.27.80."]
)
def test_no_short_year_is_left_of_a_birthday(said: str) -> None:
    assert "80" not in cells.month_and_day(said)


@pytest.mark.parametrize(
    "said",
    [
        "11/23/2026",
        "11/23/2026 14:05:33",
        "11/23/26 9:05",
        "2026-11-23T09:12:44Z",
        "Nov 23, 2026",
        "46349",
        "46349.5",
    ],
)
def test_completion_dates(said: str) -> None:
    assert cells.completed(said) in {"11/23/2026", "2026-11-23"}


@pytest.mark.parametrize(
    ("said", "is_number", "kept"),
    [("0012345", False, "0012345"), ('="0012345"', False, "0012345"), ("1234567893.0", False, "1234567893"),
     ("12345", True, "12345"), ("MD1E5", False, "MD1E5")],
)  # fmt: skip
def test_numbers(said: str, is_number: bool, kept: str) -> None:
    assert cells.number(said, is_number=is_number) == kept


@pytest.mark.parametrize(("said", "is_number"), [("1.23E+09", False), ("2026-03-01", True), ("1e+16", True)])
def test_numbers_that_are_lost(said: str, is_number: bool) -> None:
    with pytest.raises(Invalid):
        cells.number(said, is_number=is_number)


def test_states_and_credits() -> None:
    assert [cells.state(text) for text in ("Maine (ME)", "ME - Maine", "me", "Maine or Ohio", "ME/OH")] == [
        "ME", "ME", "ME", "Maine or Ohio", "ME/OH",
    ]  # fmt: skip
    assert [cells.credits(text) for text in ("6 credits", "1.5 hrs", "6", "all")] == ["6", "1.5", "6", "all"]
