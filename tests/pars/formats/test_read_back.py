"""Any valid set of records, in each format, read back by a reader that we do not write with, is the same.

A file holds 20 records, and 250 files are written: 5,000 records in each format. What a format cannot hold is
told before; what is not told is written, and read back.
"""

import csv
import json
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook

from pars.formats.columns import Row, columns_for, printed
from pars.formats.registry import FORMATS, Made
from tests.pars.formats import read_back
from tests.pars.formats.any_rows import ANY, but, rows, said
from tests.pars.formats.samples import formulas, row

AT = Made(datetime(2026, 11, 23, 22, 30, tzinfo=UTC))
FILES = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
READERS = {
    "xlsx": read_back.excel,
    "tab": read_back.tab,
    "json": read_back.json_text,
    "xml": read_back.xml,
}


def written(name: str, told: list[Row]) -> tuple[list[Row], bytes]:
    """The rows that the format can hold, and their file."""
    held = [one for one in told if not FORMATS[name].unwritable(one, AT)]
    return held, FORMATS[name].write(held, AT)


@FILES
@given(rows(least=20, most=20))
def test_any_records_in_every_format(told: list[Row]) -> None:
    check_excel(told)
    check_tab(told)
    check_json(told)
    check_xml(told)


def check_excel(told: list[Row]) -> None:
    held, data = written("xlsx", told)
    assert held == told
    assert read_back.excel(data) == but([said(one) for one in held], "license", "npi")


def check_tab(told: list[Row]) -> None:
    held, data = written("tab", told)
    expected = but([said(one) for one in held], "license", "npi")
    assert read_back.tab(data) == expected
    # Who reads with quotes sees the same, and no spreadsheet sees a formula.
    assert read_back.tab(data, quoting=csv.QUOTE_MINIMAL) == expected
    cells = [cell for line in data.decode().split("\n") for cell in line.split("\t")]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def check_json(told: list[Row]) -> None:
    held, data = written("json", told)
    expected = but([said(one) for one in held], "birthday", "state", "license", "npi")
    # A further row of a record holds the board's credit alone, and so no license number.
    assert read_back.json_text(data) == [
        one if one.credits else one._replace(identifier=None) for one in expected
    ]


def check_xml(told: list[Row]) -> None:
    held, data = written("xml", told)
    assert held == told
    assert read_back.xml(data) == but([said(one) for one in held], "identifier")


@settings(FILES, max_examples=25)
@given(rows())
def test_no_cell_of_excel_is_a_formula(told: list[Row]) -> None:
    assert formulas(written("xlsx", told)[1]) == []


@pytest.mark.parametrize("name", FORMATS)
@settings(FILES, max_examples=150)
@given(data=st.data())
def test_whatever_is_not_told_before_is_read_back(name: str, data: Any) -> None:
    """Texts of any characters at all: controls, half surrogate pairs, quotes, line ends of every kind."""
    told = data.draw(rows(texts=ANY.filter(bool), numbers=ANY, most=3))
    held, file = written(name, told)
    names = [(one.first_name, one.last_name) for one in READERS[name](file)] if held else []
    assert names == [(one.record.first_name, one.record.last_name) for one in held]


def test_control_a_plain_workbook_holds_formulas() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Sheet1"
    told = [row(first_name="=1+1")]
    for number, column in enumerate(columns_for(told), 1):
        sheet.cell(3, number).value = column.value(told[0])
    file = BytesIO()
    workbook.save(file)
    assert formulas(file.getvalue()) == ["D3"]
    assert read_back.excel(file.getvalue()) != but([said(one) for one in told], "license", "npi")


@pytest.mark.parametrize("text", ["a\tb", "a\nb", '"a', "a\rb"])
def test_control_plain_lines_and_csv_with_quotes_are_not_read_back(text: str) -> None:
    told = [row(first_name=text), row()]
    columns = columns_for(told)
    cells = [[printed(column.value(one)) for column in columns] for one in told]
    lines = "\n".join("\t".join(each) for each in [["heading"] * len(columns), *cells])
    quoted = StringIO(newline="")
    csv.writer(quoted, delimiter="\t", lineterminator="\n").writerows([["heading"] * len(columns), *cells])
    expected = but([said(one) for one in told], "license", "npi")
    wrong = 0
    for file, dialect in ((lines, {"quoting": csv.QUOTE_MINIMAL}), (quoted.getvalue(), {})):
        try:
            wrong += read_back.tab(file.encode(), **dialect) != expected
        except (csv.Error, ValueError, KeyError, IndexError):
            wrong += 1
    assert wrong == 2


def test_control_json_without_escapes_is_refused() -> None:
    with pytest.raises(json.JSONDecodeError):
        read_back.json_text(b'{"GivenName": "Ann "the" surgeon"}')


@pytest.mark.parametrize("text", ["<b>", "a & b", "\x0b"])
def test_control_xml_without_escapes_or_with_controls_is_refused(text: str) -> None:
    with pytest.raises(etree.XMLSyntaxError):
        read_back.xml(f"<GivenName>{text}</GivenName>".encode())


def test_control_elementtree_writes_what_no_parser_takes() -> None:
    name = ElementTree.Element("GivenName")
    name.text = "a\x00b"
    with pytest.raises(etree.XMLSyntaxError):
        read_back.xml(ElementTree.tostring(name))
