"""The blank form as it is said again: the same answer, for as long as nothing has changed of what it was made of."""

from __future__ import annotations

import functools
import logging
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.attest import doorstep
from config import Config
from pars.record import Policy
from storage import activities, provider, tallies
from storage.activities import StoredActivity
from storage.database import Database, DatabaseError
from tests.conftest import DATA_KEY, Clock
from tests.pictures import png
from tests.reading import Page

Make = Callable[..., StoredActivity]
ROOT = Path(__file__).parents[2]
RENAME = """
import sys
from sqlalchemy import text
from storage.database import Database
from storage.vault import Vault
with Database(sys.argv[1], Vault(bytes.fromhex(sys.argv[2]))).write() as session:
    session.execute(text("UPDATE activities SET title = 'Burn Care', version = version + 1"))
"""


@pytest.fixture
def seen_by_flask(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by each form that Flask itself answers."""
    seen: list[str] = []
    view = app.view_functions["attest.form"]

    @functools.wraps(view)
    def watched(code: str) -> object:
        seen.append(code)
        return view(code=code)

    monkeypatch.setitem(app.view_functions, "attest.form", watched)
    return seen


def but_number(answer: TestResponse) -> list[tuple[str, str]]:
    return [header for header in answer.headers if header[0] != "X-Request-ID"]


@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "gzip"}], ids=["plain", "gzip"])
def test_it_is_the_same_answer_under_another_number(
    client: FlaskClient, activity: StoredActivity, seen_by_flask: list[str], headers: dict[str, str]
) -> None:
    answers = [client.get(f"/a/{activity.code}", headers=headers) for _ in range(3)]
    assert len(seen_by_flask) == 1
    assert {(answer.status_code, answer.data) for answer in answers} == {(200, answers[0].data)}
    assert but_number(answers[0]) == but_number(answers[1]) == but_number(answers[2])
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == 3


def test_a_browser_that_has_it_is_told_so(
    client: FlaskClient, activity: StoredActivity, seen_by_flask: list[str]
) -> None:
    etag = client.get(f"/a/{activity.code}").headers["ETag"]
    for _ in range(3):
        answer = client.get(f"/a/{activity.code}", headers={"If-None-Match": etag})
        assert (answer.status_code, answer.data) == (304, b"")
    assert len(seen_by_flask) == 2


def test_it_is_logged_and_counted_as_before(
    client: FlaskClient,
    app: Flask,
    activity: StoredActivity,
    database: Database,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "attest")
    for _ in range(3):
        client.get(f"/a/{activity.code}?seen=here")
    client.get(f"/a/{activity.code}?seen=here", headers={"Sec-Fetch-Mode": "cors"})
    lines = [getattr(record, "told", {}) for record in caplog.records]
    assert [{**line, "request": 0, "ms": 0} for line in lines] == [
        {"request": 0, "method": "GET", "route": "/a/<code>", "actor": "learner", "ms": 0, "status": 200}
    ] * 4
    app.extensions["attest"].counts.keep(database)
    with database.read() as session:
        assert tallies.of(session, activity.id).opened == 3


def changed_elsewhere(client: FlaskClient, activity: StoredActivity, config: Config) -> str:
    """The heading that learners see after another process has renamed the activity."""
    for _ in range(2):
        assert Page(client.get(f"/a/{activity.code}")).heading == "Trauma Grand Rounds"
    command = [sys.executable, "-c", RENAME, config.database_url, DATA_KEY.hex()]
    subprocess.run(command, check=True, cwd=ROOT)
    return Page(client.get(f"/a/{activity.code}")).heading


def test_what_another_process_changes_is_seen_at_once(
    client: FlaskClient, activity: StoredActivity, config: Config
) -> None:
    assert changed_elsewhere(client, activity, config) == "Burn Care"


def test_control_a_look_that_is_remembered_shows_what_was(
    client: FlaskClient, activity: StoredActivity, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorstep, "glimpse", functools.cache(doorstep.glimpse))
    assert changed_elsewhere(client, activity, config) == "Trauma Grand Rounds"


def test_it_closes_by_itself(client: FlaskClient, make_activity: Make, clock: Clock) -> None:
    closing = make_activity(closes_at=datetime.fromisoformat("2026-11-23T23:00:00+00:00"))
    for _ in range(2):
        assert Page(client.get(f"/a/{closing.code}")).heading == "Trauma Grand Rounds"
    clock.advance(minutes=30)
    assert Page(client.get(f"/a/{closing.code}")).heading == "This activity is closed"


def test_a_new_day_is_a_new_form(client: FlaskClient, make_activity: Make, clock: Clock) -> None:
    days = (date(2026, 11, 23), date(2026, 11, 24))
    series = make_activity(format="series", starts_on=days[0], ends_on=days[1], dates=days)
    for _ in range(2):
        assert "2026-11-24" not in client.get(f"/a/{series.code}").text
    clock.advance(hours=8)
    assert "2026-11-24" in client.get(f"/a/{series.code}").text


def test_a_new_logo_is_a_new_form(
    client: FlaskClient, activity: StoredActivity, database: Database, clock: Clock
) -> None:
    for _ in range(2):
        assert "/logo?" not in client.get(f"/a/{activity.code}").text
    with database.write() as session:
        provider.set_logo(session, png(), actor="console", now=clock())
    assert "/logo?" in client.get(f"/a/{activity.code}").text


def test_who_comes_under_another_name_is_refused_though_the_form_is_known(
    client: FlaskClient, activity: StoredActivity
) -> None:
    client.get(f"/a/{activity.code}")
    assert client.get(f"/a/{activity.code}", headers={"Host": "evil.example"}).status_code == 400


def test_with_a_cap_each_look_counts(
    client: FlaskClient, make_activity: Make, seen_by_flask: list[str]
) -> None:
    capped = make_activity(learners_max=3)
    for _ in range(3):
        client.get(f"/a/{capped.code}")
    assert len(seen_by_flask) == 3


def test_it_is_closed_by_hand_at_once(
    client: FlaskClient, activity: StoredActivity, database: Database, clock: Clock
) -> None:
    client.get(f"/a/{activity.code}")
    with database.write() as session:
        closed = replace(activity.activity, status="closed")
        activities.update(
            session, activity.id, closed, version=None, actor="console", now=clock(), policy=Policy()
        )
    assert Page(client.get(f"/a/{activity.code}")).heading == "This activity is closed"


def test_a_database_that_fails_is_for_flask_to_tell(
    client: FlaskClient,
    app: Flask,
    activity: StoredActivity,
    seen_by_flask: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client.get(f"/a/{activity.code}")

    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr(Database, "glance", broken)
    answer = client.get(f"/a/{activity.code}")
    assert answer.status_code >= 500
    assert len(seen_by_flask) == 2
    monkeypatch.undo()
    assert client.get(f"/a/{activity.code}").status_code == 200
