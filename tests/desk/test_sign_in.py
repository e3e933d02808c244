"""Signing in and out: who gets in, who does not and learns nothing from it, and what a cookie is worth afterwards."""

from __future__ import annotations

import logging
import statistics
import time
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer

from app import create_app
from blueprints.desk.sign_in import TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS, own_path
from config import Config
from storage import audit, signins, staff
from storage.database import Database
from tests.conftest import PASSWORD, Clock
from tests.desk.browsing import FIELD, sign_in, sign_out, token

COOKIE = "attest_session"


def test_the_right_password_opens_the_desk(client: FlaskClient, person: staff.Person) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert client.get("/desk").status_code == 200


def test_the_address_may_be_typed_in_capitals_and_with_spaces(
    client: FlaskClient, person: staff.Person
) -> None:
    assert sign_in(client, email="  Grace@Example.ORG ").status_code == 303


def test_the_page_that_was_wanted_comes_after_the_sign_in(client: FlaskClient, person: staff.Person) -> None:
    turned_away = client.get("/desk/activities/new?state=ready")
    assert turned_away.status_code == 302
    page = client.get(turned_away.location)
    assert 'value="/desk/activities/new?state=ready"' in page.text
    assert (
        sign_in(client, next="/desk/activities/new?state=ready").location
        == "/desk/activities/new?state=ready"
    )


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "https:evil.example",
        "https://evil.example/desk",
        "javascript:alert(1)",
        "/desk\r\nX: y",
        "/desk/..//evil.example",
        "/desk@evil.example",
        "/deskside",
        "/a/ABCDEF",
        "",
    ],
)
def test_next_never_leads_away(wanted: str, client: FlaskClient, person: staff.Person) -> None:
    assert own_path(wanted) == "/desk"
    assert sign_in(client, next=wanted).location == "/desk"


@pytest.mark.parametrize(
    "wanted", ["/desk", "/desk/people", "/desk/activities/0af3/review?state=ready&problem=nickname"]
)
def test_next_leads_to_the_pages_of_the_desk(wanted: str) -> None:
    assert own_path(wanted) == wanted


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    client: FlaskClient, person: staff.Person
) -> None:
    wrong = sign_in(client, password="not the right one")
    unknown = sign_in(client, email="nobody@example.org", password="not the right one")
    assert wrong.status_code == unknown.status_code == 400
    assert "is not right" in wrong.text
    assert "<title>Error: " in wrong.text
    assert _without_token(wrong.text) == _without_token(unknown.text.replace("nobody@", "grace@"))


@pytest.mark.slow
def test_a_wrong_password_and_an_unknown_address_take_the_same_time(
    client: FlaskClient, person: staff.Person, clock: Clock
) -> None:
    times: dict[str, list[float]] = {"grace@example.org": [], "nobody@example.org": []}
    for _ in range(12):
        clock.advance(minutes=15)
        for email, taken in times.items():
            data = {"csrf_token": token(client), "email": email, "password": "not the right one"}
            started = time.perf_counter()
            client.post("/desk/sign-in", data=data)
            taken.append(time.perf_counter() - started)
    known, unknown = (statistics.median(taken) for taken in times.values())
    assert known == pytest.approx(unknown, rel=0.3)


def test_nothing_typed_is_answered_beside_each_field(client: FlaskClient) -> None:
    answer = sign_in(client, email=" ", password="")
    assert answer.status_code == 400
    assert 'href="#email"' in answer.text
    assert 'href="#password"' in answer.text


def test_the_password_is_never_sent_back(client: FlaskClient, person: staff.Person) -> None:
    assert "marzipan" not in sign_in(client, password="marzipan marzipan").text


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


def test_a_forged_forwarding_header_is_no_other_address(client: FlaskClient, person: staff.Person) -> None:
    proof = token(client)
    for number in range(TRIES_PER_ADDRESS + 1):
        data = {"csrf_token": proof, "email": f"{number}@example.org", "password": "x" * 129}
        last = client.post("/desk/sign-in", data=data, headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert last.status_code == 429


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


def test_the_secret_against_forged_requests_is_new_after_the_sign_in(
    client: FlaskClient, person: staff.Person
) -> None:
    before = token(client)
    sign_in(client)
    assert client.post("/desk/sign-out", data={"csrf_token": before}).status_code == 400
    assert client.get("/desk").status_code == 200


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


def test_a_deactivated_person_is_out_at_once(
    coordinator: FlaskClient, database: Database, person: staff.Person, clock: Clock
) -> None:
    with database.write() as session:
        staff.deactivate(session, person.id, actor="console", now=clock())
    assert coordinator.get("/desk").status_code == 302
    assert sign_in(coordinator).status_code == 400


def test_without_its_token_the_form_is_refused_and_keeps_the_address(
    client: FlaskClient, person: staff.Person
) -> None:
    client.get("/desk/sign-in")
    answer = client.post("/desk/sign-in", data={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 400
    assert "open for too long" in answer.text
    assert f'value="{person.email}"' in answer.text
    assert client.get_cookie(COOKIE) is None


def test_another_site_cannot_send_the_form(client: FlaskClient, person: staff.Person) -> None:
    data = {"csrf_token": token(client), "email": person.email, "password": PASSWORD}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
    ):
        assert client.post("/desk/sign-in", data=data, headers=headers).status_code == 403
    assert client.get_cookie(COOKIE) is None


def test_another_site_cannot_sign_anybody_out(coordinator: FlaskClient) -> None:
    assert coordinator.post("/desk/sign-out").status_code == 400
    assert coordinator.post("/desk/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    coordinator.get("/desk/sign-out")
    assert coordinator.get("/desk").status_code == 200


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


def _without_token(page: str) -> str:
    before, _, rest = page.partition('name="csrf_token"')
    return before + rest.partition(">")[2]


def _set_cookie(headers: list[str], name: str) -> set[str]:
    """The attributes of the cookie that is set under that name."""
    (header,) = [header for header in headers if header.startswith(f"{name}=")]
    return set(header.split("; ")[1:])
