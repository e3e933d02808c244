"""The dates of a series as a coordinator sets them up, and what each of them has of its own."""

from dataclasses import fields
from datetime import date

from pars.errors import Code
from pars.form_rules import us_date
from pars.record import SeriesSession
from pars.setup_fields import Fields

SESSION_FIELDS = tuple(field.name for field in fields(SeriesSession))


def read_dates(
    given: Fields, kind: str, first: date | None, last: date | None
) -> tuple[tuple[date, ...], tuple[SeriesSession, ...]]:
    """The dates in order, each once; and the sessions, those that have something of their own.

    Where `dates` is left out they are those of the sessions; where both are given, each session is on one of them.
    """
    days = {day for text in given.items("dates", str, "dates") if (day := given.as_day("dates", text))}
    told = _sessions(given)
    if given.data.get("dates") is None:
        days = set(told)
    elif kind == "series":
        for day in sorted(told.keys() - days):
            given.refuse("sessions", Code.SESSION_NOT_LISTED, day=us_date(day))
    found = sorted(days)
    if kind != "series":
        if found:
            given.refuse("dates", Code.DATES_NOT_SERIES)
        elif told:
            given.refuse("sessions", Code.SERIES_ONLY)
    elif found and first and last and not first <= found[0] <= found[-1] <= last:
        given.refuse("dates", Code.DATES_OUTSIDE)
    own = (told[day] for day in found if day in told)
    return tuple(found), tuple(one for one in own if one.title or one.credits_max)


def _sessions(given: Fields) -> dict[date, SeriesSession]:
    told: dict[date, SeriesSession] = {}
    for number, item in enumerate(given.items("sessions", dict, "sessions")):
        one = Fields(item, given.problems, within=f"sessions.{number}.")
        one.refuse_unknown(SESSION_FIELDS)
        day = one.day("date")
        session_credits = one.quarters("credits_max", needed=False)
        title = one.line("title", needed=False)
        if day in told:
            one.refuse("date", Code.SESSION_TWICE, day=us_date(day))
        elif day:
            told[day] = SeriesSession(date=day, title=title, credits_max=session_credits)
    return told
