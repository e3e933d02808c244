"""When learners can attest: what the coordinator says, within the opening hours, and not before the activity."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def phase(
    status: str,
    first_day: date,
    timezone: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    now: datetime,
) -> str:
    """draft, not_yet, open or closed. Nobody can have completed what has not begun, so that is never open."""
    if status != "open":
        return status
    if closes_at and now >= closes_at:
        return "closed"
    if opens_at and now < opens_at:
        return "not_yet"
    # Every zone is within a day of UTC: most of the time no zone needs to be asked.
    if first_day >= now.date() and first_day > now.astimezone(ZoneInfo(timezone)).date():
        return "not_yet"
    return "open"
