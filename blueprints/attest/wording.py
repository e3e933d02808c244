"""How dates, times and credits are spoken to learners. American English, dates of the activity's own zone."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from pars.record import AMA_CATEGORY_1, Activity
from pars.vocabulary import BOARDS


def long_date(day: date) -> str:
    """Monday, November 23, 2026."""
    return f"{calendar.day_name[day.weekday()]}, {plain_date(day)}"


def plain_date(day: date) -> str:
    """November 23, 2026."""
    return f"{calendar.month_name[day.month]} {day.day}, {day.year}"


def days(activity: Activity) -> str:
    """When an activity takes place, or for how long its material is there."""
    if activity.starts_on == activity.ends_on:
        return long_date(activity.starts_on)
    first, last = activity.starts_on, activity.ends_on
    if (first.year, first.month) == (last.year, last.month):
        return f"{calendar.month_name[first.month]} {first.day} to {last.day}, {first.year}"
    return f"{plain_date(first)} to {plain_date(last)}"


def moment(time: datetime, zone: str) -> str:
    """Monday, November 23, 2026, 9:41 AM EST; `time` is aware."""
    local = time.astimezone(ZoneInfo(zone))
    hour, half = local.hour % 12 or 12, "AM" if local.hour < 12 else "PM"
    return f"{long_date(local.date())}, {hour}:{local.minute:02} {half} {local.tzname()}"


def birthday(month: int, day: int) -> str:
    """September 27."""
    return f"{calendar.month_name[month]} {day}"


def plain_number(number: Decimal) -> str:
    """6 or 5.75: no zeros behind the point that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def credit_count(number: Decimal) -> str:
    """1.5 credits, 1 credit."""
    return f"{plain_number(number)} credit{'' if number <= 1 else 's'}"


def credits_of(number: Decimal, activity: Activity) -> str:
    """5.75 AMA PRA Category 1 Credits™, 1 AMA PRA Category 1 Credit™: the AMA's trademark, written its way."""
    one = "" if number <= 1 else "s"
    kind = activity.credit_type
    if kind == AMA_CATEGORY_1:
        return f"{plain_number(number)} {kind} Credit{one}\N{TRADE MARK SIGN}"
    return f"{plain_number(number)} {kind} credit{one}"


def board_label(acronym: str) -> str:
    """American Board of Surgery (ABS); "" for no board."""
    board = BOARDS.get(acronym)
    return f"{board.name} ({acronym})" if board else acronym


FILTERS = {"days": days, "moment": moment, "number": plain_number, "credits": credits_of}
