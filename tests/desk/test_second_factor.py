"""The second step of signing in, as a browser meets it: set up, asked for, limited, lost, taken away."""

from __future__ import annotations

import base64
import html
import re
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints import proofs
from blueprints.desk import half_way, way_in
from storage import second_factor, staff
from storage.database import Database
from tests.conftest import PASSWORD, Clock
from tests.desk.browsing import send, sign_in, sign_out, token
from tests.desk.test_handouts import decoded, drawn_on
from tests.house.test_pages import faults

KEY = re.compile(r'class="key">([A-Z2-7 ]+)<')
SEALED = re.compile(r'name="sealed"[^>]*value="([^"]+)"')
RECOVERY = re.compile(r"<code>([2-9A-Z]{5}-[2-9A-Z]{5})</code>")
SET_UP, CHANGE, CODE = "/desk/second-factor", "/desk/second-factor/change", "/desk/sign-in/code"


def shown(seed: str, clock: Clock) -> str:
    """What the app shows now."""
    counter = int(clock().timestamp()) // 30
    return HOTP(base64.b32decode(seed), 6, SHA1()).generate(counter).decode()  # noqa: S303


def set_up(client: FlaskClient, clock: Clock, path: str = SET_UP, **more: str) -> tuple[str, TestResponse]:
    """Scan what the page shows and send its code; the seed and the answer."""
    page = client.get(path).text
    key, sealed = KEY.search(page), SEALED.search(page)
    assert key
    assert sealed
    seed = key[1].replace(" ", "")
    typed = {
        "sealed": html.unescape(sealed[1]),
        "code": shown(seed, clock),
        "csrf_token": token(client, path),
    }
    return seed, client.post(path, data=typed | more)


@pytest.fixture
def seed(coordinator: FlaskClient, clock: Clock) -> str:
    """The seed of a second factor that the signed-in person has set up a minute ago."""
    made, answer = set_up(coordinator, clock, password=PASSWORD)
    assert answer.status_code == 200
    clock.advance(minutes=1)
    return made


def test_the_code_to_scan_is_the_key_to_type(coordinator: FlaskClient) -> None:
    page = coordinator.get(SET_UP).text
    key = KEY.search(page)
    assert key
    (said,) = decoded(drawn_on(page))
    assert said.startswith("otpauth://totp/attest:grace%40example.org?")
    assert f"secret={key[1].replace(' ', '')}&" in said


def test_a_wrong_code_or_password_turns_nothing_on_and_keeps_the_key(
    coordinator: FlaskClient, clock: Clock, database: Database, person: staff.Person
) -> None:
    for wrong in (
        {"code": "000000", "password": PASSWORD},
        {"password": "not the right one"},
        {"password": ""},
    ):
        seed, answer = set_up(coordinator, clock, **wrong)
        assert answer.status_code == 400
        key = KEY.search(answer.text)
        assert key
        assert key[1].replace(" ", "") == seed
    with database.read() as session:
        assert not staff.get(session, person.id).second_factor


def test_setting_it_up_shows_recovery_codes_once_and_ends_other_sessions(
    app: Flask, coordinator: FlaskClient, clock: Clock, person: staff.Person
) -> None:
    other = app.test_client()
    sign_in(other)
    before = coordinator.get_cookie("attest_session")
    _, answer = set_up(coordinator, clock, password=PASSWORD)
    assert len(set(RECOVERY.findall(answer.text))) == 10
    assert faults(answer.text) == faults(coordinator.get(CHANGE).text) == []
    assert answer.headers["Cache-Control"] == "no-store"
    after = coordinator.get_cookie("attest_session")
    assert before
    assert after
    assert before.value != after.value
    assert coordinator.get("/desk").status_code == 200
    assert other.get("/desk").status_code == 302
    assert RECOVERY.findall(coordinator.get(CHANGE).text) == []


def test_the_password_alone_opens_nothing(app: Flask, seed: str, clock: Clock) -> None:
    client = app.test_client()
    answer = sign_in(client, next="/desk/people")
    assert (answer.status_code, answer.location) == (303, f"{CODE}?next=/desk/people")
    assert faults(client.get(CODE).text) == faults(client.get(f"{CODE}?with=recovery").text) == []
    assert client.get("/desk").status_code == 302
    assert client.get("/api/v1/me").status_code == 401
    assert send(client, CODE, code="000000").status_code == 400
    assert client.get("/desk").status_code == 302
    answer = send(client, f"{CODE}?next=/desk/people", code=shown(seed, clock), next="/desk/people")
    assert (answer.status_code, answer.location) == (303, "/desk/people")
    assert client.get("/desk").status_code == 200


def test_without_the_second_step_it_would(
    app: Flask, seed: str, monkeypatch: pytest.MonkeyPatch, database: Database, person: staff.Person
) -> None:
    """The negative control: a build that forgets to ask."""
    forgets = lambda who, target: way_in.signed_in(replace(who, second_factor=False), target)  # noqa: E731
    monkeypatch.setattr("blueprints.desk.sign_in.after_password", forgets)
    client = app.test_client()
    sign_in(client)
    assert client.get("/desk").status_code == 200


def test_a_code_is_good_once(app: Flask, seed: str, clock: Clock) -> None:
    first, second = app.test_client(), app.test_client()
    for client in (first, second):
        sign_in(client)
    code = shown(seed, clock)
    assert send(first, CODE, code=code).status_code == 303
    assert send(second, CODE, code=code).status_code == 400


def test_codes_are_limited_like_passwords(app: Flask, seed: str, clock: Clock) -> None:
    stranger = app.test_client()
    sign_in(stranger)
    tries = [send(stranger, CODE, code="000000").status_code for _ in range(proofs.TRIES + 1)]
    assert tries == [400] * proofs.TRIES + [429]
    assert send(stranger, CODE, code=shown(seed, clock)).status_code == 429
    clock.advance(minutes=15)
    sign_in(stranger)
    assert send(stranger, CODE, code=shown(seed, clock)).status_code == 303


def test_whoever_knows_the_password_cannot_shut_its_owner_out(
    app: Flask, coordinator: FlaskClient, seed: str, clock: Clock
) -> None:
    sign_out(coordinator)
    stranger = app.test_client()
    sign_in(stranger)
    for _ in range(proofs.TRIES + 1):
        send(stranger, CODE, code="000000")
    sign_in(coordinator)
    assert send(coordinator, CODE, code=shown(seed, clock)).status_code == 303


def test_half_way_lasts_a_quarter_of_an_hour_and_ends_with_the_password(
    app: Flask, seed: str, clock: Clock, database: Database, person: staff.Person
) -> None:
    client = app.test_client()
    assert client.get(CODE).location == "/desk/sign-in?next=/desk"
    sign_in(client)
    assert client.get(CODE).status_code == 200
    clock.advance(seconds=half_way.LASTS.total_seconds())
    assert client.get(CODE).status_code == 303
    sign_in(client)
    with database.write() as session:
        staff.set_password(session, person.id, "another", now=clock())
    assert client.get(CODE).status_code == 303


def test_a_recovery_code_signs_in_once(app: Flask, coordinator: FlaskClient, clock: Clock) -> None:
    _, answer = set_up(coordinator, clock, password=PASSWORD)
    (code, *_) = RECOVERY.findall(answer.text)
    for status in (303, 400):
        client = app.test_client()
        sign_in(client)
        assert "Recovery code" in client.get(f"{CODE}?with=recovery").text
        assert send(client, CODE, code=code.lower().replace("-", " ")).status_code == status
    assert "9 recovery codes are" in coordinator.get(CHANGE).text


def test_other_recovery_codes_take_the_place_of_the_first(
    coordinator: FlaskClient, seed: str, clock: Clock
) -> None:
    assert send(coordinator, CHANGE, code="000000", step="renew").status_code == 400
    answer = send(coordinator, CHANGE, code=shown(seed, clock), step="renew")
    assert len(RECOVERY.findall(answer.text)) == 10
    assert "10 recovery codes are" in coordinator.get(CHANGE).text


def test_turning_it_off_takes_a_code(coordinator: FlaskClient, seed: str, clock: Clock, app: Flask) -> None:
    assert send(coordinator, CHANGE, code="000000", step="off").status_code == 400
    assert send(coordinator, CHANGE, code=shown(seed, clock), step="off").location == "/desk/account"
    assert coordinator.get(CHANGE).location == SET_UP
    assert sign_in(app.test_client()).location == "/desk"


def test_where_everybody_needs_one_the_next_sign_in_leads_there(
    app: Flask, coordinator: FlaskClient, database: Database, clock: Clock, person: staff.Person
) -> None:
    with database.write() as session:
        second_factor.require(session, True, actor="console", now=clock())
    assert coordinator.get("/desk").status_code == 200, "who is in stays in"
    client = app.test_client()
    location = sign_in(client).location
    assert location == "/desk/sign-in/second-factor?next=/desk"
    assert client.get("/desk").status_code == 302
    seed, answer = set_up(client, clock, location)
    assert answer.status_code == 200
    assert client.get("/desk").status_code == 200
    clock.advance(minutes=1)
    assert send(client, CHANGE, code=shown(seed, clock), step="off").status_code == 409


def test_a_link_that_sets_a_new_password_leads_past_no_second_step(
    app: Flask, seed: str, database: Database, person: staff.Person, clock: Clock
) -> None:
    with database.write() as session:
        link = staff.invite(
            session, email=person.email, role="coordinator", actor="console", now=clock(), again=True
        )
    client = app.test_client()
    answer = send(client, f"/desk/welcome/{link}", name="Grace", password="four green paper boats")
    assert answer.location.startswith(CODE)
    assert client.get("/desk").status_code == 302
    assert send(client, CODE, code=shown(seed, clock)).status_code == 303


def test_another_password_of_ones_own(app: Flask, coordinator: FlaskClient, person: staff.Person) -> None:
    other = app.test_client()
    sign_in(other)
    new = {"new_password": "four green paper boats"}
    for wrong in ({"password": "not the right one"} | new, {"password": PASSWORD, "new_password": "short"}):
        assert send(coordinator, "/desk/password", **wrong).status_code == 400
    assert send(coordinator, "/desk/password", password=PASSWORD, **new).location == "/desk/account"
    assert coordinator.get("/desk").status_code == 200
    assert other.get("/desk").status_code == 302
    assert sign_in(app.test_client()).status_code == 400
    assert sign_in(app.test_client(), password=new["new_password"]).status_code == 303
