"""The built-in Excel layout: what readers that we did not write find in it."""

import os
import shutil
import subprocess
import sys
from csv import reader
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from pars.formats.columns import Row, columns_for
from pars.formats.xlsx import laid_out, write
from tests.pars.formats.lookalike import part
from tests.pars.formats.samples import ABIM_TWICE, NASTY, formulas, read_by_calamine, row

# A cell takes every character but these: XML has no way to write them (XML 1.0, 2.2).
texts = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff", min_codepoint=32).filter(
        lambda character: character != "\x7f"
    ),
    min_size=1,
    max_size=40,
)
learners = st.builds(
    row,
    action=st.sampled_from(["Add", "Delete"]),
    first_name=texts,
    last_name=texts,
    license_state=st.sampled_from(["ME", "TX", "PR"]),
    license_number=st.just("") | texts,
    birth_month=st.integers(1, 12),
    birth_day=st.integers(1, 28),
    credits=st.integers(1, 400).map(lambda quarters: Decimal(quarters) / 4),
    completion_date=st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    board=st.sampled_from(["", "ABIM"]),
    board_id=st.just("") | texts,
)


def expected(rows: list[Row]) -> list[list[object]]:
    """The rows as calamine gives them: numbers are floats, empty cells empty text."""
    plain = {Decimal: float, type(None): lambda _: ""}
    return [
        [
            plain.get(type(value), lambda same: same)(value)
            for value in (c.value(row) for c in columns_for(rows))
        ]
        for row in rows
    ]


@settings(deadline=None)
@given(st.lists(learners, min_size=1, max_size=5))
def test_what_is_written_is_read_back(rows: list[Row]) -> None:
    data = write(rows)
    assert read_by_calamine(data) == expected(rows)
    assert formulas(data) == []


@pytest.mark.parametrize("text", NASTY)
def test_text_stays_text(text: str) -> None:
    data = write([row(first_name=text, last_name=text, license_number=text, board="ABIM", board_id=text)])
    cells = load_workbook(BytesIO(data))["Sheet1"][3]
    assert [(cells[at].value, cells[at].data_type) for at in (3, 4, 10)] == [(text, "s")] * 3
    assert (cells[5].value, cells[5].data_type, cells[5].number_format) == ("09/10", "s", "@")
    assert read_by_calamine(data)[0][3] == text


def test_a_text_that_looks_like_excels_escapes_is_escaped() -> None:
    data = write([row(first_name="_x0041_", last_name="_x00e9")])
    assert b">_x005F_x0041_<" in part(data, "xl/worksheets/sheet1.xml")
    assert read_by_calamine(data)[0][3:5] == ["_x0041_", "_x00e9"]


def test_the_reader_would_see_a_formula() -> None:
    workbook = Workbook()
    workbook.worksheets[0].title = "Sheet1"
    workbook.worksheets[0]["A1"], workbook.worksheets[0]["A2"] = "=1+1", "#N/A"
    file = BytesIO()
    workbook.save(file)
    assert formulas(file.getvalue()) == ["A1", "A2"]


def test_cells_are_dates_numbers_and_texts() -> None:
    cells = load_workbook(BytesIO(write([row()])))["Sheet1"][3]
    assert (cells[2].is_date, cells[2].number_format) == (True, "mm/dd/yyyy")
    assert (cells[8].value, cells[8].number_format) == (1.25, "0.00")
    assert all(cells[at].number_format == "@" for at in (0, 1, 3, 4, 5, 6, 7, 9, 10, 12))


def test_the_layout() -> None:
    sheet = load_workbook(BytesIO(write([row()])))["Sheet1"]
    assert sheet["A1"].value.startswith("Learners for PARS.")
    assert sheet["M2"].value == "Credit Type "
    assert (sheet.freeze_panes, sheet.max_row, sheet.max_column) == ("A3", 3, 14)
    assert sheet.column_dimensions["E"].width == 22


def test_a_second_credit_type_adds_its_columns() -> None:
    sheet = load_workbook(BytesIO(write([row(), row(board="ABIM")])))["Sheet1"]
    assert [sheet["O2"].value, sheet["O3"].value, sheet["O4"].value] == [
        "Additional Credit Type",
        None,
        "Practice Assessment",
    ]


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\ud800b", "a" * 32_768])
def test_a_text_that_no_cell_can_hold_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="D3: this text does not fit") as refusal:
        write([row(first_name=text)])
    assert text not in str(refusal.value)


def test_the_file_names_nobody() -> None:
    properties = load_workbook(BytesIO(write([row()]))).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created == properties.modified
    assert properties.created.year == 2000


def test_the_same_rows_give_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib; from pars.formats.xlsx import write; from tests.pars.formats.samples import row;"
        "print(hashlib.sha256(write([row(), row(board='ABIM')])).hexdigest())"
    )
    root = Path(__file__).parents[3]
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(hashes) == 1
    with ZipFile(BytesIO(write([row()]))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_many_rows() -> None:
    days = [date(2026, 1, 1) + timedelta(days=at % 300) for at in range(2_000)]
    found = read_by_calamine(write([row(completion_date=day) for day in days]))
    assert [cells[2] for cells in found] == days


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
def test_libreoffice_changes_nothing(tmp_path: Path) -> None:
    rows = [row(ABIM_TWICE, first_name=text, board="ABIM", board_id=text) for text in NASTY]
    (tmp_path / "export.xlsx").write_bytes(write(rows))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "csv", "--outdir", str(tmp_path), str(tmp_path / "export.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with (tmp_path / "export.csv").open(encoding="utf-8", newline="") as file:
        lines = list(reader(file))[2:]
    assert [line[3] for line in lines] == [line[10] for line in lines] == list(NASTY)
    assert {(line[2], line[5], line[8]) for line in lines} == {("11/01/2026", "09/10", "1.25")}


def test_a_heading_that_begins_with_an_equals_sign_is_text() -> None:
    """A coordinator words the headings of a pre-validation file."""
    column = replace(columns_for([])[3], heading="=1+1")
    assert formulas(laid_out((column,), "Guidance").fill([row()])) == []
