"""What a format has no way to write, found before a file is made, so that only that record stays out."""

import re
from collections.abc import Iterable

from pars.errors import Code, Problem
from pars.formats.columns import Column, Row, columns_for

IMPOSSIBLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Controls, half surrogate pairs and what is no character: XML has no way to write most of them (XML 1.0, 2.2)."""


def misfits(
    row: Row, impossible: re.Pattern[str], label: str, columns: Iterable[Column] = ()
) -> list[Problem]:
    """A problem for each text of this row in which `impossible` is found; `label` is the format's name.

    The columns are those of the table, where no others are given.
    """
    return [
        Problem(column.key, Code.NOT_WRITABLE, {"heading": column.heading.strip(), "format": label})
        for column in columns or columns_for([row])
        if isinstance(value := column.value(row), str) and impossible.search(value)
    ]
