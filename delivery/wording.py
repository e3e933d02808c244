"""The words of the letters to learners. Of the learner they hold the name, and the receipt what it is a receipt of."""

from __future__ import annotations

from datetime import date, datetime

from pars.record import Activity, LearnerRecord
from pars.text import tidy
from storage.letters import Words

SUBJECT = "Please check your details for your CME credit"

TEXT = "\n\n".join(
    (
        "Dear {name},",
        'you took part in "{title}" ({day}), and {provider} reports your credit for it. Some of your details '
        "need another look, so that your boards can find you.",
        "This takes a minute and needs no account:",
        "{url}",
        "The link works once, until {until}. Please do not pass it on.",
        "Have a question, or did you not take part? Just answer this letter, or write to {contact}.",
        "{provider}\n",
    )
)

RECEIPT_SUBJECT = "Your receipt {reference} for CME credit"

RECEIPT = "\n\n".join(
    (
        "Dear {name},",
        "{provider} has received your attestation. Please keep this letter: it is your receipt.",
        "Reference: {reference}\nActivity: {title}\nCredits: {credits}\nCompleted on: {day}",
        "Your receipt opens here whenever you need it:",
        "{url}",
        "The address is meant for you alone. Please do not pass it on.",
        "Is anything wrong, or did you not take part? Just answer this letter, or write to {contact}.",
        "{provider}\n",
    )
)


def letter(activity: Activity, record: LearnerRecord, url: str, expires_at: datetime) -> Words:
    """The letter that carries a link; the last day is a day where the activity is held."""
    day = record.completion_date or activity.starts_on
    return Words(
        to=record.email,
        subject=SUBJECT,
        text=TEXT.format(
            name=_line(f"{record.first_name} {record.last_name}"),
            title=_line(activity.title),
            day=_date(day),
            provider=_line(activity.provider_name),
            url=url,
            until=_date(expires_at.astimezone(activity.zone).date()),
            contact=activity.contact_email,
        ),
        reply_to=activity.contact_email,
    )


def receipt(activity: Activity, record: LearnerRecord, *, reference: str, claimed: str, url: str) -> Words:
    """The letter that is a receipt; `reference` and `claimed` are as the page has them."""
    return Words(
        to=record.email,
        subject=RECEIPT_SUBJECT.format(reference=reference),
        text=RECEIPT.format(
            name=_line(f"{record.first_name} {record.last_name}"),
            title=_line(activity.title),
            day=_date(record.completion_date or activity.starts_on),
            provider=_line(activity.provider_name),
            reference=reference,
            credits=claimed,
            url=url,
            contact=activity.contact_email,
        ),
        reply_to=activity.contact_email,
    )


def _line(text: str) -> str:
    """On one line, whatever it holds."""
    return " ".join(tidy(text).split())


def _date(day: date) -> str:
    """November 23, 2026."""
    return f"{day:%B} {day.day}, {day.year}"
