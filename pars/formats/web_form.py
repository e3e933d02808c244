"""A record as PARS's web form asks for it: field by field, for a coordinator who types it in by hand.

The form matches a learner on name, birth month and day and state, then takes the credits (ACCME, CME credit
reporting checklist, 2025-11-19); the order of its fields beyond that is inferred, confidence low. Its values
are those of the file: one table of columns for all ways into PARS.
"""

from typing import Final, NamedTuple

from pars.formats.columns import Row, columns_for, printed

LEARNER: Final = (
    "first_name",
    "last_name",
    "birthday",
    "license_state",
    "license_number",
    "credits",
    "completion_date",
)
"""Keys of the columns that the form asks first, in its order; what is told to a board comes after them."""

ELSEWHERE: Final = frozenset({"action", "accme_activity_id"})
"""The form is opened for an activity, and adding or deleting is a button in it."""


class Entry(NamedTuple):
    """One field of the form: `key` and `label` are those of its column; `value` is "" where there is nothing."""

    key: str
    label: str
    value: str


def entries(row: Row) -> list[Entry]:
    """The fields to fill in for one row; of the board's only those that have a value."""
    columns = {column.key: column for column in columns_for([row])}
    board = [key for key in columns if key not in ELSEWHERE and key not in LEARNER]
    asked = [
        Entry(key, columns[key].heading.strip(), printed(columns[key].value(row)))
        for key in [*LEARNER, *board]
    ]
    return [entry for entry in asked if entry.value or entry.key in LEARNER]
