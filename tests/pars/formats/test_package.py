"""Files that are no template are refused before they cost anything, with a reason that helps."""

import resource
import time
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from pars.errors import Code
from pars.formats import package
from pars.formats.template import TemplateRefused, read_template
from tests.pars.formats.lookalike import lookalike, part, patched

SHEET = "xl/worksheets/sheet1.xml"
SECONDS_MAX, MEGABYTES_MAX = 2, 256


def refusal(data: bytes) -> Code:
    """Why the file is refused, which must be quick and take little memory."""
    memory, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(TemplateRefused) as refused:
        read_template(data)
    assert time.process_time() - begin < SECONDS_MAX
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < MEGABYTES_MAX * 1024
    assert all(reason for reason in refused.value.reasons)
    return refused.value.problems[0].code


def zipped(parts: dict[str, bytes], compression: int = ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_parts(**parts: bytes) -> bytes:
    with ZipFile(BytesIO(lookalike())) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | parts)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
        b'{"a": 1}',
        b"First Name,Last Name\n",
        b"PK\x03\x04",
    ],
)
def test_what_is_no_workbook(data: bytes) -> None:
    assert refusal(data) == Code.TEMPLATE_NOT_EXCEL


def test_other_zip_files() -> None:
    assert (
        refusal(zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}))
        == Code.TEMPLATE_NOT_EXCEL
    )
    assert refusal(zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<d/>"})) == (
        Code.TEMPLATE_NOT_EXCEL
    )


def test_a_password() -> None:
    assert refusal(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 4096) == Code.TEMPLATE_LOCKED
    locked = bytearray(lookalike())
    locked[locked.index(b"PK\x01\x02") + 8] |= 1  # the encryption bit of the first entry in the directory
    assert refusal(bytes(locked)) == Code.TEMPLATE_LOCKED


def test_macros() -> None:
    assert refusal(with_parts(**{"xl/vbaProject.bin": b"\0"})) == Code.TEMPLATE_MACROS
    renamed = (b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml")
    assert refusal(patched(lookalike(), {"[Content_Types].xml": renamed})) == Code.TEMPLATE_MACROS


def test_too_large() -> None:
    assert refusal(b"PK" + b"\0" * package.PACKED_MAX) == Code.TEMPLATE_TOO_LARGE
    assert refusal(with_parts(**{"xl/bomb.xml": b"A" * 51 * package.MEGABYTE})) == Code.TEMPLATE_TOO_LARGE
    assert refusal(with_parts(**{"xl/sharedStrings.xml": b"A" * package.PART_MAX + b"A"})) == (
        Code.TEMPLATE_TOO_LARGE
    )
    assert refusal(with_parts(**{f"xl/{n}.xml": b"<a/>" for n in range(200)})) == Code.TEMPLATE_TOO_LARGE


def test_a_size_that_lies() -> None:
    honest = with_parts(**{"xl/bomb.xml": b"A" * 51 * package.MEGABYTE})
    assert refusal(honest.replace((51 * package.MEGABYTE).to_bytes(4, "little"), b"\1\0\0\0")) == (
        Code.TEMPLATE_NOT_EXCEL
    )


@pytest.mark.parametrize(
    "declaration", [b"<!DOCTYPE a>", b'<!DOCTYPE a [<!ENTITY b "c">]>', b"<! doctype a>"]
)
def test_declarations(declaration: bytes) -> None:
    change = {"xl/workbook.xml": (b"<workbook", declaration + b"<workbook")}
    assert refusal(patched(lookalike(), change)) == Code.TEMPLATE_UNREADABLE


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7"])
def test_encodings_that_hide_a_declaration(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + part(lookalike(), SHEET).decode()
    assert refusal(with_parts(**{SHEET: text.encode(encoding)})) == Code.TEMPLATE_UNREADABLE


def test_an_unusual_compression_and_a_name_twice() -> None:
    with ZipFile(BytesIO(lookalike())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert refusal(zipped(parts, ZIP_BZIP2)) == Code.TEMPLATE_UNREADABLE
    target = BytesIO(lookalike())
    with ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, b"<worksheet/>")
    assert refusal(target.getvalue()) == Code.TEMPLATE_UNREADABLE


def test_damage() -> None:
    data = lookalike()
    assert refusal(data[: len(data) // 2]) == Code.TEMPLATE_NOT_EXCEL
    at = data.index(b"PK\x03\x04", 4) + 200
    assert refusal(data[:at] + bytes(255 - byte for byte in data[at : at + 40]) + data[at + 40 :]) in (
        Code.TEMPLATE_NOT_EXCEL,
        Code.TEMPLATE_UNREADABLE,
    )
    assert refusal(with_parts(**{SHEET: b"<worksheet><sheetData>"})) == Code.TEMPLATE_UNREADABLE
    assert refusal(with_parts(**{"xl/styles.xml": b"<styleSheet/>"})) == Code.TEMPLATE_UNREADABLE
    assert refusal(with_parts(**{"xl/workbook.xml": b"<workbook/>"})) == Code.TEMPLATE_UNREADABLE


@pytest.mark.parametrize(
    "name",
    [
        "../evil.xml",
        "xl/../../evil.xml",
        "/etc/evil.xml",
        "xl\\..\\evil.xml",
        "C:evil.xml",
        "./evil.xml",
        "xl//evil.xml",
    ],
)
def test_names_that_lead_out_of_the_file(name: str) -> None:
    assert refusal(with_parts(**{name: b"<a/>"})) == Code.TEMPLATE_UNREADABLE


def test_an_empty_workbook_misses_every_heading() -> None:
    file = BytesIO()
    Workbook().save(file)
    assert refusal(file.getvalue()) == Code.TEMPLATE_HEADING_MISSING


def test_the_list_of_formulas_is_left_out() -> None:
    types = b'<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
    relation = b'<Relationship Id="rId99" Type="x" Target="calcChain.xml"/></Relationships>'
    data = patched(
        with_parts(**{"xl/calcChain.xml": b"<calcChain/>"}),
        {
            "[Content_Types].xml": (b"</Types>", types),
            "xl/_rels/workbook.xml.rels": (b"</Relationships>", relation),
        },
    )
    parts = read_template(data).parts
    assert "xl/calcChain.xml" not in parts
    assert not any(b"calcChain" in content for content in parts.values())
