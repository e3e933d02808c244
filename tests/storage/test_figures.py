"""The figures of a pilot against a count of our own: a month played by chance, and every event written down beside."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest

from storage import figures, journeys, staff_times
from storage.activities import StoredActivity
from storage.database import Database
from storage.figures import Figures, Period
from storage.journeys import answer_to
from tests.conftest import Clock
from tests.storage.conftest import Send
from tests.storage.pilot_month import Make, Month, play

PERIODS = (
    Period(),
    Period(until=date(2026, 11, 9)),
    Period(date(2026, 11, 6)),
    Period(date(2026, 11, 4), date(2026, 11, 14)),
)


@pytest.fixture
def month(database: Database, clock: Clock, make_activity: Make, send: Send) -> Month:
    return play(database, clock, make_activity, send)


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

    def wrong(rows: Sequence[journeys.Sent]) -> journeys.Journey:
        return right([row for row in rows if row[1] == rows[-1][1]])

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
