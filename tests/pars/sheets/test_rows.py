"""Each row is judged as at the learner's door, and known again wherever it stands."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from pars.codes import Code
from pars.sheets import marked
from pars.sheets.columns import propose
from pars.sheets.rows import Standing, judge_rows
from pars.sheets.saying import STATED, UNKNOWN, Plan
from pars.sheets.years import without_years
from tests.pars.made import POLICY, TODAY, activity
from tests.pars.sheets.made import HEADINGS, as_csv, as_xlsx, codes, jane, judged, table_of


def test_a_good_row_is_ready() -> None:
    (one,) = judged(as_csv([jane()]))
    assert (one.standing, codes(one)) == (Standing.READY, ["sheet_name_split"])
    record = one.reading.record
    assert (record.first_name, record.last_name, record.profession) == ("Jane", "Doe", "md")
    assert (record.birth_month, record.birth_day, record.license_number) == (9, 27, "MD12345")
    assert (record.consent, record.attest) == (True, True)


@pytest.mark.parametrize(
    ("changes", "standing", "code"),
    [
        ({"license_number": ""}, Standing.LOOK, Code.NO_IDENTIFIER),
        ({"profession": "RN"}, Standing.ASIDE, Code.NOT_A_PHYSICIAN),
        ({"credits": "9"}, Standing.STOPPED, Code.CREDITS_TOO_MANY),
        ({"birthday": "13/13"}, Standing.STOPPED, Code.BIRTHDAY_INVALID),
        ({"profession": "Wizard"}, Standing.STOPPED, Code.SHEET_PROFESSION_UNKNOWN),
        ({"email": "jane"}, Standing.STOPPED, Code.EMAIL_INVALID),
        ({"license_number": "1.2E+05"}, Standing.STOPPED, Code.SHEET_NUMBER_LOST),
        ({"name": "Maria Garcia Lopez"}, Standing.LOOK, Code.SHEET_NAME_GUESSED),
    ],
)
def test_what_becomes_of_a_row(changes: dict[str, str], standing: Standing, code: Code) -> None:
    (one,) = judged(as_csv([jane(**changes)]))
    assert one.standing == standing
    assert code in codes(one)
    assert bool(one.submission_id) == (standing is not Standing.STOPPED)


def test_what_is_wrong_is_said_once() -> None:
    (one,) = judged(as_csv([jane(name="Doe, Jane, Smith", birthday="13/13", profession="Wizard")]))
    assert sorted(codes(one)) == ["birthday_invalid", "sheet_name_unclear", "sheet_profession_unknown"]


def test_what_a_nurse_is_not_asked_stops_nobody() -> None:
    (one,) = judged(as_csv([jane(profession="RN", birthday="13/13", license_number="1.2E+05")]))
    assert one.standing is Standing.ASIDE


def test_without_permission_nobody_is_reported() -> None:
    (one,) = judged(as_csv([jane()]), consent=UNKNOWN)
    assert (one.standing, codes(one)[-1]) == (Standing.ASIDE, Code.NO_CONSENT)
    assert one.reading.record.license_number == ""


def test_a_license_number_held_as_a_number_is_noticed_and_never_padded() -> None:
    row = list(jane())
    row[2] = 12345  # type: ignore[call-overload]
    (one,) = judged(as_xlsx([row]))
    assert one.reading.record.license_number == "12345"
    assert Code.SHEET_NUMBER_CONVERTED in codes(one)
    row[4] = 1234567893.0  # type: ignore[call-overload]
    assert judged(as_xlsx([row]))[0].reading.record.npi == "1234567893"


def test_another_date_than_the_only_one_is_not_corrected_in_silence() -> None:
    headings = (*HEADINGS, "Date attended")
    given = activity()
    for day, code in (
        ("11/22/2026", Code.COMPLETION_DATE_BEFORE),
        ("11/24/2026", Code.COMPLETION_DATE_AFTER),
    ):
        table = table_of(as_csv([(*jane(), day)], headings))
        columns = propose(table.headings, given) | {"completion_date": "Date attended"}
        (one,) = judge_rows(table, Plan(columns=columns, consent=STATED), "a", given, POLICY, TODAY)
        assert (one.standing, codes(one)[-1]) == (Standing.STOPPED, code)


def test_the_same_person_is_known_again_wherever_the_row_stands() -> None:
    others = [jane(name=f"Doe, {name}") for name in ("Ann", "Bea", "Cleo")]
    ids = {one.submission_id for one in judged(as_csv([jane(), *others]))}
    again = {one.submission_id for one in judged(as_csv([*reversed(others), jane()]))}
    assert ids == again
    assert len(ids) == 4


def test_a_number_of_the_row_would_double_everybody() -> None:
    """The check above sees what an id by the row's number would do."""
    rows = [jane(), jane(name="Doe, Ann")]
    by_row = [
        {(one.row, one.typed["first_name"]) for one in judged(as_csv(order))} for order in (rows, rows[::-1])
    ]
    assert len(by_row[0] | by_row[1]) == 4


def test_rows_about_one_person() -> None:
    first, same, other = judged(as_csv([jane(), jane(), jane(credits="5")]))
    assert first.standing is Standing.READY
    assert (same.standing, codes(same)) == (Standing.HERE, [Code.SHEET_ROW_TWICE])
    assert (other.standing, codes(other)[0]) == (Standing.STOPPED, Code.SHEET_ROW_DIFFERS)
    assert other.problems[0].advice.startswith("Row 2 ")


def test_what_is_the_same_for_all() -> None:
    headings = ("Name", "License #", "State", "Birthday", "Email")
    data = as_csv([("Doe, Jane", "MD1", "ME", "9/27", "jane@example.org")], headings)
    (one,) = judged(data, credits="6", profession="MD")
    assert (one.standing, one.reading.record.profession) == (Standing.READY, "md")


def test_no_year_of_birth_is_left() -> None:
    headings = ("Name", "DOB", "Birth year", "Age", "Room")
    table = without_years(
        table_of(as_csv([("Jane Doe", "9/27/1980", "1980", "46", "1980")], headings)), ["Room"]
    )
    assert table.lines[0].values == ("Jane Doe", "9/27", "", "", "\u2026")


def test_the_marked_copy() -> None:
    rows = [jane(), jane(name="=cmd()", credits="9"), jane(name="Lee, Al", license_number="")]
    data = as_csv(rows)
    table, seen = table_of(data), judged(data)
    copy = marked.write(table, seen, propose(table.headings, activity()))
    sheet = load_workbook(BytesIO(copy)).active
    assert sheet is not None
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert told[0] == [marked.HEADING, *HEADINGS]
    assert [row[1:] for row in told[1:]] == [[value or None for value in row] for row in rows]
    assert told[2][0].startswith("Cannot be imported. ")
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row if cell.value)
    colors = {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type
    }
    assert colors["H3"] == "00F8D7DA"
    assert colors["D4"] == "00FFF0C2"
    assert not any(place.endswith("2") for place in colors)


def test_a_marked_copy_comes_back_as_a_sheet() -> None:
    data = as_csv([jane()])
    copy = marked.write(table_of(data), judged(data), {})
    assert table_of(copy).headings == HEADINGS
    (one,), (again,) = judged(data), judged(copy)
    assert (again.standing, again.submission_id) == (one.standing, one.submission_id)
