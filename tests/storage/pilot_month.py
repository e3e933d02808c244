"""A month of a pilot, played by chance from a fixed seed, with every event written down as it happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from pars.formats import xlsx
from pars.record import Policy
from storage import exports, outcomes, records, staff_times, tallies
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import NothingToExport
from storage.tables import OpinionRow, RecordRow
from tests.conftest import Clock
from tests.storage.conftest import Send

Make = Callable[..., StoredActivity]
ZONE = ZoneInfo("America/New_York")
DAYS = 16


@dataclass
class Told:
    """What happened to one learner, as the test saw it happen."""

    activity: str
    arrived: date
    state: str
    completed: date | None
    sent: date | None = None
    answers: list[tuple[str, date]] = field(default_factory=list)


@dataclass
class Month:
    """Everything that happened, in the order in which it did."""

    activities: list[StoredActivity]
    learners: dict[str, Told]
    visits: Counter[tuple[str, str]]
    seconds: list[int]
    eases: list[tuple[str, date, int]]
    minutes: list[tuple[str | None, date, int, str]]


def play(database: Database, clock: Clock, make_activity: Make, send: Send) -> Month:
    """Two activities over some weeks: learners of all kinds, files, answers, corrections, opinions, staff time."""
    chance = Random(11)
    clock.now = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
    first = date(2026, 11, 1)
    activities = [
        make_activity(title=title, format="enduring", starts_on=first, ends_on=date(2027, 6, 30))
        for title in ("Rounds", "Online")
    ]
    played = Month(activities, {}, Counter(), [], [], [])
    for _ in range(DAYS):
        for stored in activities:
            _a_day_of_learners(played, stored, database, clock, chance, send)
            _an_afternoon_of_staff(played, stored, database, clock, chance)
        clock.advance(days=1)
    with database.read() as session:
        for record_id, told in played.learners.items():
            told.state = session.get_one(RecordRow, record_id).state
    return played


def _a_day_of_learners(
    played: Month, stored: StoredActivity, database: Database, clock: Clock, chance: Random, send: Send
) -> None:
    today = clock().astimezone(ZONE).date()
    counts: Counter[tallies.Tally] = Counter()
    for _ in range(chance.randint(0, 4)):
        number = len(played.learners) + 1
        completed = today - timedelta(days=chance.choice([0, 0, 0, 1, 3]))
        completed = max(completed, stored.activity.starts_on)
        fields = chance.choice(
            [{}, {}, {}, {"profession": "np"}, {"consent": "no"}, {"license_number": "", "npi": ""}]
        )
        own = {"last_name": f"Ek{chr(97 + number // 26)}{chr(97 + number % 26)}", "npi": ""}
        own |= {"license_number": f"MD{number:05}", "birth_day": str(number % 28 + 1)}
        made = send(stored, completion_date=completed.isoformat(), **(own | fields))
        played.learners[made.record_id] = Told(stored.id, today, "", completed)
        for what in (tallies.OPENED, tallies.CHECKED, tallies.STORED):
            counts[tallies.Tally(stored.id, tallies.hour_of(clock()), what)] += 1
            played.visits[stored.id, what] += 1
        if chance.random() < 0.4:
            counts[tallies.Tally(stored.id, tallies.hour_of(clock()), tallies.REFUSED)] += 1
            counts[tallies.Tally(stored.id, tallies.hour_of(clock()), tallies.REFUSED, "npi:npi_digits")] += 1
            played.visits[stored.id, tallies.REFUSED] += 1
        took = chance.choice([20, 40, 90, 200])
        counts[tallies.Tally(stored.id, tallies.hour_of(clock()), tallies.TOOK, str(took))] += 1
        played.seconds.append(took)
        if chance.random() < 0.5:
            ease = chance.randint(1, 5)
            played.eases.append((stored.id, today, ease))
            row = OpinionRow(id=f"{number}", activity_id=stored.id, given_on=today, ease=ease, comment="")
            with database.write() as session:
                session.add(row)
    with database.write() as session:
        tallies.add(session, counts)


def _an_afternoon_of_staff(
    played: Month, stored: StoredActivity, database: Database, clock: Clock, chance: Random
) -> None:
    today = clock().astimezone(ZONE).date()
    own = [one for one, told in played.learners.items() if told.activity == stored.id]
    if chance.random() < 0.3:
        _export(played, stored, database, clock, today)
    with database.write() as session:
        waiting = [one for one in own if session.get_one(RecordRow, one).state == "exported"]
        for one in waiting:
            status = chance.choice(["", "accepted", "accepted", "accepted", "rejected"])
            if status:
                outcomes.decide(session, one, status, "", source="hand", actor="staff:x", now=clock())
                played.learners[one].answers.append((status, today))
        rejected = [one for one in own if session.get_one(RecordRow, one).state == "rejected"]
        for one in rejected:
            if chance.random() < 0.6:
                change = {"license_number": f"ME{len(played.learners):04}{len(played.learners[one].answers)}"}
                records.correct(
                    session, one, change, reason="Called", version=None, actor="staff:x", now=clock(),
                    policy=Policy(),
                )  # fmt: skip
        if own and chance.random() < 0.1:
            one = chance.choice(own)
            if session.get_one(RecordRow, one).state != "set_aside":
                records.set_aside(
                    session, one, reason="Twice", version=None, actor="staff:x", now=clock(), policy=Policy()
                )
        if chance.random() < 0.3:
            where = chance.choice([stored.id, None])
            spent = (where, today, chance.randint(5, 60), chance.choice(staff_times.TASKS))
            played.minutes.append(spent)
            staff_times.add(
                session, activity_id=spent[0], worked_on=spent[1], minutes=spent[2], task=spent[3],
                actor="staff:x", now=clock(),
            )  # fmt: skip


def _export(played: Month, stored: StoredActivity, database: Database, clock: Clock, today: date) -> None:
    with database.write() as session:
        try:
            draft = exports.prepare(session, stored.id, "add", "localhost")
        except NothingToExport:
            return
        data = xlsx.write(draft.rows)
        exports.store(
            session, draft, data=data, format="xlsx", filename="a.xlsx", template_sha256=None,
            actor="staff:x", now=clock(),
        )  # fmt: skip
    for entry in draft.entries:
        if entry.row.action == "Add":
            told = played.learners[entry.record_id]
            told.sent = told.sent or today
