"""How often somebody may try: counted by account and by address, and who cannot be shut out."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer
from sqlalchemy import select

from blueprints.desk.sign_in import TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS
from storage import staff
from storage.database import Database
from storage.tables import LimitRow
from tests.conftest import Clock
from tests.desk.browsing import sign_in, sign_out, token


def test_an_account_is_shut_for_a_while_after_too_many_tries(
    client: FlaskClient, person: staff.Person, clock: Clock
) -> None:
    statuses = [sign_in(client, password="wrong wrong wrong").status_code for _ in range(TRIES_PER_ACCOUNT)]
    assert statuses == [400] * TRIES_PER_ACCOUNT
    shut = sign_in(client)
    assert shut.status_code == 429
    assert "Wait 15 minutes" in shut.text
    clock.advance(minutes=15)
    assert sign_in(client).status_code == 303


def test_an_unknown_account_is_shut_just_the_same(client: FlaskClient) -> None:
    tries = [sign_in(client, email="nobody@example.org").status_code for _ in range(TRIES_PER_ACCOUNT + 1)]
    assert tries == [400] * TRIES_PER_ACCOUNT + [429]


def test_another_account_stays_open(client: FlaskClient, person: staff.Person) -> None:
    for _ in range(TRIES_PER_ACCOUNT + 1):
        sign_in(client, email="nobody@example.org")
    assert sign_in(client).status_code == 303


def test_the_right_password_forgives_the_tries_before_it(client: FlaskClient, person: staff.Person) -> None:
    for _ in range(2):
        for _ in range(TRIES_PER_ACCOUNT - 1):
            sign_in(client, password="wrong wrong wrong")
        assert sign_in(client).status_code == 303


def test_strangers_cannot_shut_anybody_out_of_a_known_browser(
    app: Flask, client: FlaskClient, person: staff.Person
) -> None:
    sign_in(client)
    sign_out(client)
    stranger = app.test_client()
    for _ in range(TRIES_PER_ACCOUNT):
        sign_in(stranger, password="wrong wrong wrong")
    assert sign_in(stranger).status_code == 429
    assert sign_in(client).status_code == 303


def test_a_known_browser_has_no_more_tries_than_another(client: FlaskClient, person: staff.Person) -> None:
    sign_in(client)
    sign_out(client)
    tries = [sign_in(client, password="wrong wrong wrong").status_code for _ in range(TRIES_PER_ACCOUNT + 1)]
    assert tries == [400] * TRIES_PER_ACCOUNT + [429]


@pytest.mark.parametrize("salt", ["known browser", "cookie-session"])
@pytest.mark.parametrize("key", ["a secret that only the tests know....", "a guess"])
def test_only_a_browser_of_that_person_is_known(
    key: str, salt: str, app: Flask, client: FlaskClient, person: staff.Person
) -> None:
    """By its own signature, not one with another key or for another purpose."""
    stranger = app.test_client()
    for _ in range(TRIES_PER_ACCOUNT):
        sign_in(stranger, password="wrong wrong wrong")
    client.set_cookie("attest_browser", URLSafeSerializer(key, salt=salt).dumps(person.id))
    rightly_signed = (key, salt) == (app.config["SECRET_KEY"], "known browser")
    assert sign_in(client).status_code == (303 if rightly_signed else 429)


def test_one_address_cannot_try_many_accounts(client: FlaskClient, person: staff.Person) -> None:
    proof = token(client)
    for number in range(TRIES_PER_ADDRESS):
        # Longer than a password can be: refused before the slow hash, and counted all the same.
        data = {"csrf_token": proof, "email": f"{number}@example.org", "password": "x" * 129}
        client.post("/desk/sign-in", data=data)
    assert sign_in(client).status_code == 429


def test_strangers_at_the_same_address_cannot_shut_out_a_known_browser(
    app: Flask, client: FlaskClient, person: staff.Person
) -> None:
    sign_in(client)
    sign_out(client)
    stranger = app.test_client()
    proof = token(stranger)
    for number in range(TRIES_PER_ADDRESS + 1):
        data = {"csrf_token": proof, "email": f"{number}@example.org", "password": "x" * 129}
        last = stranger.post("/desk/sign-in", data=data)
    assert last.status_code == 429
    assert sign_in(client).status_code == 303


def test_tries_that_the_account_refuses_do_not_shut_its_address(
    app: Flask, client: FlaskClient, person: staff.Person
) -> None:
    stranger = app.test_client()
    for _ in range(TRIES_PER_ADDRESS):
        sign_in(stranger, email="nobody@example.org", password="x" * 129)
    assert sign_in(client).status_code == 303


def test_every_count_has_a_name_that_fits_its_column(
    app: Flask, client: FlaskClient, person: staff.Person, database: Database
) -> None:
    """PostgreSQL refuses what SQLite takes."""
    for _ in range(2):
        sign_in(client, password="x" * 129)
        sign_in(client)
    with database.read() as session:
        buckets = set(session.scalars(select(LimitRow.bucket)))
    assert {name.split()[0] for name in buckets} == {"sign-in", "known"}
    assert max(map(len, buckets)) <= LimitRow.bucket.type.length


def test_a_forged_forwarding_header_is_no_other_address(client: FlaskClient, person: staff.Person) -> None:
    proof = token(client)
    for number in range(TRIES_PER_ADDRESS + 1):
        data = {"csrf_token": proof, "email": f"{number}@example.org", "password": "x" * 129}
        last = client.post("/desk/sign-in", data=data, headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert last.status_code == 429


def test_the_log_tells_of_refusals_and_names_nobody(
    client: FlaskClient, person: staff.Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        for _ in range(TRIES_PER_ACCOUNT + 1):
            sign_in(client, password="canary canary canary")
    assert "sign-in refused" in caplog.messages
    assert "sign-in limited" in caplog.messages
    assert "grace" not in caplog.text
    assert "canary" not in caplog.text
