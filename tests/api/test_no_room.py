"""Where the disk is nearly full no new work is taken, and everybody is told so; the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from config import Config
from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import attestation
from tests.conftest import Clock, answers
from tests.reading import Page

pytestmark = pytest.mark.sqlite

MORE_THAN_ANY_DISK = 10**12


@pytest.fixture
def full(config: Config, clock: Clock, activity: StoredActivity) -> Iterator[Flask]:
    """The same house, on a disk with too little room."""
    app = create_app(replace(config, keep_free_mb=MORE_THAN_ANY_DISK), clock)
    yield app
    app.extensions["attest"].database.dispose()


def test_a_learner_is_told_and_loses_nothing_typed(full: Flask, activity: StoredActivity) -> None:
    page = Page(full.test_client().post(f"/a/{activity.code}", data=answers() | {"step": "submit"}))
    assert page.status == 503
    assert "Nothing was saved" in page.text
    assert page.values | answers() == page.values


def test_a_script_is_told(full: Flask, activity: StoredActivity) -> None:
    typed = answers() | {"step": "submit"}
    told = full.test_client().post(f"/a/{activity.code}", data=typed, headers={"Accept": "application/json"})
    assert told.status_code == 503
    assert "Nothing was saved" in told.json["title"]


def test_what_was_saved_before_is_still_told(
    client: FlaskClient, full: Flask, activity: StoredActivity
) -> None:
    """The answer was lost on the way, and the disk filled up meanwhile."""
    sent = answers() | {"step": "submit"}
    first = client.post(f"/a/{activity.code}", data=sent)
    again = full.test_client().post(f"/a/{activity.code}", data=sent)
    assert (again.status_code, again.location) == (303, first.location)


def test_the_api_takes_nothing_new_and_still_answers(full: Flask, token: str, records_of: str) -> None:
    api = Api(full.test_client(), token)
    told = api.post(records_of, attestation(), status=503)
    assert "must stay free" in told["detail"]
    assert api.get(records_of)["total"] == 0


def test_it_is_not_ready(full: Flask, client: FlaskClient) -> None:
    assert client.get("/readyz").status_code == 200
    told = full.test_client().get("/readyz")
    assert told.status_code == 503
    assert "must stay free" in told.json["reason"]
