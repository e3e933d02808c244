"""Nothing that a learner typed reaches a log, an address or a cookie, whichever way a request ends."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Config
from storage.activities import StoredActivity
from tests.conftest import answers

CANARIES = {
    "first_name": "Canaryfirst",
    "last_name": "Canarylast",
    "license_number": "CANARY77",
    "npi": "1993999998",
    "email": "canary@example.org",
}


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, address_posts_per_minute=3)


@pytest.fixture
def everything_said(
    client: FlaskClient, activity: StoredActivity, caplog: pytest.LogCaptureFixture
) -> tuple[str, list[int]]:
    """All that was logged while requests ended in every way, and the ways they ended."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("attest").propagate = True
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    address, same = f"/a/{activity.code}", "5e5a4f4c-3e7a-4d0e-9d1c-2f9f0c3a7b11"
    typed = answers(**CANARIES)

    def post(**fields: str) -> int:
        return client.post(address, data=typed | fields).status_code

    ends = [
        post(step="check"),
        post(step="submit", submission_id=same),
        post(step="submit", submission_id=same, first_name="Canaryother"),
        post(step="submit", npi="CANARY"),
        post(step="submit", first_name="x" * 70_000),
        *(post(step="submit", first_name="Canary" + letter) for letter in "abc"),
    ]
    _break_database(client.application)
    ends.append(post(step="submit"))
    return caplog.text + str([record.__dict__ for record in caplog.records]), ends


def test_nothing_typed_is_logged(everything_said: tuple[str, list[int]]) -> None:
    said, ends = everything_said
    assert set(ends) >= {200, 303, 400, 409, 413, 429, 500}
    assert "request" in said
    for canary in ("canary", "1993999998"):
        assert canary not in said.lower()


def _break_database(app: Flask) -> None:
    def refuse() -> None:
        raise OSError("could not write")

    app.extensions["attest"].database.write = refuse


def test_no_answer_sets_a_cookie(client: FlaskClient, activity: StoredActivity) -> None:
    for address in ("/", f"/a/{activity.code}", "/a/ZZZZZZ", "/r/x", "/robots.txt"):
        assert "Set-Cookie" not in client.get(address).headers
