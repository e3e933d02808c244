"""P30: the date where an activity is held, around midnight and where clocks change, against the C library's own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pars.record import Activity
from storage.activities import local_date
from tests.conftest import an_activity

ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Pacific/Kiritimati",
)
Find = Callable[[Activity, datetime], date]
# Clocks go back and forward in the United States, in Europe, and on no particular day.
DAYS = (date(2026, 11, 1), date(2026, 3, 8), date(2026, 10, 25), date(2026, 7, 4))
AROUND = (-5, -1, 0, 1, 5)  # minutes from midnight, there
HOURS = range(-14, 13, 3)  # and from midnight in UTC


@pytest.fixture
def c_library() -> Iterator[None]:
    if not Path("/usr/share/zoneinfo/America/New_York").exists():
        pytest.skip("the system has no time zones")
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def moments(day: date) -> Iterator[datetime]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for hours in HOURS:
        yield midnight + timedelta(hours=hours)
    here = int(time.mktime((day.year, day.month, day.day, 0, 0, 0, 0, 0, -1)))
    for minutes in AROUND:
        yield datetime.fromtimestamp(here, UTC) + timedelta(minutes=minutes)


def wrong(find: Find = local_date) -> tuple[int, int]:
    """Cases, and how many of them give another date than the C library."""
    cases = other = 0
    for zone in ZONES:
        os.environ["TZ"] = zone
        time.tzset()
        activity: Activity = an_activity(timezone=zone)
        for day in DAYS:
            for moment in moments(day):
                there = time.localtime(moment.timestamp())
                cases += 1
                other += find(activity, moment) != date(there.tm_year, there.tm_mon, there.tm_mday)
    return cases, other


@pytest.mark.usefixtures("c_library")
def test_no_date_is_wrong() -> None:
    cases, other = wrong()
    assert cases >= 500
    assert other == 0


@pytest.mark.usefixtures("c_library")
def test_control_the_date_in_utc_is_often_wrong() -> None:
    assert wrong(lambda _, moment: moment.date())[1] > 100
