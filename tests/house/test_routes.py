"""Every route, and who may: who_may.tsv declares it, and each kind of caller is tried at each door.

The views themselves are put aside: what is tried is the door, for all methods and without side effects.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from blueprints.guard import check_doors
from storage import api_tokens, signins, staff
from storage.database import Database
from tests.conftest import Clock

MATRIX = Path(__file__).with_name("who_may.tsv")
# Who gets in by each door.
SIGNED_IN = {"coordinator", "administrator"}
LET_IN = {
    "public": SIGNED_IN | {"anonymous", "ended session", "deactivated"},
    "guarded": SIGNED_IN | {f"token: {scope}" for scope in api_tokens.SCOPES},
    "people": SIGNED_IN,
    "read": SIGNED_IN | {"token: read"},
    "collect": SIGNED_IN | {"token: collect"},
    "report": SIGNED_IN | {"token: report"},
    "manage": {"administrator", "token: manage"},
}
Route = tuple[str, str]
Send = Callable[[str, str], int]


def declared() -> dict[Route, str]:
    """For each method and address, the door that it stands behind."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {(row["method"], row["address"]): row["door"] for row in rows}


def served(app: Flask) -> dict[Route, str]:
    """The same, as the app has it; static files have no door."""
    return {
        (method, rule.rule): app.view_functions[rule.endpoint].door
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def put_views_aside(app: Flask) -> None:
    """Every view answers 204 and does nothing; its door stays."""
    for endpoint, view in app.view_functions.items():
        if endpoint != "static":
            app.view_functions[endpoint] = wraps(view)(lambda **_: ("", 204))


@pytest.fixture
def callers(app: Flask, database: Database, clock: Clock) -> dict[str, Send]:
    """Each kind of caller: sends a method to an address and gives the status."""
    put_views_aside(app)
    cookies = {}
    tokens = {}
    with database.write() as session:
        for name in ("coordinator", "administrator", "ended session", "deactivated"):
            role = name if name in SIGNED_IN else "administrator"
            link = staff.invite(session, email=None, role=role, actor="console", now=clock())
            email = f"{name.replace(' ', '-')}@example.org"
            someone = staff.redeem(session, link, email=email, name=name, password_hash="-", now=clock())
            cookies[name] = signins.start(session, someone.id, clock())
            if name == "deactivated":
                staff.deactivate(session, someone.id, actor="console", now=clock())
                cookies[name] = signins.start(session, someone.id, clock())  # its role alone must do
        signins.end(session, cookies["ended session"])
        for scope in api_tokens.SCOPES:
            tokens[f"token: {scope}"] = api_tokens.create(
                session, scope, scopes=[scope], actor="console", now=clock()
            )
    known: dict[str, Send] = {"anonymous": sender(app.test_client(), {})}
    for name, cookie in cookies.items():
        client = app.test_client()
        client.set_cookie("attest_session", cookie)
        known[name] = sender(client, {"X-CSRFToken": csrf_token(app, client)})
    for name, token in tokens.items():
        known[name] = sender(app.test_client(), {"Authorization": f"Bearer {token}"})
    return known


def sender(client: FlaskClient, headers: dict[str, str]) -> Send:
    def send(method: str, address: str) -> int:
        for converter in ("<int:", "<path:"):
            address = address.replace(converter, "<")
        filled = address.replace("<", "x").replace(">", "1")
        if "<int:" in address:
            filled = "1"
        return client.open(filled, method=method, headers=headers).status_code

    return send


def csrf_token(app: Flask, client: FlaskClient) -> str:
    with client.session_transaction() as session, app.test_request_context():
        token = generate_csrf()
        from flask import session as made

        session["csrf_token"] = made["csrf_token"]
    return token


def wrong_ways(routes: dict[Route, str], callers: dict[str, Send]) -> list[str]:
    """Who gets in where the matrix says no, and is kept out where it says yes."""
    found = []
    for (method, address), door in routes.items():
        for name, send in callers.items():
            if not address.startswith("/api/") and name.startswith("token: "):
                continue  # a token is nobody outside the API: tests/desk holds that
            let_in = send(method, address) == 204
            if let_in != (name in LET_IN[door]):
                found.append(f"{name} {'gets' if let_in else 'does not get'} into {method} {address}")
    return found


def test_every_route_is_declared_and_every_declared_route_is_there(app: Flask) -> None:
    assert served(app) == declared(), f"a route, or who may call it, differs: change {MATRIX.name} with it"


def test_every_caller_gets_in_where_it_may_and_nowhere_else(callers: dict[str, Send]) -> None:
    assert wrong_ways(declared(), callers) == []


@pytest.mark.parametrize(
    ("endpoint", "instead"),
    [("api.deactivate", "guarded"), ("api.list_tokens", "read"), ("desk.page", "public")],
)
def test_another_decorator_is_seen_twice(
    app: Flask, callers: dict[str, Send], endpoint: str, instead: str
) -> None:
    """The negative control: one door of the app is another than the matrix says."""
    view: Any = app.view_functions[endpoint]
    view.door = instead
    assert served(app) != declared()
    routes = {route: door for route, door in declared().items() if door != served(app)[route]}
    assert wrong_ways(routes, callers)


def test_the_app_does_not_start_with_an_undeclared_route(app: Flask) -> None:
    app.view_functions["forgotten"] = lambda: "open to all"
    with pytest.raises(RuntimeError, match="forgotten"):
        check_doors(app)
