"""Before anything is looked up: under which name the server was called, and whether the caller may ask at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from app import create_app
from config import Config
from tests.conftest import Clock


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]", "[::1]:8000", "LOCALHOST"]
)
def test_names_that_are_ours(host: str, client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_a_public_address_of_ipv6(config: Config, clock: Clock) -> None:
    client = create_app(replace(config, public_url="http://[2001:db8::7]"), clock).test_client()
    assert client.get("/healthz", headers={"Host": "[2001:db8::7]"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "[2001:db8::8]"}).status_code == 400


@pytest.mark.parametrize(
    "host",
    [
        "canary.example",
        "canary.example:8000",
        "localhost.canary.example",
        "canary/localhost",
        "[::1",
        "",
        "canary<b>",
    ],
)
@pytest.mark.parametrize("path", ["/", "/healthz", "/static/app.css", "/nothing", "/desk"])
def test_another_name_is_refused_and_not_repeated(host: str, path: str, client: FlaskClient) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
    assert "canary" not in answer.text


@pytest.mark.parametrize("path", ["/api/v1/activities", "/api/v1/nothing"])
def test_a_script_is_refused_in_its_own_shape(path: str, client: FlaskClient) -> None:
    answer = client.get(path, headers={"Host": "canary.example"})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json is not None
    assert answer.json["detail"] == "This server does not answer under that host name."


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/v1/nothing", 404), ("GET", "/api/nothing", 404), ("PUT", "/api/v1/activities", 405)],
)
def test_who_may_not_ask_is_not_told_what_there_is(
    method: str, path: str, status: int, client: FlaskClient, token: str
) -> None:
    assert client.open(path, method=method).status_code == 401
    assert client.open(path, method=method, headers={"Authorization": "Bearer wrong"}).status_code == 401
    known = client.open(path, method=method, headers={"Authorization": f"Bearer {token}"})
    assert known.status_code == status


def test_no_cache_keeps_an_error(client: FlaskClient) -> None:
    assert client.get("/static/nothing.css").headers["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/static/app.css").headers.get("Cache-Control", "")
