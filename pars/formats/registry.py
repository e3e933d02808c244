"""The formats of a file for PARS by name: how each is called, written, and what it cannot hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pars.errors import Problem
from pars.formats import jsonfile, tab, xlsx, xmlfile
from pars.formats.columns import Row
from pars.formats.template import Template


@dataclass(frozen=True, slots=True)
class Made:
    """What a file says or takes besides its rows: when it was made (aware), and the ACCME's template if any."""

    at: datetime
    template: Template | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files for PARS.

    `write` raises ValueError where a value does not fit; `unwritable` tells the problems of one row before, so
    that only its record stays out.
    """

    name: str
    label: str
    extension: str
    content_type: str
    write: Callable[[Sequence[Row], Made], bytes]
    unwritable: Callable[[Row, Made], list[Problem]]


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format(
            "xlsx",
            "Excel",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda rows, made: xlsx.write(rows, made.template),
            lambda row, made: xlsx.unwritable(row, made.template),
        ),
        Format(
            "tab",
            "Tab-delimited text",
            "txt",
            "text/tab-separated-values; charset=utf-8",
            lambda rows, made: tab.write(rows),
            lambda row, made: tab.unwritable(row),
        ),
        Format(
            "json",
            "JSON",
            "json",
            "application/json",
            lambda rows, made: jsonfile.write(rows, made.at),
            lambda row, made: jsonfile.unwritable(row),
        ),
        Format(
            "xml",
            "XML (Activity Report)",
            "xml",
            "application/xml",
            lambda rows, made: xmlfile.write(rows, made.at),
            lambda row, made: xmlfile.unwritable(row),
        ),
    )
}
