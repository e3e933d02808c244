"""The one-time link: an account is made once, by rules that are said, and its person is signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storage import staff
from storage.database import Database
from tests.conftest import PASSWORD, Clock
from tests.desk.browsing import send, sign_in, token

Invite = Callable[..., str]
NEW = {"email": "rosa@example.org", "name": "Rosa Lindgren", "password": "four green paper boats"}


def test_the_first_coordinator_chooses_an_address_and_is_signed_in(
    client: FlaskClient, invite: Invite
) -> None:
    answer = send(client, invite(), **NEW)
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert client.get("/desk").status_code == 200
    client.delete_cookie("attest_session")
    assert sign_in(client, NEW["email"], NEW["password"]).status_code == 303


def test_an_invited_colleague_has_the_address_given(
    client: FlaskClient, invite: Invite, database: Database
) -> None:
    path = invite("Rosa@Example.org")
    assert 'value="rosa@example.org"' in client.get(path).text
    # Another address in the body is not looked at: the link is for one person.
    assert send(client, path, **(NEW | {"email": "other@example.org"})).status_code == 303
    with database.read() as session:
        found = staff.find(session, "rosa@example.org")
        assert found is not None
        assert (found.name, found.role) == ("Rosa Lindgren", "coordinator")
        assert staff.find(session, "other@example.org") is None


def test_opening_the_link_does_not_spend_it(client: FlaskClient, invite: Invite) -> None:
    path = invite()
    for _ in range(3):  # mail scanners open links too
        assert client.get(path).status_code == 200
    assert send(client, path, **NEW).status_code == 303


def test_a_link_works_once(app: Flask, client: FlaskClient, invite: Invite) -> None:
    path = invite()
    send(client, path, **NEW)
    other = app.test_client()
    assert other.get(path).status_code == 404
    data = NEW | {"csrf_token": token(other), "email": "second@example.org"}
    assert other.post(path, data=data).status_code == 404


def test_a_link_works_for_a_day(client: FlaskClient, invite: Invite, clock: Clock) -> None:
    path = invite()
    clock.advance(hours=23, minutes=59)
    assert client.get(path).status_code == 200
    clock.advance(minutes=1)
    assert client.get(path).status_code == 404


def test_spent_old_and_unknown_links_are_answered_alike(
    client: FlaskClient, invite: Invite, clock: Clock
) -> None:
    spent, old = invite(), invite()
    send(client, spent, **NEW)
    clock.advance(hours=24)
    pages = {client.get(path).text for path in (spent, old, "/desk/welcome/never-made", "/desk/welcome/%00")}
    assert len(pages) == 1
    assert "does not work any more" in pages.pop()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": ""}, "Enter your email address"),
        ({"email": "rosa"}, "in the correct format"),
        ({"email": "rosa@example"}, "in the correct format"),
        ({"email": "r" * 300 + "@example.org"}, "in the correct format"),
        ({"name": " "}, "Enter your name"),
        ({"name": "R" * 101}, "100 characters or less"),
        ({"name": "Rosa\u202eLindgren"}, "cannot be shown"),
        ({"name": "Rosa\x00Lindgren"}, "cannot be shown"),
        ({"password": ""}, "Choose a password"),
        ({"password": "short words"}, "at least 12"),
        ({"password": "p" * 129}, "at most 128"),
        ({"password": "password1234"}, "easy to guess"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field(
    change: dict[str, str], words: str, client: FlaskClient, invite: Invite, database: Database
) -> None:
    path = invite()
    answer = send(client, path, **(NEW | change))
    assert answer.status_code == 400
    assert words in answer.text
    assert f'href="#{next(iter(change))}"' in answer.text
    assert "Error: " in answer.text
    for name in {"email", "name"} - set(change):
        assert f'value="{NEW[name]}"' in answer.text
    with database.read() as session:
        assert staff.count(session) == 0
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "password",
    ["a q c z e k g", "\u00e9l\u00e9phant \u03b1\u03b2\u03b3", "x1y2z3q8w7v6" * 10, "  spaces at the ends  "],
)
def test_passwords_of_any_characters_are_kept_exactly(
    password: str, client: FlaskClient, invite: Invite
) -> None:
    assert send(client, invite(), **(NEW | {"password": password})).status_code == 303
    client.delete_cookie("attest_session")
    assert sign_in(client, NEW["email"], password.strip() + "!").status_code == 400
    assert sign_in(client, NEW["email"], password).status_code == 303


def test_an_address_that_has_an_account_is_refused(
    client: FlaskClient, invite: Invite, person: staff.Person
) -> None:
    answer = send(client, invite(), **(NEW | {"email": person.email}))
    assert answer.status_code == 400
    assert "already" in answer.text
    assert sign_in(client, person.email, PASSWORD).status_code == 303


def test_without_its_token_the_form_is_refused_and_the_link_stays_good(
    client: FlaskClient, invite: Invite
) -> None:
    path = invite()
    answer = client.post(path, data=NEW)
    assert answer.status_code == 400
    assert "open for too long" in answer.text
    assert send(client, path, **NEW).status_code == 303
