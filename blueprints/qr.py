"""QR codes: as a picture for the API, and as one SVG path, so that a template need not trust ready-made markup."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

QUIET_ZONE = 4
"""Light modules on each side; ISO/IEC 18004 asks for four, and cameras need them on a dark slide."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """`size` modules on each side, quiet zone included; `path` is the d attribute of the dark modules."""

    size: int
    path: str


def draw(text: str) -> Drawing:
    """The QR code that says `text`, as a path."""
    matrix = _code(text).matrix
    runs = [
        f"M{left} {top}h{width}v1h-{width}z"
        for top, row in enumerate(matrix, QUIET_ZONE)
        for left, width in _dark_runs(row)
    ]
    return Drawing(size=len(matrix) + 2 * QUIET_ZONE, path="".join(runs))


def picture(text: str, kind: str) -> bytes:
    """The QR code that says `text`, as a file of that kind: "svg" or "png"."""
    file = BytesIO()
    _code(text).save(file, kind=kind, scale=10, border=QUIET_ZONE)
    return file.getvalue()


def _code(text: str) -> Any:
    """Error correction M, 15 percent: reads well off a projector and leaves large modules; better where it is free."""
    import segno  # imported when first needed: no learner's page draws a code, so no worker starts slower for it

    return segno.make_qr(text, error="m")


def _dark_runs(row: bytearray) -> list[tuple[int, int]]:
    """(left, width) of each unbroken run of dark modules in one row."""
    runs: list[tuple[int, int]] = []
    for left, dark in enumerate(row, QUIET_ZONE):
        if not dark:
            continue
        if runs and sum(runs[-1]) == left:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((left, 1))
    return runs
