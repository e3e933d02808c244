"""An uploaded workbook is a zip file of XML parts: taken apart only after it has been found harmless.

openpyxl has no limits of its own: 199 KB can unpack to 200 MB, a file with a DOCTYPE passes defusedxml. So
sizes are counted while unpacking (a header can lie), and every part is looked at, before any parser sees it.
"""

import posixpath
import re
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.ElementTree import fromstring

from pars.errors import Code

MEGABYTE = 1024 * 1024
PACKED_MAX = 5 * MEGABYTE
UNPACKED_MAX = 50 * MEGABYTE
ENTRIES_MAX = 200

# openpyxl takes a second and more for each megabyte of styles or strings; a template has a tenth of one.
PART_MAX = MEGABYTE
SHEET_MAX = 8 * MEGABYTE
_LARGER_PARTS = {"xl/worksheets/": SHEET_MAX, "xl/media/": UNPACKED_MAX}

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # a workbook with a password, or of Excel 97 to 2003
_ENCRYPTED = 0x1  # general purpose bit of a zip entry
_DECLARATIONS = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_TYPES, _WORKBOOK, _RELATIONS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_NEEDED = {_TYPES, _WORKBOOK, _RELATIONS, "xl/styles.xml"}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can name
_UNIX = 3

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CALCULATION_CHAIN = re.compile(rb"<(?:\w+:)?(?:Override|Relationship)\b[^>]*calcChain\.xml[^>]*/>")
_FOLDER_OF_THE_AUTHOR = re.compile(rb"(<x15ac:absPath\b[^>]*\burl=[\"'])[^\"']*")

_NOBODY = {
    "docProps/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator/><cp:lastModifiedBy/>'
        b'<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>'
        b'<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified>'
        b"</cp:coreProperties>"
    ),
    "docProps/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
}


class Unusable(ValueError):
    """The file is not taken apart: `code` says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


def open_package(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook: name -> content, in the file's order. Raises Unusable."""
    if len(data) > PACKED_MAX:
        raise Unusable(Code.TEMPLATE_TOO_LARGE)
    if data.startswith(_OLE):
        raise Unusable(Code.TEMPLATE_LOCKED)
    try:
        parts = _unpack(data)
    except Unusable:
        raise
    # A damaged directory sends zipfile to places before the file begins, among others.
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        LookupError,
        OSError,
        ValueError,
    ) as reason:
        raise Unusable(Code.TEMPLATE_NOT_EXCEL) from reason
    if not parts.keys() >= _NEEDED:
        raise Unusable(Code.TEMPLATE_NOT_EXCEL)
    if any("vbaproject" in name.lower() for name in parts) or b"macroEnabled" in parts[_TYPES]:
        raise Unusable(Code.TEMPLATE_MACROS)
    if any(is_xml(name) and not _is_harmless(part) for name, part in parts.items()):
        raise Unusable(Code.TEMPLATE_UNREADABLE)
    return parts


def _unpack(data: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    room = UNPACKED_MAX
    with ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES_MAX or sum(entry.file_size for entry in entries) > room:
            raise Unusable(Code.TEMPLATE_TOO_LARGE)
        for entry in entries:
            if entry.flag_bits & _ENCRYPTED:
                raise Unusable(Code.TEMPLATE_LOCKED)
            if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise Unusable(Code.TEMPLATE_UNREADABLE)
            if entry.filename in parts or not _is_inside(entry.filename):
                raise Unusable(Code.TEMPLATE_UNREADABLE)
            most = min(room, _most(entry.filename))
            with archive.open(entry) as stream:
                part = stream.read(most + 1)
            room -= len(part)
            if len(part) > most:
                raise Unusable(Code.TEMPLATE_TOO_LARGE)
            if not entry.is_dir():
                parts[entry.filename] = part
    return parts


def _most(name: str) -> int:
    return next((most for folder, most in _LARGER_PARTS.items() if name.startswith(folder)), PART_MAX)


def _is_inside(name: str) -> bool:
    """Whether the name of a part leads nowhere but into the package."""
    return (
        "\\" not in name and ":" not in name and not {"", ".", ".."} & set(name.removesuffix("/").split("/"))
    )


def is_xml(name: str) -> bool:
    """Whether a part is XML, by its name."""
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _is_harmless(part: bytes) -> bool:
    # UTF-16 would hide a DOCTYPE from the search, and Excel writes UTF-8 only: another encoding is refused.
    declared = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)", part)
    encoding = declared.group(1).lower() if declared else b"utf-8"
    return encoding in (b"utf-8", b"us-ascii") and b"\x00" not in part and not _DECLARATIONS.search(part)


def sheet_part(parts: Mapping[str, bytes], title: str) -> str:
    """The name of the part that holds the sheet called `title`. Raises ValueError."""
    for sheet in fromstring(parts[_WORKBOOK], forbid_dtd=True).iter(f"{_MAIN}sheet"):
        if sheet.get("name") == title:
            for relation in fromstring(parts[_RELATIONS], forbid_dtd=True):
                if relation.get("Id") == sheet.get(_RELATION_ID):
                    # An address is absolute, or counts from the folder of the workbook's own part.
                    return posixpath.join("/xl", relation.get("Target", "")).lstrip("/")
    raise ValueError("a workbook that does not name its sheets")


def tidied(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts without what would name a person, and without the list of formulas, which Excel makes anew.

    That list may point at cells of the sample rows, and Excel calls a file damaged whose list is wrong.
    """
    kept = {name: part for name, part in parts.items() if name != "xl/calcChain.xml"}
    kept.update({name: part for name, part in _NOBODY.items() if name in kept})
    kept[_TYPES] = _CALCULATION_CHAIN.sub(b"", kept[_TYPES])
    kept[_RELATIONS] = _CALCULATION_CHAIN.sub(b"", kept[_RELATIONS])
    kept[_WORKBOOK] = _FOLDER_OF_THE_AUTHOR.sub(rb"\1", kept[_WORKBOOK])
    return kept


def pack(parts: Mapping[str, bytes | Iterable[bytes]]) -> bytes:
    """The zip file of these parts, some of them in pieces: the same parts give the same bytes."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, part in parts.items():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, _UNIX
            with archive.open(entry, "w") as stream:
                for piece in (part,) if isinstance(part, bytes) else part:
                    stream.write(piece)
    return target.getvalue()
