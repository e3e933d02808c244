"""How the form of an activity fares, as counts of an hour: opened, checked, refused, stored, and the time it took.

A count is all there is: no address, no cookie, no name, nothing that tells one visit from another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.tables import TallyRow

OPENED: Final = "opened"
CHECKED: Final = "checked"
REFUSED: Final = "refused"
STORED: Final = "stored"
TOOK: Final = "took"

SHORTEST, LONGEST = 5, 7200
"""Seconds that filling in can take: less is a program's doing, more is a form left open over lunch."""
FINE, COARSE, FINE_BELOW = 10, 60, 600
"""Times are kept in steps of ten seconds, from ten minutes on in minutes."""


class Tally(NamedTuple):
    """What is counted: `hour` is the moment it began, in UTC; `detail` is "" or

    of REFUSED, the field and the code of one problem ("npi:npi_digits"), beside "" for the post as a whole;
    of TOOK, the seconds at which the step begins ("40").
    """

    activity_id: str
    hour: datetime
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Hour:
    """The counts of one hour, `hour` the moment it began."""

    hour: datetime
    opened: int
    checked: int
    refused: int
    stored: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """From opening the form to the receipt. `rules` are field, code and how often, the most frequent first;
    `took` says how many forms took the seconds from its key on."""

    opened: int
    checked: int
    refused: int
    stored: int
    rules: list[tuple[str, str, int]]
    took: Mapping[int, int]
    hours: list[Hour]

    @property
    def completion(self) -> float | None:
        """Stored for each one opened; None where nobody has come."""
        return round(self.stored / self.opened, 4) if self.opened else None

    @property
    def median_seconds(self) -> int | None:
        """The middle of the step that holds the median, the lower of two; None where no time is known."""
        half, passed = (sum(self.took.values()) + 1) // 2, 0
        for begins in sorted(self.took):
            passed += self.took[begins]
            if passed >= half:
                return begins + (FINE if begins < FINE_BELOW else COARSE) // 2
        return None


def hour_of(now: datetime) -> datetime:
    """The moment at which this hour began, in UTC."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def step_of(seconds: int) -> int | None:
    """The seconds at which this time's step begins; None for a time that says nothing about filling in."""
    if not SHORTEST <= seconds <= LONGEST:
        return None
    width = FINE if seconds < FINE_BELOW else COARSE
    return seconds // width * width


def add(session: Session, counts: Mapping[Tally, int]) -> None:
    """Add what was counted since the last time, by any process, in any order."""
    if not counts:
        return
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(TallyRow.__table__)
    added = new.on_conflict_do_update(
        index_elements=["activity_id", "hour", "what", "detail"],
        set_={"number": TallyRow.number + new.excluded.number},
    )
    # In one order for all: two processes that add at once must not wait for each other's rows.
    session.connection().execute(
        added, [{**tally._asdict(), "number": number} for tally, number in sorted(counts.items())]
    )


def of(
    session: Session, activity_id: str, *, since: datetime | None = None, until: datetime | None = None
) -> Funnel:
    """The figures of an activity, of the hours that began at `since` or later and before `until`."""
    wanted = [TallyRow.activity_id == activity_id]
    wanted += [TallyRow.hour >= since] if since else []
    wanted += [TallyRow.hour < until] if until else []
    hourly: Counter[tuple[datetime, str]] = Counter()
    totals: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    took: Counter[int] = Counter()
    for row in session.scalars(select(TallyRow).where(*wanted)):
        if row.what == TOOK:
            took[int(row.detail)] += row.number
        elif row.detail:
            rules[row.detail] += row.number
        else:
            hourly[row.hour, row.what] += row.number
            totals[row.what] += row.number
    steps = (OPENED, CHECKED, REFUSED, STORED)
    return Funnel(
        **{what: totals[what] for what in steps},
        rules=[_rule(detail, number) for detail, number in sorted(rules.items(), key=_most_first)],
        took=took,
        hours=[
            Hour(hour, **{what: hourly[hour, what] for what in steps})
            for hour in sorted({hour for hour, _ in hourly})
        ],
    )


def _rule(detail: str, number: int) -> tuple[str, str, int]:
    field, _, code = detail.partition(":")
    return field, code, number


def _most_first(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]
