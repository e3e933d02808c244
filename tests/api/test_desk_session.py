"""The API behind a signed-in session: the door, the CSRF token, and what only administrators may do."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from storage import signins, staff
from storage.database import Database
from tests.api.contract import Api
from tests.api.samples import ACTIVITY
from tests.conftest import Clock
from tests.pars.formats.lookalike import lookalike

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def sign_in(app: Flask, database: Database, clock: Clock) -> SignIn:
    """Makes a person of that role and returns a client with her session."""

    def make(role: str) -> FlaskClient:
        with database.write() as session:
            link = staff.invite(session, email=None, role=role, actor="console", now=clock())
            someone = staff.redeem(
                session, link, email=f"{role}@example.org", name=role.title(), password_hash="-", now=clock()
            )
            token = signins.start(session, someone.id, clock())
        client = app.test_client()
        client.set_cookie("attest_session", token)
        return client

    return make


def csrf_token(app: Flask, client: FlaskClient) -> str:
    """A CSRF token of the client's own session, as a page of the desk carries it."""
    with client.session_transaction() as session, app.test_request_context():
        token = generate_csrf()
        from flask import session as made

        session["csrf_token"] = made["csrf_token"]
    return token


def test_a_session_reads_without_and_writes_with_a_csrf_token(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("coordinator")
    assert client.get("/api/v1/activities").status_code == 200
    refused = client.post("/api/v1/activities", json=ACTIVITY)
    assert (refused.status_code, refused.mimetype) == (400, "application/problem+json")
    token = csrf_token(app, client)
    # Not its last character, of which base64 leaves two bits unread.
    for wrong in ("x", token[:-2] + ("a" if token[-2] != "a" else "b") + token[-1]):
        assert (
            client.post("/api/v1/activities", json=ACTIVITY, headers={"X-CSRFToken": wrong}).status_code
            == 400
        )
    assert client.post("/api/v1/activities", json=ACTIVITY, headers={"X-CSRFToken": token}).status_code == 201
    assert client.get("/api/v1/activities").json["total"] == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_cannot_write(app: Flask, sign_in: SignIn, forged: dict[str, str]) -> None:
    client = sign_in("coordinator")
    headers = {"X-CSRFToken": csrf_token(app, client)} | forged
    answer = client.post("/api/v1/activities", json=ACTIVITY, headers=headers)
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert client.get("/api/v1/activities").json["total"] == 0


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "application/json"])
def test_a_large_body_is_refused_before_it_is_read(app: Flask, sign_in: SignIn, content_type: str) -> None:
    client = sign_in("coordinator")
    headers = {"X-CSRFToken": csrf_token(app, client)}
    sent = b"a=" + b"x" * 100_000
    answer = client.post("/api/v1/activities", data=sent, content_type=content_type, headers=headers)
    assert answer.status_code == 413


def test_a_session_uploads_a_file(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("coordinator")
    headers = {"X-CSRFToken": csrf_token(app, client)}
    for data in (lookalike(), lookalike() + b"\x00" * 200_000):
        sent = {"file": (BytesIO(data), "today.xlsx")}
        assert client.post("/api/v1/pars-template", data=sent, headers=headers).status_code in {201, 422}
    assert client.get("/api/v1/pars-template").json["template"]["name"] == "today.xlsx"


def test_a_wrong_token_is_not_made_good_by_a_session(sign_in: SignIn) -> None:
    client = sign_in("coordinator")
    assert client.get("/api/v1/activities", headers={"Authorization": "Bearer x"}).status_code == 401


def test_nothing_is_shared_with_other_origins(api: Api) -> None:
    answer = api("GET", "/activities", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_who_is_asking(api: Api, sign_in: SignIn) -> None:
    assert api.get("/me")["kind"] == "token"
    me = sign_in("coordinator").get("/api/v1/me").json
    assert (me["kind"], me["name"], me["role"]) == ("person", "Coordinator", "coordinator")


def test_only_administrators_let_people_in(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("coordinator")
    headers = {"X-CSRFToken": csrf_token(app, client)}
    assert client.get("/api/v1/staff").status_code == 200
    assert client.post("/api/v1/staff", json={}, headers=headers).status_code == 403
    assert client.delete("/api/v1/staff/x", headers=headers).status_code == 403
    assert client.get("/api/v1/invitations").status_code == 403
    assert client.delete("/api/v1/invitations/x", headers=headers).status_code == 403


def test_people_come_by_a_link_and_go_at_once(app: Flask, api: Api, sign_in: SignIn) -> None:
    coordinator, administrator = sign_in("coordinator"), sign_in("administrator")
    people = {person["role"]: person for person in api.get("/staff")["items"]}
    assert set(people["coordinator"]) == {"id", "email", "name", "role", "active", "second_factor"}
    made = api.post("/staff", {"email": "new@example.org"})
    assert made["role"] == "coordinator"
    assert app.test_client().get(made["link"].removeprefix("http://localhost")).status_code == 200
    (waiting,) = api.get("/invitations")["items"]
    assert (waiting["email"], waiting["role"]) == ("new@example.org", "coordinator")
    assert waiting["id"] not in made["link"]
    assert api("DELETE", f"/invitations/{waiting['id']}").status_code == 204
    assert api("DELETE", f"/invitations/{waiting['id']}").status_code == 404
    assert api.get("/invitations")["items"] == []
    api.post("/staff", {"email": "Coordinator@example.org"}, status=409)
    for body in ({"role": "owner"}, {"password": "x"}, {"email": "nobody"}):
        api.post("/staff", body, status=422)

    assert api("DELETE", f"/staff/{people['coordinator']['id']}").status_code == 204
    assert coordinator.get("/api/v1/me").status_code == 401
    headers = {"X-CSRFToken": csrf_token(app, administrator)}
    own = administrator.delete(f"/api/v1/staff/{people['administrator']['id']}", headers=headers)
    assert own.status_code == 409
