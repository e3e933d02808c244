"""A workbook that is none of the ACCME's templates: refused by what is wrong with it, and quickly."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from pars.errors import Code
from pars.formats.template import TemplateRefused, read_template
from tests.pars.formats.lookalike import HEADINGS, lookalike, part, patched
from tests.pars.formats.test_package import with_parts

SHEET = "xl/worksheets/sheet1.xml"
LISTS = "xl/worksheets/sheet2.xml"
SECONDS_MAX = 4


def refusal(data: bytes) -> TemplateRefused:
    begin = time.process_time()
    with pytest.raises(TemplateRefused) as refused:
        read_template(data)
    assert time.process_time() - begin < SECONDS_MAX
    return refused.value


def merging(*ranges: str) -> Callable[[Workbook], None]:
    def change(workbook: Workbook) -> None:
        for each in ranges:
            workbook["Sheet1"].merge_cells(each)

    return change


@pytest.mark.parametrize("merged", ["A3:B3", "A4:A9", "A2:A3", "B70000:C70001", "A1:Q9"])
def test_merged_cells_among_the_learners(merged: str) -> None:
    refused = refusal(lookalike(samples=(), change=merging(merged)))
    assert [problem.code for problem in refused.problems] == [Code.TEMPLATE_MERGED]
    assert merged in refused.reasons[0]


def test_merged_cells_in_the_guidance_and_on_other_sheets_may_stay() -> None:
    def change(workbook: Workbook) -> None:
        merging("A1:Q1")(workbook)
        workbook["Reference"].merge_cells("A3:B9")

    assert b"A1:Q1" in part(lookalike(change=change), SHEET)
    assert read_template(lookalike(change=change)).places


@pytest.mark.parametrize("heading", ["Last Name", "Certifying Board"])
def test_a_heading_twice_is_named(heading: str) -> None:
    refused = refusal(lookalike([*HEADINGS, f" {heading.upper()}"], samples=()))
    assert [problem.code for problem in refused.problems] == [Code.TEMPLATE_HEADING_TWICE]
    assert heading in refused.reasons[0]


@pytest.mark.parametrize(
    "name", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml", "xl/queryTables/queryTable1.xml"]
)
def test_parts_that_take_data_from_elsewhere(name: str) -> None:
    assert refusal(with_parts(**{name: b"<a/>"})).problems[0].code == Code.TEMPLATE_LINKS


def test_an_external_relation() -> None:
    relation = b'<Relationship Id="r9" Type="x/externalLinkPath" Target="file:///a" TargetMode="External"/>'
    end = b"</Relationships>"
    data = patched(lookalike(), {"xl/_rels/workbook.xml.rels": (end, relation + end)})
    assert refusal(data).problems[0].code == Code.TEMPLATE_LINKS


def test_a_link_to_click_on_may_stay() -> None:
    def change(workbook: Workbook) -> None:
        workbook["Sheet1"]["A1"].hyperlink = "https://accme.example.org/"

    assert b"External" in part(lookalike(change=change), "xl/worksheets/_rels/sheet1.xml.rels")
    assert read_template(lookalike(change=change)).places


@pytest.mark.parametrize("place", ["GS1", "XFD1048576", "A100001"])
def test_cells_far_out(place: str) -> None:
    def change(workbook: Workbook) -> None:
        workbook["ValidValues"][place] = "far away"

    assert refusal(lookalike(change=change)).problems[0].code == Code.TEMPLATE_TOO_FAR


def test_cells_far_out_that_do_not_say_where_they_are() -> None:
    row = b"<row>" + b"<c/>" * 201 + b"</row></sheetData>"
    data = patched(lookalike(), {LISTS: (b"</sheetData>", row)})
    assert refusal(data).problems[0].code == Code.TEMPLATE_TOO_FAR


def test_cells_at_the_border_may_stay() -> None:
    def change(workbook: Workbook) -> None:
        workbook["ValidValues"]["GR9"] = workbook["ValidValues"]["A100000"] = "far enough"

    assert read_template(lookalike(change=change)).lists["state"]["maine"] == "MAINE"


@pytest.mark.parametrize("name", [SHEET, "xl/anything.xml", "docProps/custom.xml"])
def test_deep_elements(name: str) -> None:
    deep = b"<worksheet>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</worksheet>"
    assert refusal(with_parts(**{name: deep})).problems[0].code == Code.TEMPLATE_UNREADABLE


def test_very_many_elements() -> None:
    many = b"<worksheet>" + b"<a/>" * 1_500_000 + b"</worksheet>"
    assert refusal(with_parts(**{SHEET: many})).problems[0].code == Code.TEMPLATE_TOO_LARGE
