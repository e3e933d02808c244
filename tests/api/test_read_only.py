"""A database that takes no write: learners are told, `/readyz` says no, and whoever reads can go on reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app import create_app
from config import Config
from storage import database, staff
from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import attestation
from tests.conftest import Clock, answers
from tests.desk.browsing import sign_in
from tests.reading import Page

pytestmark = pytest.mark.sqlite


@pytest.fixture
def read_only(
    config: Config, clock: Clock, activity: StoredActivity, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """The same house, whose disk has become read-only."""
    prepare = database.prepare_sqlite

    def without_writing(connection: Any) -> Any:
        prepare(connection).execute("PRAGMA query_only=ON").close()
        return connection

    monkeypatch.setattr(database, "prepare_sqlite", without_writing)
    app = create_app(config, clock)
    yield app
    app.extensions["attest"].database.dispose()


def test_a_learner_is_told_and_loses_nothing_typed(read_only: Flask, activity: StoredActivity) -> None:
    client = read_only.test_client()
    assert client.get(f"/a/{activity.code}").status_code == 200
    page = Page(client.post(f"/a/{activity.code}", data=answers() | {"step": "submit"}))
    assert page.status == 503
    assert "nothing was saved" in page.text
    assert page.values | answers() == page.values


def test_it_is_alive_and_not_ready(read_only: Flask) -> None:
    client = read_only.test_client()
    assert client.get("/healthz").status_code == 200
    told = client.get("/readyz")
    assert (told.status_code, told.json["reason"]) == (503, "The database cannot be written to.")


def test_the_api_can_be_read_and_says_what_it_cannot(read_only: Flask, token: str, records_of: str) -> None:
    api = Api(read_only.test_client(), token)
    assert api.get(records_of)["total"] == 0
    assert "Nothing was changed" in api.post(records_of, attestation(), status=503)["detail"]


def test_who_is_signed_in_can_go_on_reading(
    app: Flask, read_only: Flask, person: staff.Person, records_of: str, clock: Clock
) -> None:
    before, after = app.test_client(), read_only.test_client()
    sign_in(before)
    cookie = before.get_cookie("attest_session")
    assert cookie
    after.set_cookie("attest_session", cookie.value)
    clock.advance(minutes=5)  # time to note that the session is in use
    assert after.get(f"/api/v1{records_of}").status_code == 200
