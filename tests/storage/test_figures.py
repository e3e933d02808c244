"""The figures of a pilot against a count of our own: a month played by chance, and every event written down beside."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from pars.formats import xlsx
from pars.record import Policy
from storage import exports, figures, journeys, outcomes, records, staff_times, tallies
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import NothingToExport
from storage.figures import Figures, Period
from storage.journeys import answer_to
from storage.tables import Attestation, ExportedRow, ExportRow, OpinionRow, OutcomeRow, RecordRow
from tests.conftest import Clock
from tests.storage.conftest import Send

Make = Callable[..., StoredActivity]
ZONE = ZoneInfo("America/New_York")
DAYS = 16
SLOW = 2.0  # seconds of the processor for 10,000 records, several times what it takes
PERIODS = (
    Period(),
    Period(until=date(2026, 11, 9)),
    Period(date(2026, 11, 6)),
    Period(date(2026, 11, 4), date(2026, 11, 14)),
)


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


@pytest.fixture
def month(database: Database, clock: Clock, make_activity: Make, send: Send) -> Month:
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


def counted(month: Month, period: Period, only: str | None = None) -> dict[str, object]:
    """The figures, counted from what was seen and from nothing that is stored but each record's state."""
    since, until = period.since or date.min, period.until or date.max
    learners = [
        one
        for one in month.learners.values()
        if since <= one.arrived <= until and only in (None, one.activity)
    ]
    meant = [one for one in learners if one.state not in ("set_aside", "not_for_pars")]
    sent = [one for one in meant if one.sent]
    answered = [one for one in sent if one.answers]
    accepted = [one for one in answered if one.state == "accepted"]
    waits = [(one.answers[-1][1] - one.completed).days for one in accepted if one.completed]
    return {
        "records": {
            "received": len(learners),
            "meant": len(meant),
            "reportable": sum(one.state != "needs_attention" for one in meant),
            "sent": len(sent),
            "answered": len(answered),
            "first_try": sum(one.answers[0][0] == "accepted" for one in answered),
            "accepted": len(accepted),
        },
        "median_days": statistics.median(waits) if waits else None,
        "arrivals": Counter(one.arrived for one in learners),
        "ease": Counter(
            ease for where, day, ease in month.eases if since <= day <= until and only in (None, where)
        ),
        "sent_by_10": sum(
            (one.sent - one.completed).days <= 10 for one in sent if one.sent and one.completed
        ),
        "accepted_by_10": sum(wait <= 10 for wait in waits),
    }


def told_by(figures_found: Figures) -> dict[str, object]:
    names = ("received", "meant", "reportable", "sent", "answered", "first_try", "accepted")
    ages = figures.by_age(figures_found.ages)
    return {
        "records": {name: figures_found.records[name] for name in names},
        "median_days": figures.median(figures_found.days_to_acceptance),
        "arrivals": +figures_found.arrivals,
        "ease": +figures_found.ease,
        "sent_by_10": ages[10]["sent"],
        "accepted_by_10": ages[10]["accepted"],
    }


def look(
    database: Database, stored: list[StoredActivity], period: Period
) -> tuple[dict[str, Figures], Figures]:
    with database.read() as session:
        each = figures.of(session, stored, period)
        total = Figures()
        for one in each.values():
            total.take(one)
        figures.add_minutes(each, total, staff_times.of(session, list(each)), period)
    return each, total


def test_every_figure_is_that_of_the_events(database: Database, month: Month) -> None:
    for period in PERIODS:
        each, total = look(database, month.activities, period)
        assert told_by(total) == counted(month, period)
        assert total.records["first_try"] > 0
        for stored in month.activities:
            assert told_by(each[stored.id]) == counted(month, period, stored.id)
        days = [one for one in month.minutes if period.holds(one[1])]
        assert sum(total.minutes.values()) == sum(minutes for _, _, minutes, _ in days)
    each, total = look(database, month.activities, Period())
    for what in ("opened", "checked", "refused", "stored"):
        assert total.form[what] == sum(month.visits[stored.id, what] for stored in month.activities)
        for stored in month.activities:
            assert each[stored.id].form[what] == month.visits[stored.id, what]
    assert total.refused == {("npi", "npi_digits"): total.form["refused"]}
    assert total.seconds == Counter(month.seconds)
    middle = statistics.median_low(month.seconds)
    assert total.funnel.median_seconds is not None
    assert middle <= total.funnel.median_seconds < middle + 10


def test_a_figure_that_is_counted_wrongly_is_seen(
    database: Database, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same comparison on a build that takes a later acceptance for the first answer."""
    right = journeys._journey

    def wrong(sent_at: datetime, tries: dict[int, journeys.Rows]) -> journeys.Journey:
        return right(sent_at, {max(tries): tries[max(tries)]})

    monkeypatch.setattr(journeys, "_journey", wrong)
    _, total = look(database, month.activities, Period())
    assert told_by(total) != counted(month, Period())


@pytest.mark.parametrize(
    ("statuses", "answer"),
    [
        ([None], None),
        (["accepted"], "accepted"),
        (["accepted", None], None),
        (["accepted", "rejected"], "rejected"),
        (["rejected", None], "rejected"),
    ],
)
def test_a_record_of_two_rows_is_accepted_when_both_are(
    statuses: list[str | None], answer: str | None
) -> None:
    assert answer_to([(status, None) for status in statuses]) == answer


def test_ten_thousand_records_are_counted_in_a_moment(
    database: Database, clock: Clock, make_activity: Make
) -> None:
    stored = make_activity()
    number = 10_000
    with database.write() as session:
        export = ExportRow(
            id="e", activity_id=stored.id, format="xlsx", kind="add", rows=number, sha256="0" * 64,
            filename="a", template_sha256=None, created_at=clock(), actor="x",
        )  # fmt: skip
        session.add(export)
        session.flush()
        ids = [f"{one:032}" for one in range(number)]
        session.execute(
            insert(Attestation),
            [
                {
                    "id": one, "activity_id": stored.id, "submission_id": one, "answers_mark": "",
                    "reference": one[-8:], "token_mark": one, "token": b"",
                    "consent_sha256": stored.consent_sha256, "origin": "x", "received_at": clock(),
                }
                for one in ids
            ],
        )  # fmt: skip
        session.execute(
            insert(RecordRow),
            [
                {
                    "id": one, "activity_id": stored.id, "reference": one[-8:], "version": 1, "state": "accepted",
                    "problems": [{"field": "npi", "code": "npi_digits"}], "looked_at": (), "held": False,
                    "profession": "md", "first_name": "A", "last_name": "B", "folded_name": "ab",
                    "license_state": "ME", "completion_date": date(2026, 11, 23), "board": "", "attest": True,
                    "received_at": clock(), "changed_at": clock(),
                }
                for one in ids
            ],
        )  # fmt: skip
        session.execute(
            insert(ExportedRow),
            [
                {"credit_id": one, "action": "Add", "export_id": "e", "record_id": one, "record_version": 1,
                 "part": "", "position": place}
                for place, one in enumerate(ids)
            ],
        )  # fmt: skip
        session.execute(
            insert(OutcomeRow),
            [
                {"credit_id": one, "action": "Add", "record_id": one, "status": "accepted", "source": "x",
                 "at": clock() + timedelta(days=4), "actor": "x"}
                for one in ids
            ],
        )  # fmt: skip
    before = time.process_time()
    _, total = look(database, [stored], Period())
    took = time.process_time() - before
    assert total.records["accepted"] == number
    assert figures.median(total.days_to_acceptance) == 4
    assert took < SLOW, f"{took:.2f} s"
