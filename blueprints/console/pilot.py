"""A made-up pilot: three activities and sixty learners with all the troubles of real ones.

Every person, number and address is invented. The NPIs begin with 2, which no real one does so far.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from pars.record import Activity, BoardCredit, SeriesSession
from pars.vocabulary import DEFAULT_CONSENT

ZONE = "America/New_York"
PROVIDER: dict[str, Any] = {
    "provider_name": "Sable Cove Medical Center",
    "accme_provider_id": "0009417",
    "timezone": ZONE,
    "consent_text": DEFAULT_CONSENT,
    "contact_email": "cme@sablecove.example.org",
    "home_states": ("ME", "NH"),
}
LECTURES = (
    ("Sepsis: the First Hour", None),
    ("Atrial Fibrillation in 2026", None),
    ("Deprescribing", None),
    ("Morbidity and Mortality Conference", Decimal("1.5")),
    ("The Swollen Leg", None),
)
"""The title of each of the weekly lectures, and its credits where it gives others than the rest."""
LECTURE_ENDS = timedelta(hours=8)  # after local midnight: Grand Rounds end at eight in the morning


@dataclass(frozen=True)
class Learner:
    """One line of pilot.tsv: to which activity, when, and what is typed into the form there."""

    activity: str
    arrives: datetime
    typed: dict[str, str]

    @property
    def name(self) -> str:
        return self.typed["last_name"]


def activities(now: datetime) -> dict[str, Activity]:
    """The three: one that ends just now, one with a date a week, one for whenever there is time."""
    today = session_date(now)
    weekly = tuple(today + timedelta(weeks=weeks) for weeks in (-4, -3, -2, -1, 1))
    return {
        "online": Activity(
            title="Opioid Stewardship in Primary Care",
            accme_activity_id="202648119",
            format="enduring",
            starts_on=today - timedelta(days=90),
            ends_on=today + timedelta(days=640),
            credits_max=Decimal("2"),
            boards=(BoardCredit(board="ABIM", credit_type="Medical Knowledge", points_max=Decimal("2")),),
            competencies=("Medical Knowledge", "Patient Care and Procedural Skills"),
            **PROVIDER,
        ),
        "rounds": Activity(
            title="Grand Rounds, Department of Medicine",
            accme_activity_id="202651730",
            format="series",
            starts_on=weekly[0],
            ends_on=weekly[-1],
            dates=weekly,
            sessions=tuple(
                SeriesSession(date=day, title=title, credits_max=most)
                for day, (title, most) in zip(weekly, LECTURES, strict=True)
            ),
            credits_max=Decimal("1"),
            series_credits_max=Decimal("3"),
            **PROVIDER,
        ),
        "surgery": Activity(
            title="Acute Care Surgery: a Self-Assessment Workshop",
            accme_activity_id="202650286",
            format="live",
            starts_on=today,
            ends_on=today,
            credits_max=Decimal("3"),
            boards=(
                BoardCredit(
                    board="ABS",
                    credit_type="Self-Assessment (CME with evaluation and feedback)",
                    points_max=Decimal("3"),
                ),
            ),
            opens_at=now - timedelta(hours=3),
            closes_at=now + timedelta(days=7),
            competencies=("Patient Care and Procedural Skills", "Professionalism"),
            **PROVIDER,
        ),
    }


def learners(now: datetime, pilot: dict[str, Activity]) -> Iterator[Learner]:
    """All sixty, in the order in which they send their answers."""
    text = files("blueprints.console").joinpath("pilot.tsv").read_text(encoding="utf-8")
    lines = csv.DictReader(text.splitlines(), delimiter="\t")
    found = [_learner(number, line, now, pilot) for number, line in enumerate(lines)]
    yield from sorted(found, key=lambda learner: learner.arrives)


def session_date(now: datetime) -> date:
    """The day of the workshop: today, or yesterday in the first hour after midnight."""
    return (now - timedelta(hours=1)).astimezone(ZoneInfo(ZONE)).date()


def _learner(number: int, line: dict[str, str], now: datetime, pilot: dict[str, Activity]) -> Learner:
    activity = pilot[line["activity"]]
    arrives, completed = _moment(line["activity"], int(line["when"]), now, activity)
    if activity.dates:
        arrives += timedelta(seconds=19 * number)  # one after another, on the way out
    birth_month, _, birth_day = line["birthday"].partition("/")
    claims_all = Decimal(line["credits"]) == activity.credits_on(completed)
    typed = {name: line[name] for name in line if name not in {"activity", "when", "birthday", "credits"}} | {
        "birth_month": birth_month,
        "birth_day": birth_day,
        "credits": line["credits"] if claims_all else "less",
        "credits_less": "" if claims_all else line["credits"],
        "completion_date": "" if activity.fixed_date else completed.isoformat(),
        "attest": "y",
    }
    return Learner(line["activity"], arrives, {name: value for name, value in typed.items() if value})


def _moment(name: str, when: int, now: datetime, activity: Activity) -> tuple[datetime, date]:
    """When the answers arrive, and the day of completion. `when`: minutes ago, the number of the date, or days ago."""
    if name == "surgery":
        return now - timedelta(minutes=when), activity.starts_on
    if name == "online":
        arrives = now - timedelta(days=when, minutes=70)
        return arrives, arrives.astimezone(activity.zone).date()
    day = activity.dates[when]
    return datetime.combine(day, datetime.min.time(), activity.zone) + LECTURE_ENDS, day
