"""The tab-delimited file for PARS's batch upload, after the ACCME's older template: the same columns as text.

UTF-8 without a byte order mark, one row of headings, LF at the end of each line, no quoting. Dates are
MM/DD/YYYY, as Excel shows them in the US (the form is second-hand, confidence medium).
"""

import re
from collections.abc import Iterable

from pars.errors import Problem
from pars.formats.columns import Row, columns_for, printed
from pars.formats.writable import misfits

LABEL = "tab-delimited"

# A quote at the start makes readers look for its end; a spreadsheet takes the four signs for a formula. NEL and
# the Unicode separators end a line for some readers.
_IMPOSSIBLE = r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]"
_IN_CELL = re.compile(rf'^["=+\-@]|\t|{_IMPOSSIBLE}')
_IN_LINE = re.compile(rf'(?:^|\t)["=+\-@]|{_IMPOSSIBLE}')


def write(rows: Iterable[Row]) -> bytes:
    """The file's bytes. Raises ValueError where a value cannot be written so: see `unwritable`."""
    rows = list(rows)
    columns = columns_for(rows)
    lines = ["\t".join(column.heading for column in columns)]
    for number, row in enumerate(rows, 2):
        line = "\t".join([printed(column.value(row)) for column in columns])
        if line.count("\t") >= len(columns) or _IN_LINE.search(line):
            raise ValueError(f"Line {number}: a value does not fit into a tab-delimited file.")
        lines.append(line)
    return ("\n".join(lines) + "\n").encode("utf-8")


def unwritable(row: Row) -> list[Problem]:
    """Which values of this row hold a tab or a line end, or begin with a quote or the sign of a formula."""
    return misfits(row, _IN_CELL, LABEL)
