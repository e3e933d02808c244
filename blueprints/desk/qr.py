"""A QR code as one SVG path, so that a template can draw it without trusting ready-made markup."""

from __future__ import annotations

from dataclasses import dataclass

QUIET_ZONE = 4
"""Light modules on each side; ISO/IEC 18004 asks for four, and cameras need them on a dark slide."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """`size` modules on each side, quiet zone included; `path` is the d attribute of the dark modules."""

    size: int
    path: str


def draw(text: str) -> Drawing:
    """The QR code that says `text`, error correction M or better where it costs no room."""
    import segno  # imported when first needed: no learner's page draws a code, so no worker starts slower for it

    code = segno.make_qr(text, error="m")
    runs = [
        f"M{left} {top}h{width}v1h-{width}z"
        for top, row in enumerate(code.matrix, QUIET_ZONE)
        for left, width in _dark_runs(row)
    ]
    return Drawing(size=len(code.matrix) + 2 * QUIET_ZONE, path="".join(runs))


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
