"""The tab-delimited file: its bytes, and what it has no way to write."""

import pytest

from pars.errors import Code
from pars.formats import tab
from tests.pars.formats.samples import activity, row


def lines(data: bytes) -> list[list[str]]:
    return [line.split("\t") for line in data.decode("utf-8").removesuffix("\n").split("\n")]


def test_utf_8_without_mark_and_one_line_end() -> None:
    data = tab.write([row(first_name="Żaneta", last_name="D’Arc"), row(license_number="", npi="1234567893")])
    assert not data.startswith(b"\xef\xbb\xbf")
    assert (b"\r" in data, data.count(b"\n"), data.endswith(b"\n")) == (False, 3, True)
    headings, first, second = lines(data)
    assert (headings[0], headings[12]) == ("Record Action", "Credit Type ")
    assert (
        first
        == ["Add", "012345678", "11/01/2026", "Żaneta", "D’Arc", "09/10", "Maine", "0012345", "1.25"]
        + [""] * 5
    )
    assert second[7] == "1234567893"


def test_a_second_credit_type_adds_its_columns_for_all() -> None:
    found = lines(tab.write([row(), row(board="ABIM", board_id="77")]))
    assert {len(cells) for cells in found} == {16}
    assert found[2][9:] == ["ABIM", "77", "1.25", "Medical Knowledge", "1", "Practice Assessment", "0.25"]


@pytest.mark.parametrize(
    "text",
    [
        "a\tb",
        "a\nb",
        "a\rb",
        '"Bo" Li',
        "=1+1",
        "+1",
        "-1",
        "@A1",
        "a\x85b",
        "a\u2028b",
        "a\x00b",
        "a\ud800b",
    ],
)
def test_what_cannot_be_written_so_is_told_and_refused(text: str) -> None:
    (problem,) = tab.unwritable(row(first_name=text))
    assert (problem.field, problem.code) == ("first_name", Code.NOT_WRITABLE)
    assert "First Name" in problem.advice
    assert text not in problem.advice
    with pytest.raises(ValueError, match="Line 3") as refusal:
        tab.write([row(), row(first_name=text)])
    assert text not in str(refusal.value)


@pytest.mark.parametrize("text", ['O"Neil', "a'b", "Ann-Marie", "#N/A", " a", "漢字", "a\u200db"])
def test_what_can_is_written_as_it_is(text: str) -> None:
    assert tab.unwritable(row(first_name=text)) == []
    assert lines(tab.write([row(first_name=text)]))[1][3] == text


def test_no_rows_are_a_heading() -> None:
    assert tab.write([]).count(b"\n") == 1


def test_a_board_that_wants_its_own_row() -> None:
    both = activity([("ABA", "MOCA lifelong learning", "1"), ("ABA", "Patient Safety", "0.5")])
    found = lines(tab.write([row(both, board="ABA"), row(both, board="ABA", part="patient safety")]))
    assert [cells[8:] for cells in found[1:]] == [
        ["1.25", "ABA", "", "1", "MOCA lifelong learning", "1"],
        ["", "ABA", "", "0.5", "Patient Safety", "0.5"],
    ]
