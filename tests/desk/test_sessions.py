"""What a session cookie is worth: before the sign-in, after the sign-out, in the meantime, and made up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from config import Config
from storage import audit, signins, staff
from storage.database import Database
from tests.conftest import PASSWORD, Clock
from tests.desk.browsing import FIELD, sign_in, sign_out

COOKIE = "attest_session"


def test_a_planted_session_is_not_taken_over(
    app: Flask, database: Database, person: staff.Person, clock: Clock
) -> None:
    """Fixation: the session after the sign-in is a new one, and the one that was there before is over."""
    with database.write() as session:
        planted = signins.start(session, person.id, clock())
    client = app.test_client()
    client.set_cookie(COOKIE, planted)
    sign_in(client)
    fresh = client.get_cookie(COOKIE)
    assert fresh is not None
    assert fresh.value != planted
    stale = app.test_client()
    stale.set_cookie(COOKIE, planted)
    assert stale.get("/desk").status_code == 302


def test_a_copied_cookie_is_worth_nothing_after_the_sign_out(
    app: Flask, client: FlaskClient, person: staff.Person
) -> None:
    sign_in(client)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    answer = sign_out(client)
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in")
    assert '"storage"' in answer.headers["Clear-Site-Data"]
    assert client.get_cookie(COOKIE) is None
    thief = app.test_client()
    thief.set_cookie(COOKIE, cookie.value)
    assert thief.get("/desk").status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (30, 302)])
def test_an_idle_session_is_over_after_half_an_hour(
    coordinator: FlaskClient, clock: Clock, minutes: int, status: int
) -> None:
    clock.advance(minutes=minutes)
    assert coordinator.get("/desk").status_code == status


def test_a_busy_session_is_over_after_twelve_hours(coordinator: FlaskClient, clock: Clock) -> None:
    for _ in range(12 * 3 - 1):
        clock.advance(minutes=20)
        assert coordinator.get("/desk").status_code == 200
    clock.advance(minutes=20)
    assert coordinator.get("/desk").status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "' OR 1=1 --", "A" * 4000, "\u00e9", "../../etc"])
def test_a_garbage_cookie_is_nobody(client: FlaskClient, person: staff.Person, cookie: str) -> None:
    client.set_cookie(COOKIE, cookie)
    assert client.get("/desk").status_code == 302
    client.set_cookie("attest_form", cookie)
    client.set_cookie("attest_browser", cookie)
    assert sign_in(client, password="wrong wrong wrong").status_code == 400


@pytest.mark.usefixtures("other_administrator")
def test_a_deactivated_person_is_out_at_once(
    coordinator: FlaskClient, database: Database, person: staff.Person, clock: Clock
) -> None:
    with database.write() as session:
        staff.deactivate(session, person.id, actor="console", now=clock())
    assert coordinator.get("/desk").status_code == 302
    assert sign_in(coordinator).status_code == 400


def test_the_cookie_on_loopback(client: FlaskClient, person: staff.Person) -> None:
    cookie = _set_cookie(sign_in(client).headers.getlist("Set-Cookie"), COOKIE)
    assert cookie == {"HttpOnly", "Path=/", "SameSite=Lax"}


def test_the_cookie_over_https_is_bound_to_the_host(
    config: Config, clock: Clock, person: staff.Person
) -> None:
    app = create_app(replace(config, public_url="https://credit.example.org"), clock)
    client = app.test_client()
    base = "https://credit.example.org"
    found = FIELD.search(client.get("/desk/sign-in", base_url=base).text)
    assert found
    data = {"csrf_token": found.group(1), "email": person.email, "password": PASSWORD}
    answer = client.post("/desk/sign-in", base_url=base, data=data)
    cookie = _set_cookie(answer.headers.getlist("Set-Cookie"), "__Host-attest_session")
    assert cookie == {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"}
    assert client.get("/desk", base_url=base).status_code == 200
    app.extensions["attest"].database.dispose()


def test_every_sign_in_and_sign_out_is_on_record(
    client: FlaskClient, database: Database, person: staff.Person
) -> None:
    sign_in(client)
    sign_out(client)
    with database.read() as session:
        events, _ = audit.page(session, audit.INSTALLATION)
    last = [(event.action, event.actor) for event in events][-2:]
    assert last == [("signed in", f"staff:{person.id}"), ("signed out", f"staff:{person.id}")]


def _set_cookie(headers: list[str], name: str) -> set[str]:
    """The attributes of the cookie that is set under that name."""
    (header,) = [header for header in headers if header.startswith(f"{name}=")]
    return set(header.split("; ")[1:])
