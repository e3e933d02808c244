"""When learners can attest: what the coordinator says, within the opening hours, and not before the activity."""

from datetime import date, datetime, timedelta
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


def last_call(status: str, closes_at: datetime | None, grace_minutes: int) -> datetime | None:
    """Until when a form that was opened in time is still taken after closing; None where there is no such time.

    An activity that was closed by hand is closed at once.
    """
    if status != "open" or closes_at is None or not grace_minutes:
        return None
    return closes_at + timedelta(minutes=grace_minutes)


def lateness(closes_at: datetime | None, now: datetime) -> str:
    """How long after closing something came, in words; "" where it came in time, or no time was set."""
    if closes_at is None or now < closes_at:
        return ""
    minutes = int((now - closes_at).total_seconds() // 60)
    for unit, size, enough in (("day", 24 * 60, 2), ("hour", 60, 2), ("minute", 1, 1)):
        if minutes >= size * enough:
            return f"{minutes // size} {unit}{'' if minutes // size == 1 else 's'} after closing"
    return "Less than a minute after closing"
