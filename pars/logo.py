"""Whether a file is a picture that learners' browsers can be sent: PNG or JPEG by its bytes, and small."""

import struct
import zlib

from pars.errors import Code, Invalid

MOST_BYTES = 10 * 1024
"""Phones in a hall load it: it weighs no more than the half of a learner's page."""
MOST_PIXELS = 2000
"""A side. Few bytes can unpack into a picture that fills a phone's memory."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_HEAD = 8
_SIZE_IN_FRAME = slice(3, 7)  # after the length and the precision
# The JPEG segments that tell the size: a frame of any kind, but not tables (C4, CC) or what is reserved (C8).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN = 0xDA


def kind_of(data: bytes) -> str:
    """The media type, by what the bytes are and not by any name; raises Invalid."""
    if len(data) > MOST_BYTES:
        raise Invalid(Code.LOGO_TOO_LARGE, size=f"{len(data) / 1024:.1f}", most=str(MOST_BYTES // 1024))
    if data.startswith(_PNG):
        kind, size = "image/png", _png_size(data)
    elif data.startswith(b"\xff\xd8\xff"):
        kind, size = "image/jpeg", _jpeg_size(data)
    else:
        raise Invalid(Code.LOGO_KIND)
    if not size or not all(0 < side <= MOST_PIXELS for side in size):
        raise Invalid(Code.LOGO_BROKEN)
    return kind


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height, where every part is whole and nothing follows the last."""
    at, size = len(_PNG), None
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, end = data[at + 4 : at + 8], at + 12 + length
        if data[end - 4 : end] != struct.pack(">I", zlib.crc32(data[at + 4 : end - 4])):
            return None
        if size is None:
            if name != b"IHDR" or length < _PNG_HEAD:
                return None
            size = struct.unpack(">II", data[at + 8 : at + 16])
        if name == b"IEND":
            return size if end == len(data) else None
        at = end
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height out of the frame, where the picture has an end."""
    at, size = 2, None
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _SCAN:
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        frame = data[at + 2 : at + 2 + length][_SIZE_IN_FRAME]
        if data[at + 1] in _FRAMES and len(frame) == 4:
            height, width = struct.unpack(">HH", frame)
            size = (width, height)
        at += 2 + length
    is_whole = data[at : at + 2] == b"\xff\xda" and data.endswith(b"\xff\xd9")
    return size if is_whole else None
