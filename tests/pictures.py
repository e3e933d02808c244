"""Pictures as small as can be, whole and spoiled."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 2, height: int = 1, *, more: bytes = b"") -> bytes:
    """A teal rectangle; `more` stands in a part of its own that says nothing."""
    rows = (b"\x00" + b"\x0a\x5a\x70" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [
        (b"IHDR", head),
        *([(b"teXt", more)] if more else []),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(*part) for part in parts)


def jpeg(width: int = 2, height: int = 1) -> bytes:
    """The frame and the end of one; what is between them no program of ours reads."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    segments = [
        (0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
        (0xC0, frame),
        (0xDA, b"\x01\x01\x00\x00\x3f\x00"),
    ]
    written = b"".join(struct.pack(">BBH", 0xFF, mark, len(data) + 2) + data for mark, data in segments)
    return b"\xff\xd8" + written + b"\x12\x34\xff\xd9"


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
