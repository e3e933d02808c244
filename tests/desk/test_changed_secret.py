"""Forms that are open while the secret key is changed: what was typed is saved, or is still there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from config import Config
from storage import signins, staff
from storage.activities import StoredActivity
from storage.database import Database
from tests.attest.receipts import prove
from tests.conftest import Clock, answers
from tests.desk.browsing import sign_in, sign_out, token
from tests.reading import Page

NEW = "another secret that only the tests know"
HICCUP = {"noticed_on": "2026-11-23", "what": "The projector was late.", "tag": "other"}
FORMS = 100


@pytest.fixture
def changed(config: Config, clock: Clock) -> Iterator[Flask]:
    """attest after the change, with the old key still known."""
    app = create_app(replace(config, secret_key=NEW, secret_key_old=config.secret_key), clock)
    yield app
    app.extensions["attest"].database.dispose()


@pytest.fixture
def forgotten(config: Config, clock: Clock) -> Iterator[Flask]:
    """attest after the change, with the old key thrown away."""
    app = create_app(replace(config, secret_key=NEW), clock)
    yield app
    app.extensions["attest"].database.dispose()


@pytest.fixture
def desk(client: FlaskClient, person: staff.Person, database: Database, clock: Clock) -> FlaskClient:
    """The browser of somebody who is signed in."""
    with database.write() as session:
        client.set_cookie("attest_session", signins.start(session, person.id, clock()))
    return client


def write(client: FlaskClient, proof: str) -> int:
    return client.post("/api/v1/hiccups", json=HICCUP, headers={"X-CSRFToken": proof}).status_code


def test_two_hundred_open_forms(
    app: Flask, changed: Flask, activity: StoredActivity, desk: FlaskClient
) -> None:
    """A hundred phones, and a desk with a hundred tabs."""
    phones = [Page(app.test_client().get(f"/a/{activity.code}")).values for _ in range(FORMS)]
    tabs = [token(desk, "/desk") for _ in range(FORMS)]
    phone, desk.application = changed.test_client(), changed
    sent = [
        phone.post(
            f"/a/{activity.code}", data=form | answers(step="submit", npi="", license_number=f"MD{number}")
        )
        for number, form in enumerate(phones)
    ]
    assert [answer.status_code for answer in sent] == [303] * FORMS
    assert [write(desk, proof) for proof in tabs] == [201] * FORMS


def test_without_the_old_key_the_same_forms_are_refused(forgotten: Flask, desk: FlaskClient) -> None:
    """The control. What is refused is said to be so, and the page that is loaded anew works."""
    proof, desk.application = token(desk, "/desk"), forgotten
    assert write(desk, proof) == 400
    assert write(desk, token(desk, "/desk")) == 201


def test_a_sign_in_over_the_change(
    app: Flask, changed: Flask, forgotten: Flask, client: FlaskClient, person: staff.Person
) -> None:
    typed = {"csrf_token": token(client), "email": person.email, "password": "what was typed"}
    client.application = forgotten
    refused = client.post("/desk/sign-in", data=typed)
    assert refused.status_code == 400
    assert Page(refused).values["email"] == person.email
    assert "what was typed" not in refused.text
    client.application = app
    typed["csrf_token"] = token(client)
    client.application = changed
    refused = client.post("/desk/sign-in", data=typed)
    assert refused.status_code == 400
    assert "The email address or the password is not right" in refused.text, "the token was right"


def test_a_browser_that_is_known_stays_so(
    app: Flask, changed: Flask, client: FlaskClient, person: staff.Person
) -> None:
    sign_in(client)
    sign_out(client)
    client.application = changed
    stranger = changed.test_client()
    while sign_in(stranger, password="wrong wrong wrong").status_code != 429:
        pass
    assert sign_in(client).status_code == 303


def test_who_has_shown_who_they_are_need_not_again(
    app: Flask, changed: Flask, client: FlaskClient, activity: StoredActivity
) -> None:
    sent = client.post(f"/a/{activity.code}", data=answers(step="submit", npi="", license_number="MD1"))
    form = Page(prove(client, f"{sent.location}/correct")).values | {"attest": "y", "license_number": "MD2"}
    client.application = changed
    assert client.post(f"{sent.location}/correct", data=form).status_code in (200, 303)
    assert "You were away" not in client.post(f"{sent.location}/correct", data=form).text
