"""The demo's pilot: how often the form was opened and sent back, what got in the way, and the time that it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from blueprints.console.pilot import Learner
from storage import hiccups, pilot, staff_times, tallies
from storage.activities import StoredActivity, local_date
from storage.hiccups import Entry

NAME = "Medicine and surgery"
GOAL = "Learn whether physicians can attest on their own phone, and whether PARS accepts what they say."
RULES = ("npi:npi_digits", "license_number:license_character", "birth_month:birthday_missing")
MINUTES = (("rounds", "set_up", 35, 30), ("rounds", "reviewing", 70, 27), ("rounds", "reporting", 25, 20),
           ("surgery", "gathering", 20, 0))  # fmt: skip
"""Of which activity, for what, how many, and how many days ago."""


def start(
    session: Any,
    stored: Mapping[str, StoredActivity],
    arrivals: Sequence[Learner],
    *,
    actor: str,
    now: datetime,
) -> None:
    """Start a pilot of the three activities, with visits, hiccups and staff time."""
    tallies.add(session, _visits(stored, arrivals))
    today = local_date(stored["rounds"].activity, now)
    began = today - timedelta(days=35)
    plan = pilot.Plan(NAME, GOAL, began, None, tuple(one.id for one in stored.values()))
    pilot.start(session, plan, actor=actor, now=now)
    for entry in (
        Entry(
            what="Many did not know which license number is meant.",
            tag="wording",
            noticed_on=today - timedelta(days=14),
            activity_id=stored["rounds"].id,
            decision="The slide shows an example, and says that the NPI will do.",
            changed_on=today - timedelta(days=7),
        ),
        Entry(
            what="Phones had no network in the lower hall.",
            tag="access",
            noticed_on=today,
            activity_id=stored["surgery"].id,
        ),
    ):
        hiccups.add(session, entry, actor=actor, now=now)
    for name, task, minutes, ago in MINUTES:
        staff_times.add(
            session,
            activity_id=stored[name].id,
            worked_on=today - timedelta(days=ago),
            minutes=minutes,
            task=task,
            actor=actor,
            now=now,
        )


def _visits(stored: Mapping[str, StoredActivity], arrivals: Sequence[Learner]) -> Counter[tallies.Tally]:
    """A visit for each learner, of whom some were sent back first, and some who left again."""
    chance = Random(7)  # noqa: S311  made up, and the same every time
    counts: Counter[tallies.Tally] = Counter()
    for learner in arrivals:
        where = (stored[learner.activity].id, tallies.hour_of(learner.arrives))
        counts.update(
            tallies.Tally(*where, what) for what in (tallies.OPENED, tallies.CHECKED, tallies.STORED)
        )
        counts[tallies.Tally(*where, tallies.TOOK, str(chance.choice((40, 50, 60, 80, 120))))] += 1
        if chance.random() < 0.3:
            counts[tallies.Tally(*where, tallies.REFUSED)] += 1
            counts[tallies.Tally(*where, tallies.REFUSED, chance.choice(RULES))] += 1
        if chance.random() < 0.2:
            counts[tallies.Tally(*where, tallies.OPENED)] += 1
    return counts
