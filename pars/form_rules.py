"""Rules that hold for every learner: what must be answered, and what the activity allows."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from pars.asking import asked, presumed
from pars.errors import Code, Problem
from pars.record import CREDIT_STEP, NO_US_LICENSE, Activity, LearnerRecord, Policy

_MISSING = {
    "profession": Code.PROFESSION_MISSING,
    "first_name": Code.FIRST_NAME_MISSING,
    "last_name": Code.LAST_NAME_MISSING,
    "completion_date": Code.COMPLETION_DATE_MISSING,
    "attest": Code.ATTEST_MISSING,
}


def answered(record: LearnerRecord, activity: Activity, policy: Policy, today: date) -> Iterator[Problem]:
    """Everybody gives a name, a profession, the credits, a date where it is not fixed, and the attestation."""
    for field, code in _MISSING.items():
        if not getattr(record, field):
            yield Problem(field, code)
    if record.credits is None:
        yield Problem("credits", Code.CREDITS_MISSING)
    if activity.email == "required" and not record.email:
        yield Problem("email", Code.EMAIL_MISSING)


def answered_by_physicians(
    record: LearnerRecord, activity: Activity, policy: Policy, today: date
) -> Iterator[Problem]:
    """A physician answers the question of consent, and where it is yes, gives what PARS matches by.

    PARS matches by name, birth month and day, and state (ACCME web form, H). License number and NPI are asked
    for and never required.
    """
    profession = presumed(record.profession, partial(getattr, record))
    if "consent" not in asked(profession, activity, policy) or record.consent is False:
        return
    if record.consent is None:
        yield Problem("consent", Code.CONSENT_MISSING)
    if not record.license_state:
        yield Problem("license_state", Code.LICENSE_STATE_MISSING)
    if record.license_state == NO_US_LICENSE:
        return
    if record.birth_month is None:
        yield Problem("birth_month", Code.BIRTHDAY_MISSING)
    elif record.birth_day is None:
        yield Problem("birth_day", Code.BIRTHDAY_MISSING)


def credits_allowed(
    record: LearnerRecord, activity: Activity, policy: Policy, today: date
) -> Iterator[Problem]:
    """More than 0, at most what the activity gives, of a series on that date, in steps of 0.25 (AMA)."""
    if record.credits is None:
        return
    day = record.completion_date
    most = activity.credits_on(day)
    if record.credits <= 0:
        yield Problem("credits", Code.CREDITS_NOT_POSITIVE)
    elif record.credits > most:
        if day and activity.credits_differ:
            yield Problem("credits", Code.CREDITS_OVER_DATE, {"most": plain(most), "day": us_date(day)})
        else:
            yield Problem("credits", Code.CREDITS_TOO_MANY, {"most": plain(most)})
    elif record.credits % CREDIT_STEP:
        yield Problem("credits", Code.CREDITS_STEP)


def date_allowed(record: LearnerRecord, activity: Activity, policy: Policy, today: date) -> Iterator[Problem]:
    """A day of the activity, one of those listed in a series, and not in the future."""
    day = record.completion_date
    if day is None:
        return
    if day < activity.starts_on:
        yield Problem("completion_date", Code.COMPLETION_DATE_BEFORE, {"first": us_date(activity.starts_on)})
    elif day > activity.ends_on:
        yield Problem("completion_date", Code.COMPLETION_DATE_AFTER, {"last": us_date(activity.ends_on)})
    elif activity.dates and day not in activity.dates:
        yield Problem("completion_date", Code.COMPLETION_DATE_NOT_LISTED)
    elif day > today:
        yield Problem("completion_date", Code.COMPLETION_DATE_FUTURE)


def plain(number: Decimal) -> str:
    """A number as people write it: `6`, `0.75`."""
    return f"{number.normalize():f}"


def us_date(day: date) -> str:
    """A date as Americans write it: `11/23/2026`."""
    return f"{day.month}/{day.day}/{day.year}"


FORM_RULES = (answered, answered_by_physicians, credits_allowed, date_allowed)
