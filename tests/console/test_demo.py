"""The demo: a made-up pilot that went through the same door as every learner, with the troubles of real ones."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.console.pilot import Learner, activities, learners
from pars.errors import Level
from pars.identifiers import npi
from pars.lifecycle import State
from pars.record import Policy
from pars.rules import at_the_door, judge
from storage import activities as stored_activities
from storage import exports, lists
from storage.database import Database

MOMENTS = [datetime(2026, 11, 23, 17, 0, tzinfo=UTC), datetime(2026, 3, 1, 5, 10, tzinfo=UTC)]


@pytest.mark.parametrize("now", MOMENTS, ids=["midday", "ten past midnight after February"])
def test_all_sixty_get_through_the_door_at_any_hour(now: datetime) -> None:
    pilot = activities(now)
    everybody = list(learners(now, pilot))
    assert len(everybody) == 60
    for learner in everybody:
        assert learner.arrives <= now
        assert at_the_door(_problems(learner, pilot)) == [], learner.typed


def test_they_have_the_troubles_of_real_ones() -> None:
    pilot = activities(MOMENTS[0])
    troubles = Counter(p.code.value for one in learners(MOMENTS[0], pilot) for p in _problems(one, pilot))
    assert len(troubles) >= 10
    assert all(
        p.level is not Level.ERROR for one in learners(MOMENTS[0], pilot) for p in _problems(one, pilot)
    )


def test_no_number_can_be_a_real_persons() -> None:
    """NPIs that begin with 2 have not been given to anybody; addresses are of example.org."""
    for learner in learners(MOMENTS[0], activities(MOMENTS[0])):
        typed = learner.typed.get("npi", "").replace(" ", "")
        assert not typed or typed.startswith("2")
        assert (
            not npi.is_valid(learner.typed.get("license_number", ""))
            or learner.typed["license_number"][0] == "2"
        )
        assert learner.typed["email"].endswith("@example.org")


def test_the_command_fills_an_empty_database_once(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    run = app.test_cli_runner()
    result = run.invoke(args=["demo"])
    assert result.exit_code == 0, result.output
    with database.read() as session:
        stored = stored_activities.every(session)
        records = [record for one in stored for record in lists.page(session, one.id).items]
        files = [file for one in stored for file in exports.every(session, one.id)]
    assert (len(stored), len(records), len(files)) == (3, 60, 1)
    assert re.fullmatch(r"pars-\d{9}-\d{4}-\d{2}-\d{2}-1\.xlsx", files[0].filename)
    assert set(Counter(record.state for record in records)) >= {
        State.NEEDS_ATTENTION,
        State.READY,
        State.EXPORTED,
        State.ACCEPTED,
        State.REJECTED,
        State.NOT_FOR_PARS,
    }
    page = re.search(r"http://localhost(/a/\w+)", result.output)
    assert page
    assert client.get(page[1]).status_code == 200
    again = run.invoke(args=["demo"])
    assert (again.exit_code, "not empty" in again.output) == (1, True)


def _problems(learner: Learner, pilot: dict) -> list:
    activity = pilot[learner.activity]
    return judge(learner.typed, activity, Policy(), learner.arrives.astimezone(activity.zone).date())[1]
