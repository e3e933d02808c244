"""What asks people again who they are, for how long it does not, and where they are signed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.guard import FOR_FILES, FOR_RIGHTS
from storage import second_factor, signins, staff
from storage.activities import StoredActivity
from storage.database import Database
from storage.vault import fingerprint
from tests.api.contract import PREFIX, Api, check
from tests.api.samples import attestation
from tests.conftest import PASSWORD, Clock
from tests.house.test_routes import csrf_token
from tests.storage.test_second_factor import code_at

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
BY_ITSELF = {"X-By-Itself": "yes"}


class Desk:
    """A signed-in person's way to the API; each answer is held against the document."""

    def __init__(self, app: Flask, database: Database, person: staff.Person, clock: Clock) -> None:
        with database.write() as session:
            self.token = signins.start(session, person.id, clock(), "Firefox on Windows")
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie("attest_session", self.token)
        self.csrf = {"X-CSRFToken": csrf_token(app, self.client)}

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        sent = {"json": body} if body is not None else {}
        answer = self.client.open(PREFIX + path, method=method, headers=self.csrf | headers, **sent)
        check(method, PREFIX + path, answer)
        return answer


@pytest.fixture
def desk(app: Flask, database: Database, person: staff.Person, clock: Clock) -> Desk:
    return Desk(app, database, person, clock)


def is_asked(answer: TestResponse) -> bool:
    problems = (answer.json or {}).get("problems") or [{}]
    return answer.status_code == 403 and problems[0].get("code") == "reauthenticate"


@pytest.mark.parametrize(
    ("method", "path", "body", "period"),
    [
        ("POST", "/activities/{activity}/exports", {"format": "xlsx", "kind": "add"}, FOR_FILES),
        ("GET", "/exports/x/file", None, FOR_FILES),
        ("POST", "/exports/x/runs", {}, FOR_FILES),
        ("POST", "/staff", {}, FOR_RIGHTS),
        ("PATCH", "/staff/x", {"role": "coordinator"}, FOR_RIGHTS),
        ("DELETE", "/staff/x", None, FOR_RIGHTS),
        ("DELETE", "/staff/x/second-factor", None, FOR_RIGHTS),
        ("DELETE", "/invitations/x", None, FOR_RIGHTS),
        ("POST", "/tokens", {}, FOR_RIGHTS),
        ("DELETE", "/tokens/x", None, FOR_RIGHTS),
        ("PATCH", "/provider", {}, FOR_RIGHTS),
        ("PUT", "/sign-in-rules", {}, FOR_RIGHTS),
    ],
)
def test_it_asks_when_the_last_proof_is_old(
    method: str,
    path: str,
    body: Any,
    period: timedelta,
    desk: Desk,
    api: Api,
    activity: StoredActivity,
    clock: Clock,
) -> None:
    address = path.format(activity=activity.id)
    clock.advance(seconds=period.total_seconds() - 60)
    assert desk("GET", "/me").status_code == 200, "in use"
    assert not is_asked(desk(method, address, body))
    clock.advance(minutes=1)
    assert is_asked(desk(method, address, body))
    assert not is_asked(api(method, address, body)), "tokens are not asked"
    assert desk("POST", "/me/proof", {"password": "not the right one"}).status_code == 422
    assert is_asked(desk(method, address, body))
    assert desk("POST", "/me/proof", {"password": PASSWORD}).status_code == 204
    assert not is_asked(desk(method, address, body))


def test_nothing_else_asks(desk: Desk, activity: StoredActivity, clock: Clock) -> None:
    clock.advance(minutes=29)
    made = desk("POST", f"/activities/{activity.id}/records", attestation())
    assert made.status_code == 201
    for path in ("/activities", "/staff", "/provider", f"/records/{made.json['id']}"):
        assert desk("GET", path).status_code == 200


def test_an_export_is_made_after_the_proof(desk: Desk, activity: StoredActivity, clock: Clock) -> None:
    desk("POST", f"/activities/{activity.id}/records", attestation())
    clock.advance(minutes=29)
    desk("GET", "/me")
    clock.advance(minutes=5)
    wanted = ("POST", f"/activities/{activity.id}/exports", {"format": "xlsx", "kind": "add"})
    assert is_asked(desk(*wanted))
    desk("POST", "/me/proof", {"password": PASSWORD})
    assert desk(*wanted).status_code == 201


def test_a_code_is_a_proof_too_once(
    desk: Desk, database: Database, person: staff.Person, clock: Clock
) -> None:
    with database.write() as session:
        new = second_factor.offer(session, person.id)
        second_factor.turn_on(session, person.id, new, code_at(new.seed, clock()), [], now=clock())
    clock.advance(minutes=11)
    code = {"code": code_at(new.seed, clock())}
    assert [desk("POST", "/me/proof", code).status_code for _ in range(2)] == [204, 422]
    me = desk("GET", "/me").json
    assert (me["second_factor"], me["recovery_codes_left"]) == (True, 0)


def test_a_nearly_full_disk_keeps_nobody_from_fetching_what_is_there(
    app: Flask, database: Database, person: staff.Person, activity: StoredActivity, clock: Clock
) -> None:
    """The control: what brings something in is refused beside it."""
    house = app.extensions["attest"]
    config = replace(house.config, keep_free_mb=10**12)
    app.extensions["attest"] = replace(house, config=config)
    desk = Desk(app, database, person, clock)
    assert desk("POST", "/me/proof", {"password": PASSWORD}).status_code == 204
    assert desk("POST", f"/activities/{activity.id}/records", attestation()).status_code == 503


def test_guesses_are_limited(desk: Desk) -> None:
    tries = [desk("POST", "/me/proof", {"password": "x"}).status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]
    assert desk("POST", "/me/proof", {"password": PASSWORD}).status_code == 429
    for body in ({}, {"password": "x", "code": "1"}):
        assert desk("POST", "/me/proof", body).status_code == 400


def test_a_token_has_no_sessions_and_no_proof(api: Api) -> None:
    assert api("POST", "/me/proof", {"password": PASSWORD}).status_code == 403
    assert api("GET", "/me/sessions").status_code == 403


def test_sessions_are_listed_and_ended(
    app: Flask, desk: Desk, database: Database, person: staff.Person, clock: Clock
) -> None:
    clock.advance(minutes=2)
    others = [Desk(app, database, person, clock) for _ in range(3)]
    listed = desk("GET", "/me/sessions").json["items"]
    assert [one["current"] for one in listed].count(True) == 1
    assert {one["device"] for one in listed} == {"Firefox on Windows"}
    assert others[0].token not in str(listed)
    assert desk("DELETE", f"/me/sessions/{fingerprint(others[0].token)}").status_code == 204
    assert [other("GET", "/me").status_code for other in others] == [401, 200, 200]
    assert desk("DELETE", "/me/sessions").status_code == 204
    assert [other("GET", "/me").status_code for other in others] == [401, 401, 401]
    assert desk("GET", "/me").status_code == 200
    assert desk("DELETE", "/me/sessions/nobodys").status_code == 404


def test_nobody_ends_the_session_of_another(app: Flask, desk: Desk, database: Database, clock: Clock) -> None:
    with database.write() as session:
        link = staff.invite(session, email=None, role="coordinator", actor="console", now=clock())
        other = staff.redeem(session, link, email="b@example.org", name="Bo", password_hash="-", now=clock())
    theirs = Desk(app, database, other, clock)
    assert desk("DELETE", f"/me/sessions/{fingerprint(theirs.token)}").status_code == 404
    assert theirs("GET", "/me").status_code == 200


def test_another_role_or_a_lost_phone_ends_their_sessions(
    app: Flask, desk: Desk, database: Database, person: staff.Person, clock: Clock
) -> None:
    with database.write() as session:
        link = staff.invite(session, email=None, role="coordinator", actor="console", now=clock())
        other = staff.redeem(session, link, email="b@example.org", name="Bo", password_hash="-", now=clock())
    theirs = Desk(app, database, other, clock)
    assert theirs("PATCH", f"/staff/{person.id}", {"role": "coordinator"}).status_code == 403
    assert desk("PATCH", f"/staff/{other.id}", {"role": "administrator"}).json["role"] == "administrator"
    assert theirs("GET", "/me").status_code == 401
    assert desk("PATCH", f"/staff/{other.id}", {"role": "owner"}).status_code == 422
    for own in (("PATCH", "", {"role": "coordinator"}), ("DELETE", "/second-factor", None)):
        assert desk(own[0], f"/staff/{person.id}{own[1]}", own[2]).status_code == 409
    with database.write() as session:
        new = second_factor.offer(session, other.id)
        second_factor.turn_on(session, other.id, new, code_at(new.seed, clock()), [], now=clock())
    again = Desk(app, database, other, clock)
    assert desk("DELETE", f"/staff/{other.id}/second-factor").status_code == 204
    assert again("GET", "/me").status_code == 401
    assert desk("DELETE", f"/staff/{other.id}/second-factor").status_code == 404


@pytest.mark.parametrize(("headers", "status"), [(BY_ITSELF, 401), ({}, 200)])
def test_only_what_a_person_does_keeps_a_session_alive(
    headers: dict[str, str], status: int, desk: Desk, activity: StoredActivity, clock: Clock
) -> None:
    """A slide asks every five seconds. The second case is the negative control: the same without the header."""
    for _ in range(8):
        clock.advance(minutes=4)
        last = desk("GET", f"/activities/{activity.id}", **headers)
    assert last.status_code == status


def test_whether_everybody_needs_a_second_factor(api: Api) -> None:
    assert api.get("/sign-in-rules") == {"second_factor_required": False}
    body = json_rule(True)
    assert api("PUT", "/sign-in-rules", body).json == body == api.get("/sign-in-rules")
    assert api("PUT", "/sign-in-rules", {}).status_code == 422
    assert api("PUT", "/sign-in-rules", {"second_factor_required": "yes"}).status_code == 400


def json_rule(required: bool) -> dict[str, bool]:
    return {"second_factor_required": required}


@pytest.mark.usefixtures("other_administrator")
def test_a_cookie_of_before_is_worth_nothing(
    app: Flask, database: Database, person: staff.Person, clock: Clock
) -> None:
    """However the session ended: 50 times the same cookie, 0 times in."""

    def signed_out(desk: Desk) -> None:
        desk.client.post("/desk/sign-out", headers=desk.csrf)

    def new_password(_: Desk) -> None:
        with database.write() as session:
            staff.set_password(session, person.id, person.password_hash, now=clock())

    def new_role(_: Desk) -> None:
        with database.write() as session:
            role = "coordinator" if staff.get(session, person.id).role == "administrator" else "administrator"
            staff.set_role(session, person.id, role, actor="console", now=clock())

    ends = (
        signed_out, new_password, new_role,
        lambda _: clock.advance(minutes=30),
        lambda _: clock.advance(hours=12),
    )  # fmt: skip
    for end in ends:
        desk = Desk(app, database, person, clock)
        assert desk("GET", "/me").status_code == 200
        end(desk)
        thief = app.test_client()
        thief.set_cookie("attest_session", desk.token)
        assert [thief.get("/api/v1/me").status_code for _ in range(10)] == [401] * 10
