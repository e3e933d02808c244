"""The coordinator's own file is filled, and keeps everything that is not a learner."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pars.errors import Code
from pars.formats.template import TemplateRefused, columns_by_heading, read_template
from pars.formats.valid_values import fold
from pars.formats.xlsx import write
from tests.pars.formats.lookalike import BOARDS, HEADINGS, SAMPLES, lookalike, part, patched
from tests.pars.formats.samples import NASTY, activity, formulas, read_by_calamine, row

SHEET = "xl/worksheets/sheet1.xml"


def fill(template: bytes, count: int = 1, **answers: object) -> bytes:
    return write([row(**answers)] * count, read_template(template))


def test_learners_stand_in_the_place_of_the_samples() -> None:
    cells = read_by_calamine(fill(lookalike(), board="ABIM", board_id="0077"))
    assert len(cells) == 1
    assert cells[0][:8] == [
        "Add",
        "012345678",
        date(2026, 11, 1),
        "Ada",
        "Example",
        "09/10",
        "MAINE",
        "0012345",
    ]
    assert cells[0][8:] == [
        1.25,
        "ABIM",
        "0077",
        1.25,
        "Medical knowledge",
        1.0,
        "Practice Assessment",
        0.25,
        "",
    ]


@settings(deadline=None)
@given(st.permutations([*HEADINGS, "Comments", ""]))
def test_headings_may_stand_in_any_order(headings: list[str]) -> None:
    placed = columns_by_heading([fold(heading) for heading in headings])
    assert {headings[number - 1].strip(): column.heading.strip() for number, column in placed.items()} == {
        heading.strip(): heading.strip() for heading in HEADINGS[:15]
    } | {"Credits Awarded for Additional Credit Type": "Additional Credits Awarded for Credit Type"}


def test_headings_are_found_whatever_their_case_and_spaces() -> None:
    data = fill(lookalike([f"  {heading.upper()} " for heading in reversed(HEADINGS)], samples=()))
    assert read_by_calamine(data)[0][-1] == "Add"
    assert read_by_calamine(data)[0][0] == ""


def test_repeated_headings_take_the_further_credit_types() -> None:
    data = fill(lookalike([*HEADINGS[:14], *HEADINGS[12:14]], samples=()), board="ABIM")
    assert read_by_calamine(data)[0][12:] == ["Medical knowledge", 1.0, "Practice Assessment", 0.25]


def test_missing_headings_are_listed() -> None:
    headings = [heading for heading in HEADINGS if heading not in ("Last Name", "Licensing State")]
    with pytest.raises(TemplateRefused) as refusal:
        read_template(lookalike(headings, samples=()))
    assert [problem.code for problem in refusal.value.problems] == [Code.TEMPLATE_HEADING_MISSING] * 2
    assert "Last Name" in refusal.value.reasons[0]
    assert "Licensing State" in refusal.value.reasons[1]


def test_a_template_without_board_columns_serves_learners_without_a_board() -> None:
    template = read_template(lookalike(HEADINGS[:9], samples=()))
    assert template.unlisted(row()) == []
    assert {(problem.field, problem.code) for problem in template.unlisted(row(board="ABIM"))} == {
        (field, Code.TEMPLATE_COLUMN_MISSING)
        for field in ("board", "points_total", "credit_type", "points", "credit_type_2", "points_2")
    }


def test_all_else_stays_byte_for_byte() -> None:
    template = lookalike()
    filled = fill(template, count=40)
    for name in ("xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", "xl/workbook.xml"):
        assert part(filled, name) == part(template, name)
    before, after = part(template, SHEET), part(filled, SHEET)
    assert after.split(b"<sheetViews>")[1].split(b'<row r="3"')[0] in before
    assert before.split(b"<pageMargins")[1].replace(b"J3:J4", b"J3:J42") == after.split(b"<pageMargins")[1]


def test_drop_downs_of_both_kinds_reach_the_last_learner() -> None:
    sheet = part(fill(lookalike(), count=40), SHEET).decode()
    assert re.findall(r'<dataValidation sqref="([^"]+)"', sheet) == ["G3:G42", "A3:A1000"]
    assert "<xm:sqref>J3:J42</xm:sqref>" in sheet
    assert '<conditionalFormatting sqref="I3:I42">' in sheet
    assert '<dimension ref="A1:Q42"/>' in sheet


def test_openpyxl_alone_would_lose_a_drop_down() -> None:
    saved = BytesIO()
    with pytest.warns(UserWarning, match="Data Validation extension"):
        load_workbook(BytesIO(lookalike())).save(saved)
    assert b"J3:J4" not in part(saved.getvalue(), SHEET)


def test_new_rows_look_like_the_samples() -> None:
    sheet = load_workbook(BytesIO(fill(lookalike(), count=3)))["Sheet1"]
    for cells in sheet.iter_rows(min_row=3, max_row=5, max_col=16):
        assert {(cell.border.bottom.style, cell.alignment.wrap_text) for cell in cells} == {("thin", True)}
        assert cells[2].number_format == "m/d/yyyy"
        assert cells[5].number_format == "@"
    assert sheet["A2"].fill.fgColor.rgb == "001F4E78"
    assert sheet.column_dimensions["C"].width == 13


def test_a_date_is_shown_as_a_date_where_the_template_has_no_sample() -> None:
    cell = load_workbook(BytesIO(fill(lookalike(samples=()))))["Sheet1"]["C3"]
    assert cell.is_date
    assert cell.value.date() == date(2026, 11, 1)


def test_a_workbook_that_counts_days_from_1904() -> None:
    def of_a_mac(workbook: Workbook) -> None:
        workbook.epoch = CALENDAR_MAC_1904

    data = fill(lookalike(change=of_a_mac))
    assert load_workbook(BytesIO(data))["Sheet1"]["C3"].value.date() == date(2026, 11, 1)


@pytest.mark.parametrize("text", NASTY)
def test_text_stays_text(text: str) -> None:
    data = fill(lookalike(), first_name=text, license_number=text, board="ABIM", board_id=text)
    assert formulas(data) == []
    assert [read_by_calamine(data)[0][at] for at in (3, 10)] == [text, text]


def test_valid_values_are_spelled_as_the_template_spells_them() -> None:
    surgery = activity([("ABS", "Accredited CME", "6")])
    cells = read_by_calamine(write([row(surgery, board="ABS")], read_template(lookalike())))[0]
    assert (cells[6], cells[9], cells[12]) == ("MAINE", BOARDS[1], "Accredited CME")


def test_states_may_be_listed_by_their_letters() -> None:
    def letters(workbook: Workbook) -> None:
        workbook["ValidValues"]["B3"] = "ME"

    assert read_by_calamine(fill(lookalike(change=letters)))[0][6] == "ME"


def test_values_that_are_not_listed_are_named() -> None:
    template = read_template(lookalike())
    pathology = activity([("ABPath", "Lifelong Learning", "6")])
    assert template.unlisted(row(board="ABIM")) == []
    assert [
        (problem.field, problem.code, dict(problem.detail))
        for problem in template.unlisted(row(pathology, license_state="PR", board="ABPath"))
    ] == [
        ("license_state", Code.NOT_IN_TEMPLATE, {"heading": "Licensing State", "value": "Puerto Rico"}),
        ("board", Code.NOT_IN_TEMPLATE, {"heading": "Certifying Board", "value": "ABPath"}),
        ("credit_type", Code.NOT_IN_TEMPLATE, {"heading": "Credit Type", "value": "Lifelong Learning"}),
    ]


def test_a_template_without_lists_takes_every_value() -> None:
    def without_lists(workbook: Workbook) -> None:
        del workbook["ValidValues"]

    template = read_template(lookalike(change=without_lists))
    assert template.unlisted(row(license_state="PR")) == []
    assert read_by_calamine(write([row()], template))[0][6] == "Maine"


def test_the_data_sheet_may_have_another_name_and_place() -> None:
    def moved(workbook: Workbook) -> None:
        workbook["Sheet1"].title = "Learners"
        workbook.move_sheet("Reference", -2)

    data = fill(lookalike(change=moved))
    assert load_workbook(BytesIO(data))["Learners"]["D3"].value == "Ada"


def test_a_file_whose_elements_have_a_prefix() -> None:
    template = lookalike()
    names = re.compile(rb"<(/?)([a-zA-Z]+)(?=[ />])")
    prefixed = names.sub(rb"<\1x:\2", part(template, SHEET)).replace(b" xmlns=", b" xmlns:x=")
    data = fill(patched(template, {SHEET: (part(template, SHEET), prefixed)}), count=2)
    assert read_by_calamine(data) == read_by_calamine(fill(template, count=2))
    assert b'<x:row r="4">' in part(data, SHEET)


def test_whoever_saved_the_template_is_not_named() -> None:
    assert b"Jo Public" in part(lookalike(), "docProps/core.xml")
    folder = b'<x15ac:absPath xmlns:x15ac="urn:x" url="C:\\jo.public\\"/><sheets>'
    filled = fill(patched(lookalike(), {"xl/workbook.xml": (b"<sheets>", folder)}))
    assert b'<x15ac:absPath xmlns:x15ac="urn:x" url=""/>' in part(filled, "xl/workbook.xml")
    assert b"Jo Public" not in part(filled, "docProps/core.xml")
    assert not load_workbook(BytesIO(filled)).properties.creator


def test_samples_are_gone() -> None:
    sheet = part(fill(lookalike()), SHEET)
    assert str(SAMPLES[0][4]).encode() in part(lookalike(), SHEET)
    assert b"Another" not in sheet
    assert b"1234567893" not in sheet


def test_the_same_rows_give_the_same_bytes() -> None:
    template = lookalike()
    assert fill(template, credits=Decimal(1)) == fill(template, credits=Decimal(1))
