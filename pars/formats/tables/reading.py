"""Whatever a coordinator has: a workbook, text of commas or tabs, XML, or what she pasted.

The kind is told by the content, never by the name. Refused before any parser sees it: what is too large, what
is not text, a text in another encoding than UTF-8 or UTF-16.
"""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from pars.codes import Code
from pars.formats.tables.markup import read_xml
from pars.formats.tables.table import (
    BYTES_MAX,
    COLUMNS_MAX,
    Expected,
    Line,
    Table,
    TableRefused,
    table,
)
from pars.formats.tables.workbook import read_workbook

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PICTURES_AND_PAPERS = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_DECLARED = re.compile(r"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']{0,40})")
_ENCODINGS = {"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii"}
_DELIMITERS = "\t,;|"
_FIRST_ROWS = 20


def read_table(data: bytes, expected: Expected) -> Table:
    """The table in a file; raises TableRefused, and nothing else whatever the bytes are."""
    if len(data) > BYTES_MAX:
        raise TableRefused(Code.RESULTS_TOO_LARGE)
    if data.startswith(_OLE):
        raise TableRefused(Code.RESULTS_LOCKED)
    if data.startswith(b"PK"):
        return read_workbook(data, expected)
    text = _text(data)
    start = text.lstrip()
    if not start or start[0] in "{[":
        raise TableRefused(Code.RESULTS_NOT_TABLE)
    if start[0] != "<":
        return table(_delimited(text, _delimiter(text, expected)), expected)
    declared = _DECLARED.match(start)
    if declared and declared[1].lower() not in _ENCODINGS:
        raise TableRefused(Code.RESULTS_ENCODING)
    return read_xml(start)


def _text(data: bytes) -> str:
    is_utf16 = data.startswith(_UTF16)
    if data.startswith(_PICTURES_AND_PAPERS) or (b"\x00" in data and not is_utf16):
        raise TableRefused(Code.RESULTS_NOT_TABLE)
    try:
        text = data.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise TableRefused(Code.RESULTS_ENCODING) from None
    if _CONTROLS.search(text):
        raise TableRefused(Code.RESULTS_NOT_TABLE)
    return text


def _delimiter(text: str, expected: Expected) -> str:
    """What stands between the values: the character that makes most of the headings, or else most of the columns."""
    return max(_DELIMITERS, key=lambda delimiter: _worth(text, delimiter, expected))


def _worth(text: str, delimiter: str, expected: Expected) -> tuple[int, int]:
    try:
        rows = list(islice(_rows(text, delimiter), _FIRST_ROWS))
    except csv.Error:
        return (0, 0)
    columns = max(map(len, rows), default=0)
    return (0 if columns > COLUMNS_MAX else max(map(expected.known, rows), default=0)), columns


def _delimited(text: str, delimiter: str) -> Iterator[Line]:
    try:
        for number, values in enumerate(_rows(text, delimiter), 1):
            computed = frozenset(at for at, value in enumerate(values) if value.startswith("="))
            yield Line(number, tuple(values), computed)
    except csv.Error:
        raise TableRefused(Code.RESULTS_UNREADABLE) from None


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    # strict: without it an unclosed quotation mark would swallow the rows after it in silence.
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
