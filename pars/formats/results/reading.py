"""PARS's answer as a table, in whatever kind of file a coordinator has of it, or pasted."""

from pars.formats.results.headings import KNOWN, STATUS_WORDS
from pars.formats.tables.reading import read_table
from pars.formats.tables.table import Expected, Table

_EXPECTED = Expected(KNOWN.keys(), STATUS_WORDS.keys())


def read_results(data: bytes) -> Table:
    """The table in a file of PARS's answers; raises TableRefused, and nothing else whatever the bytes are."""
    return read_table(data, _EXPECTED)
