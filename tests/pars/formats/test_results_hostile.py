"""Files that are no answer of PARS are refused before they cost anything; whatever comes, nothing but that happens."""

from __future__ import annotations

import resource
import time
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pars.errors import Code
from pars.formats.results.columns import propose, read_answers
from pars.formats.results.reading import read_results
from pars.formats.tables.table import BYTES_MAX, ROWS_MAX, TableRefused
from tests.pars.formats.results_samples import ACCEPTED, HEADINGS, KINDS, as_text, as_xlsx, as_xml

# The promise is 2 seconds; a machine that runs other tests beside this one counts up to three times as many.
SECONDS_MAX, MEGABYTES_MAX = 6, 256
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def cost(data: bytes) -> tuple[float, float]:
    """Seconds and megabytes that it takes to read or refuse the file."""
    memory, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with suppress(TableRefused):
        read_results(data)
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    return time.process_time() - begin, taken / 1024


def refusal(data: bytes) -> Code:
    """Why the file is refused, which must be quick and take little memory."""
    seconds, megabytes = cost(data)
    assert seconds < SECONDS_MAX
    assert megabytes < MEGABYTES_MAX
    with pytest.raises(TableRefused) as refused:
        read_results(data)
    return refused.value.problem.code


def with_part(name: str, content: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(as_xlsx([ACCEPTED]))) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return target.getvalue()


def sheet(rows: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    whole = b'<worksheet xmlns="%s">%s<sheetData>%s</sheetData>%s</worksheet>' % (main, before, rows, after)
    return with_part(SHEET, whole)


TEXT_CELL = b'<c t="inlineStr"><is><t>%s</t></is></c>'
HEADING_ROW = b'<row r="1">' + b"".join(TEXT_CELL % heading.encode() for heading in HEADINGS) + b"</row>"
BOMB = b"<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)

NOT_TABLES = [
    b"",
    b"   \r\n ",
    b"x\x00y",
    b"%PDF-1.7\n1 0 obj",
    b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
    b'{"a": 1}',
    b"[" * 100_000,
    b"\x1b[2Ja,b\n1,2",
    b"\xff\xfe\x00\x00a\x00\x00\x00",
]


@pytest.mark.parametrize("data", NOT_TABLES)
def test_what_is_no_table(data: bytes) -> None:
    assert refusal(data) == Code.RESULTS_NOT_TABLE


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("one byte", b"x", Code.RESULTS_NO_HEADINGS),
        ("an old or locked workbook", bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 4096, Code.RESULTS_LOCKED),
        ("a cut zip file", as_xlsx([ACCEPTED])[:900], Code.RESULTS_NOT_TABLE),
        (
            "a text in Windows' own letters",
            "First Name,Status\nZoé,Accepted".encode("cp1252"),
            Code.RESULTS_ENCODING,
        ),
        ("half of UTF-16", b"\xff\xfea", Code.RESULTS_ENCODING),
        ("6 MB", b"a" * (BYTES_MAX + 1), Code.RESULTS_TOO_LARGE),
        ("a quotation mark left open", as_text([ACCEPTED]) + b'"x,y\n' * 9, Code.RESULTS_UNREADABLE),
        ("20,001 rows", as_text([ACCEPTED] * ROWS_MAX), Code.RESULTS_TOO_LARGE),
        ("20,001 empty rows", as_text([ACCEPTED]) + b"\n" * ROWS_MAX + b"a,b", Code.RESULTS_TOO_LARGE),
        ("5 million columns", b"a," * (BYTES_MAX // 2 - 1), Code.RESULTS_TOO_LARGE),
        ("a cell of 100,000 letters", as_text([(*ACCEPTED[:10], "a" * 100_000)]), Code.RESULTS_TOO_LARGE),
        ("a cell of a megabyte", as_text([(*ACCEPTED[:10], "a" * 1_000_000)]), Code.RESULTS_UNREADABLE),
        ("macros", with_part("xl/vbaProject.bin", b"\0"), Code.RESULTS_MACROS),
        ("a megabyte of strings", with_part(STRINGS, b"<sst>" + b"<si/>" * 300_000), Code.RESULTS_TOO_LARGE),
        ("200 MB in 200 KB", with_part("xl/bomb.xml", b"A" * 51 * 1024 * 1024), Code.RESULTS_TOO_LARGE),
        (
            "a DTD in a sheet",
            with_part(SHEET, b"<!DOCTYPE a><a/>"),
            Code.RESULTS_UNREADABLE,
        ),
        ("a string that is not there", sheet(b'<row><c t="s"><v>9</v></c></row>'), Code.RESULTS_UNREADABLE),
        ("a number that is none", sheet(b"<row><c><v>NaN</v></c></row>"), Code.RESULTS_UNREADABLE),
        ("a number beyond all", sheet(b"<row><c><v>1e999</v></c></row>"), Code.RESULTS_UNREADABLE),
        ("a row of no number", sheet(b'<row r="x"/>'), Code.RESULTS_UNREADABLE),
        ("a style that is not there", sheet(b'<row><c s="99"><v>1</v></c></row>'), Code.RESULTS_UNREADABLE),
        (
            "a far cell",
            sheet(HEADING_ROW + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
            Code.RESULTS_TOO_LARGE,
        ),
        ("a far column", sheet(b'<row><c r="XFD1"><v>1</v></c></row>'), Code.RESULTS_TOO_LARGE),
        (
            "300,000 cells",
            sheet((b"<row>" + b"<c><v>1</v></c>" * 20 + b"</row>") * 15_500),
            Code.RESULTS_TOO_LARGE,
        ),
        ("a million rows", sheet(b"<row/>" * 1_000_000), Code.RESULTS_TOO_LARGE),
        ("a deep sheet", sheet(b"<a>" * 100_000 + b"</a>" * 100_000), Code.RESULTS_UNREADABLE),
        ("a deep workbook", with_part("xl/workbook.xml", b"<a>" * 200_000), Code.RESULTS_UNREADABLE),
        ("entities in entities", BOMB + b"]><a>&j;</a>", Code.RESULTS_UNREADABLE),
        (
            "a file of this computer",
            b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
            Code.RESULTS_UNREADABLE,
        ),
        ("a bare DTD", b"<!DOCTYPE a>" + as_xml([ACCEPTED]).split(b"?>", 1)[1], Code.RESULTS_UNREADABLE),
        ("200,000 levels", b"<a>" * 200_000 + b"</a>" * 200_000, Code.RESULTS_UNREADABLE),
        (
            "300,000 attributes",
            b"<a " + b" ".join(b'a%d=""' % n for n in range(300_000)) + b"/>",
            Code.RESULTS_UNREADABLE,
        ),
        ("a million elements", b"<a>" + b"<b/>" * 1_000_000 + b"</a>", Code.RESULTS_TOO_LARGE),
        (
            "names all different",
            b"<a>" + b"".join(b"<b><c%d>1</c%d></b>" % (n, n) for n in range(90_000)) + b"</a>",
            Code.RESULTS_TOO_LARGE,
        ),
        (
            "UTF-7 by its own word",
            b'<?xml version="1.0" encoding="utf-7"?>' + as_xml([]),
            Code.RESULTS_ENCODING,
        ),
        ("XML cut off", as_xml([ACCEPTED] * 9)[:900], Code.RESULTS_UNREADABLE),
        ("a page of HTML", b"<html><p>Sign in<br></html>", Code.RESULTS_UNREADABLE),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)
def test_what_is_refused(name: str, data: bytes, code: Code) -> None:
    assert refusal(data) == code


@pytest.mark.parametrize(
    "after",
    [b"<mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 300_000 + b"</mergeCells>", b"<hyperlinks/>"],
    ids=["300,000 merged cells", "links"],
)
def test_what_stands_behind_the_cells_is_not_read(after: bytes) -> None:
    row = b"<row>" + b"".join(TEXT_CELL % value.encode() for value in ACCEPTED) + b"</row>"
    data = sheet(HEADING_ROW + row, after=after)
    assert len(read_results(data).lines) == 1
    assert cost(data)[0] < SECONDS_MAX


def test_links_to_other_files_are_not_followed() -> None:
    """A link to another workbook and a DDE formula: the value that was kept counts, and is marked."""
    cells = b"".join(TEXT_CELL % value.encode() for value in ACCEPTED[:9])
    linked = (
        b"<c t='str'><f>[1]Sheet1!A1</f><v>Accepted</v></c><c t='str'><f>cmd|'/c calc'!A1</f><v>x</v></c>"
    )
    data = sheet(HEADING_ROW + b"<row>" + cells + linked + b"</row>")
    (line,) = read_results(data).lines
    assert (line.values[9:], line.computed) == (("Accepted", "x"), {9, 10})


def test_an_honest_file_of_ten_thousand_rows_is_taken() -> None:
    """The control: the limits leave room for the largest answer that a hall can bring."""
    rows = [(*ACCEPTED[:8], f"ccid:example.org:{n}", *ACCEPTED[9:]) for n in range(10_000)]
    for write in (as_text, as_xml, as_xlsx):
        assert len(read_results(write(rows)).lines) == 10_000


FILES = {kind: write([ACCEPTED] * 2) for kind, write in KINDS.items()}


def read_or_refused(data: bytes) -> None:
    try:
        table = read_results(data)
    except TableRefused:
        return
    assert len(set(table.headings)) == len(table.headings)
    assert all(len(line.values) <= len(table.headings) for line in table.lines)
    read_answers(table.lines, table.headings, propose(table.headings))


often = settings(max_examples=300, deadline=2_000, derandomize=True)


@often
@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes(data: bytes) -> None:
    read_or_refused(data)


CELLS = st.lists(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.sampled_from([*HEADINGS, *ACCEPTED]),
    max_size=6,
)


@often
@given(st.lists(CELLS, max_size=8), st.sampled_from(["\t", ",", ";"]))
def test_any_table_of_text(rows: list[list[str]], delimiter: str) -> None:
    read_or_refused("\n".join(delimiter.join(row) for row in rows).encode())


@often
@given(st.sampled_from(sorted(KINDS)), st.data())
def test_any_damage(kind: str, data: st.DataObject) -> None:
    """Bytes changed, left out or doubled in an honest file of each kind."""
    file = bytearray(FILES[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(file)))
        file[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=3))
    read_or_refused(bytes(file))


@often
@given(
    st.recursive(
        st.text(st.characters(categories=("L", "N", "P", "Z")), max_size=6).map(
            lambda text: text.replace("&", "").replace("<", "").replace(">", "")
        ),
        lambda inner: st.lists(
            st.tuples(st.sampled_from(["a", "Status", "x:b", "Row"]), inner), max_size=4
        ).map(lambda pairs: "".join(f'<{name} k="v">{text}</{name}>' for name, text in pairs)),
        max_leaves=12,
    )
)
def test_any_xml(inside: str) -> None:
    read_or_refused(f"<r xmlns:x='urn:x'>{inside}</r>".encode())
