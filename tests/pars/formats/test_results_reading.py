"""PARS's answer is read from any kind of file, by its content; its columns are found by their headings."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pars.errors import Code
from pars.formats.results.columns import Answer, faults, needed, propose, read_answers
from pars.formats.results.headings import KEYS
from pars.formats.results.reading import read_results
from pars.formats.tables.table import TableRefused
from tests.pars.formats.lookalike import patched
from tests.pars.formats.results_samples import (
    ACCEPTED,
    AMARA,
    HEADINGS,
    KINDS,
    REJECTED,
    as_activity_report,
    as_text,
    as_xlsx,
)


def answers(data: bytes) -> list[Answer]:
    table = read_results(data)
    return read_answers(table.lines, table.headings, propose(table.headings))


def refusal(data: bytes) -> Code:
    with pytest.raises(TableRefused) as refused:
        read_results(data)
    return refused.value.problem.code


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file(kind: str) -> None:
    """The same rows give the same answers, whatever they came in."""
    first, second = answers(KINDS[kind]([ACCEPTED, (*REJECTED[:3], "Zoë, Jr.", *REJECTED[4:])]))
    assert (first.credit_id, first.status, first.word, first.reason) == (
        "ccid:example.org:1", "accepted", "Accepted", "",
    )  # fmt: skip
    assert (first.first_name, first.last_name, first.birthday) == ("Amara", "Okafor", "09/27")
    assert (first.license_state, first.numbers) == ("ME", {"MD0012345"})
    assert (first.activity_id, first.completion_date) == ("201234567", date(2026, 11, 23))
    assert (second.first_name, second.status, second.reason) == (
        "Zoë, Jr.",
        "rejected",
        "No learner was found.",
    )


def test_a_report_shaped_as_the_standard() -> None:
    first, second = answers(as_activity_report([ACCEPTED, REJECTED]))
    assert (first.status, second.status, second.reason) == ("accepted", "rejected", "No learner was found.")
    assert (first.first_name, first.last_name, first.birthday) == ("Amara", "Okafor", "09/27")
    assert (first.credit_id, first.activity_id) == ("ccid:example.org:1", "201234567")
    (alone,) = answers(as_activity_report([REJECTED]))
    assert alone.status == "rejected"


def test_rows_as_attributes() -> None:
    data = b'<r><x CreditID="a" Status="Accepted"/><x CreditID="b" Status="Rejected"/></r>'
    assert [(one.row, one.credit_id, one.status) for one in answers(data)] == [
        (1, "a", "accepted"),
        (2, "b", "rejected"),
    ]


def test_guidance_above_the_headings_and_columns_in_another_order() -> None:
    order = [10, 9, 8, 3, 0, 1, 2, 7, 6, 5, 4]
    lines = [["Learner upload results, exported today", "", "x"], [], [HEADINGS[at] for at in order]]
    rows = [[REJECTED[at] for at in order]]
    for write in (as_text, as_xlsx):
        (answer,) = answers(write([*lines[1:], *rows], lines[0]))
        assert (answer.row, answer.status, answer.last_name) == (4, "rejected", "Okafor")


def test_headings_in_any_case_and_repeated_in_the_middle() -> None:
    shouted = [heading.upper() for heading in HEADINGS]
    found = answers(as_text([ACCEPTED, shouted, REJECTED], shouted))
    assert [one.status for one in found] == ["accepted", "rejected"]


def test_what_has_no_headings() -> None:
    assert refusal(as_text([REJECTED], ACCEPTED)) == Code.RESULTS_NO_HEADINGS
    assert refusal(b"just a sentence\nand another") == Code.RESULTS_NO_HEADINGS
    assert refusal(as_text([])) == Code.RESULTS_EMPTY


def test_columns_of_one_name_are_told_apart() -> None:
    table = read_results(b"Status,Name,Name,Name (2),\nAccepted,a,b,c,d\n")
    assert table.headings == ("Status", "Name", "Name (2)", "Name (2) (2)", "Column 5")


def test_an_unknown_heading_is_mapped_by_name() -> None:
    table = read_results(b"Verdict,Who\nAccepted,ccid:example.org:1\n")
    assert propose(table.headings) == {}
    assert {problem.field for problem in needed({})} == {"status", "credit_id"}
    mapping = {"status": "Verdict", "credit_id": "Who"}
    assert faults(mapping, table.headings) == []
    (answer,) = read_answers(table.lines, table.headings, mapping)
    assert (answer.status, answer.credit_id) == ("accepted", "ccid:example.org:1")


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"status": "Status", "credit_id": "Gone"}, Code.RESULTS_COLUMN_UNKNOWN),
        ({"status": "Status", "credit_id": "Status"}, Code.RESULTS_COLUMN_TWICE),
        ({"credit_id": "CreditID"}, Code.RESULTS_COLUMN_NEEDED),
        ({"status": "Status", "first_name": "First Name"}, Code.RESULTS_COLUMN_NEEDED),
    ],
)
def test_a_mapping_that_cannot_be(mapping: dict[str, str], code: Code) -> None:
    assert code in {problem.code for problem in faults(mapping, HEADINGS)}


@pytest.mark.parametrize("heading", ["Reason", "Error Message", "Comment", "COMMENTS"])
def test_headings_of_the_reason(heading: str) -> None:
    assert propose(("License", "Status", heading))["reason"] == heading


@pytest.mark.parametrize("heading", ["License", "License #", "License No.", "Lic No", "LIC. NO.", "Lic #"])
def test_short_headings_of_the_license_number(heading: str) -> None:
    assert propose(("Status", heading)) == {"status": "Status", "license_number": heading}


def test_every_proposed_key_has_a_name() -> None:
    assert propose(HEADINGS).keys() < KEYS.keys()
    assert needed(propose(HEADINGS)) == []


@pytest.mark.parametrize("word", ["accepted", " ACCEPTED ", "Accepted"])
def test_words_for_the_status(word: str) -> None:
    (answer,) = answers(as_text([(*AMARA, "", word, "")]))
    assert answer.status == "accepted"


@pytest.mark.parametrize("word", ["Pending", "", "OK", "not accepted", "Accepted?no", "Completed"])
def test_other_words_are_not_guessed(word: str) -> None:
    (answer,) = answers(as_text([(*AMARA, "x", word, "")]))
    assert (answer.status, answer.word) == ("", word)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("9/7", "09/07"), ("09/27/1980", "09/27"), ("2026-09-27", "09/27"), ("--09-27", "09/27"), ("27/13", "")],
)
def test_birthdays_as_others_write_them(typed: str, read: str) -> None:
    (answer,) = answers(as_text([(*AMARA[:5], typed, *AMARA[6:], "x", "Accepted", "")]))
    assert answer.birthday == read


def workbook(fill: object, *, title: str = "Learners") -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    sheet.append(HEADINGS)
    fill(sheet)  # type: ignore[operator]
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("cell", "spoiled"),
    [(12345, "12345"), (1234567893.0, "1234567893"), (date(2026, 3, 1), "20260301")],
)
def test_a_license_number_that_a_spreadsheet_has_changed(cell: object, spoiled: str) -> None:
    data = workbook(lambda sheet: sheet.append([*AMARA[:7], cell, "ccid:1", "Accepted", ""]))
    (answer,) = answers(data)
    assert (answer.numbers, answer.spoiled) == (frozenset(), {spoiled})


@pytest.mark.parametrize("text", ["1.23457E+09", "1234567893.0", '="0012345"'])
def test_traces_of_a_spreadsheet_in_a_text(text: str) -> None:
    (answer,) = answers(as_text([(*AMARA[:7], text, "ccid:1", "Accepted", "")]))
    assert answer.numbers == frozenset()
    assert answer.spoiled


def test_dates_and_numbers_of_a_workbook() -> None:
    data = workbook(
        lambda sheet: sheet.append(
            [
                "Add",
                201234567,
                datetime.fromisoformat("2026-11-23T12:00"),
                *AMARA[3:5],
                date(2026, 9, 27),
                *AMARA[6:],
                "x",
                "Accepted",
            ]
        )
    )
    (answer,) = answers(data)
    assert (answer.activity_id, answer.completion_date, answer.birthday) == (
        "201234567", date(2026, 11, 23), "09/27",
    )  # fmt: skip


def test_a_formula_counts_by_the_value_that_was_kept_and_is_marked() -> None:
    data = workbook(lambda sheet: sheet.append([*ACCEPTED[:9], "=B1", ""]))
    kept = (b'<c r="J2"><f>B1</f><v></v></c>', b'<c r="J2" t="str"><f>B1</f><v>Accepted</v></c>')
    (answer,) = answers(patched(data, {"xl/worksheets/sheet1.xml": kept}))
    assert (answer.status, answer.computed) == ("accepted", True)
    (answer,) = answers(as_xlsx([ACCEPTED]))
    assert not answer.computed


def test_the_sheet_that_looks_most_like_an_answer() -> None:
    book = Workbook()
    book.active.append(["Read me", "first"])  # type: ignore[union-attr]
    hidden = book.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    for row in (HEADINGS, ACCEPTED):
        hidden.append(row)
    shown = book.create_sheet("Shown")
    for row in (HEADINGS[:10], REJECTED[:10]):
        shown.append(row)
    file = BytesIO()
    book.save(file)
    assert [one.status for one in answers(file.getvalue())] == ["rejected"]
