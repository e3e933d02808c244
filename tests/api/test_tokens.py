"""API tokens: made at the desk for what they are to do, used no further than that, and ended."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from storage import api_tokens
from storage.database import Database
from tests.api.contract import Api
from tests.conftest import Clock


def test_a_token_is_made_for_its_scopes(api: Api, client: FlaskClient, clock: Clock) -> None:
    made = api.post("/tokens", {"name": "Registry", "scopes": ["report", "read"]})
    assert made["scopes"] == ["read", "report"]
    registry = Api(client, made["token"])
    assert registry.get("/activities")["total"] == 0
    refused = registry("POST", "/activities", {})
    assert refused.status_code == 403
    assert refused.json["problems"][0]["code"] == "scope"
    assert "collect" in refused.json["detail"]
    me = registry.get("/me")
    assert (me["kind"], me["role"], me["scopes"]) == ("token", "coordinator", ["read", "report"])
    assert registry("GET", "/tokens").status_code == 403
    listed = {one["name"]: one for one in api.get("/tokens")["items"]}
    assert "token" not in listed["Registry"]
    assert made["token"] not in str(listed)


def test_when_it_was_last_used_is_known_to_the_minute(api: Api, client: FlaskClient, clock: Clock) -> None:
    made = api.post("/tokens", {"name": "Registry", "scopes": ["read"]})
    assert made["used_at"] is None

    def used_at() -> str:
        return next(one["used_at"] for one in api.get("/tokens")["items"] if one["id"] == made["id"])

    seen = []
    for seconds in (0, 59, 1):
        clock.advance(seconds=seconds)
        Api(client, made["token"]).get("/activities")
        seen.append(used_at())
    assert seen[0] == seen[1] != seen[2]


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "scopes": ["read"]},
        {"name": "x" * 101, "scopes": ["read"]},
        {"name": "x", "scopes": []},
        {"name": "x"},
        {"name": "x", "scopes": ["root"]},
        {"name": "x", "scopes": ["read"], "token": "attest_mine"},
    ],
)
def test_what_will_not_do(body: dict[str, object], api: Api) -> None:
    api.post("/tokens", body, status=422)


def test_a_token_from_before_scopes_can_do_everything(database: Database, token: str, clock: Clock) -> None:
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO api_tokens (id, name, token_mark, created_at)"
                " VALUES ('old', 'Old', 'mark', '2026-01-01 00:00:00')"
            )
        )
    with database.read() as session:
        old = next(one for one in api_tokens.every(session) if one.id == "old")
    assert old.scopes == api_tokens.SCOPES
