"""The Excel file that asks PARS, before the first upload, whether it would find the learners.

The ACCME's columns for it are not public, so a coordinator says which there are: heading -> field, in their
order. The default is the best guess (confidence low).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pars.errors import Problem
from pars.formats.columns import COLUMNS, Column, Row
from pars.formats.registry import FORMATS, Format, Made
from pars.formats.writable import IMPOSSIBLE, misfits
from pars.formats.xlsx import LABEL, laid_out
from pars.identifiers import npi

GUIDANCE = "Learners to be validated in PARS before they are reported. Date of birth is MM/DD without a year."

NOTHING = ""
"""The field of a column that PARS wants and attest has nothing for."""

_OWN = (
    # A board is asked about whoever names it, whether or not the activity has credit for it.
    Column("board", "Certifying Board", "text", False, 17, lambda row: row.record.board),
    Column("board_id", "Certifying Board ID", "text", False, 19, lambda row: row.record.board_id),
    Column(
        "npi", "NPI", "text", False, 14, lambda row: row.record.npi if npi.is_valid(row.record.npi) else ""
    ),
    Column(NOTHING, "(empty)", "text", False, 14, lambda row: None),
)
_SHARED = (
    "first_name",
    "last_name",
    "birthday",
    "license_state",
    "license_number",
    "accme_activity_id",
    "completion_date",
)

FIELDS: Mapping[str, Column] = {
    **{column.key: column for key in _SHARED for column in COLUMNS if column.key == key},
    **{column.key: column for column in _OWN},
}
"""What a column may hold, by key."""

DEFAULT: Mapping[str, str] = {FIELDS[key].heading: key for key in (*_SHARED[:5], "board", "board_id")}


def format_with(columns: Mapping[str, str]) -> Format:
    """The format of the file with these columns: heading -> key of `FIELDS`."""
    chosen = tuple(replace(FIELDS[key], heading=heading) for heading, key in columns.items())

    def write(rows: Sequence[Row], made: Made) -> bytes:
        return laid_out(chosen, GUIDANCE).fill(rows)

    def unwritable(row: Row, made: Made) -> list[Problem]:
        return misfits(row, IMPOSSIBLE, LABEL, chosen)

    return replace(FORMATS["xlsx"], label="Pre-validation", write=write, unwritable=unwritable)
