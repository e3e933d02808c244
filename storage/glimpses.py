"""Whether the page of an activity is still the one that was made before: what a hall's worth of phones asks at once."""

from __future__ import annotations

from typing import NamedTuple

from storage import provider
from storage.database import Database

SEEN = f"""
SELECT id, version, updated_at, (SELECT value FROM installation WHERE name = '{provider.SETTINGS}')
FROM activities WHERE code = :code
"""  # noqa: S608  (a name of ours)


class Glimpse(NamedTuple):
    """All that the page of an activity is made of, in values that change with it.

    `changed_at` and `provider`, the provider's settings with the mark of the logo, are there to be compared only.
    """

    activity_id: str
    version: int
    changed_at: object
    provider: object


def glimpse(database: Database, code: str) -> Glimpse | None:
    """One statement, outside of any transaction; None for an unknown code."""
    found = database.glance(SEEN, code=code)
    return Glimpse(*found) if found else None
