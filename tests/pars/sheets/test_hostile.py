"""A sheet that means harm is refused within two seconds, with a reason."""

from __future__ import annotations

import time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from pars.codes import Code
from pars.formats.tables.table import TableRefused
from pars.sheets.reading import read_sheet
from tests.pars.sheets.made import as_xlsx, jane

SPREADSHEET = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRINGS = "xl/sharedStrings.xml"


def one_text_in_every_cell(rows: int) -> bytes:
    """A small workbook whose every cell says the same 2,000 characters."""
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 14 + b"</row>"
    changed = {
        STRINGS: b"<sst " + SPREADSHEET + b"><si><t>" + b"x" * 2000 + b"</t></si></sst>",
        "xl/worksheets/sheet1.xml": b"<worksheet " + SPREADSHEET + b"><sheetData>" + row * rows
        + b"</sheetData></worksheet>",
    }  # fmt: skip
    file = BytesIO()
    with ZipFile(BytesIO(as_xlsx([jane()]))) as good, ZipFile(file, "w", ZIP_DEFLATED) as bad:
        for name in {*good.namelist(), STRINGS}:
            bad.writestr(name, changed[name] if name in changed else good.read(name))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (one_text_in_every_cell(19_000), Code.RESULTS_TOO_LARGE),
        (b"Name,Credits\n" + b"a,6\n" * 30_000, Code.RESULTS_TOO_LARGE),
        (b"Name,Credits\n" + b"x" * 4_000_000, Code.RESULTS_UNREADABLE),
        (b'Name,Credits\n"' + b"a,6\n" * 300_000, Code.RESULTS_UNREADABLE),
        (b"<a>" * 100_000, Code.RESULTS_UNREADABLE),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', Code.RESULTS_UNREADABLE),
        (b"PK\x03\x04" + b"\x00" * 1000, Code.RESULTS_NOT_TABLE),
    ],
    ids=["one text", "rows", "one cell", "quotes", "depth", "entity", "no archive"],
)
def test_a_hostile_file_is_refused_in_time(data: bytes, code: Code) -> None:
    began = time.process_time()
    with pytest.raises(TableRefused) as refused:
        read_sheet(data)
    assert refused.value.problem.code == code
    assert time.process_time() - began < 2


def test_the_limit_of_all_texts_is_what_refuses_it() -> None:
    for rows, code in ((300, Code.RESULTS_EMPTY), (400, Code.RESULTS_TOO_LARGE)):
        with pytest.raises(TableRefused) as refused:
            read_sheet(one_text_in_every_cell(rows))
        assert refused.value.problem.code == code
