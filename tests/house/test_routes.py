"""Every route says who may call it; the public ones are exactly these; no GET route is about to change anything."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.guard import check_doors

PUBLIC = {
    "/",
    "/a/<code>",
    "/a/scripts/<version>/<name>",
    "/a/worker.js",
    "/c/<token>",
    "/desk/sign-in",
    "/desk/sign-in/code",
    "/desk/sign-in/second-factor",
    "/desk/welcome/<token>",
    "/favicon.ico",
    "/healthz",
    "/l/<token>",
    "/logo",
    "/r/",
    "/r/<token>",
    "/r/<token>/correct",
    "/r/<token>/license",
    "/r/<token>/license/later",
    "/r/<token>/opinion",
    "/r/<token>/withdraw",
    "/r/kiosk/<ticket>",
    "/readyz",
    "/robots.txt",
}
DOORS = {"public", "guarded", "administrators"}


def doors(app: Flask) -> dict[str, set[str]]:
    """For each kind of door, the addresses behind it; static files have none."""
    found: dict[str, set[str]] = {door: set() for door in DOORS}
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            found[app.view_functions[rule.endpoint].door].add(rule.rule)
    return found


def test_the_public_routes_are_exactly_these(app: Flask) -> None:
    assert doors(app)["public"] == PUBLIC


def test_everything_else_turns_a_stranger_away(app: Flask, client: FlaskClient) -> None:
    """Each guarded route and method, without a session and with a token of nobody."""
    found = doors(app)
    for rule in app.url_map.iter_rules():
        if rule.rule not in found["guarded"] | found["administrators"]:
            continue
        address = rule.rule
        for argument in rule.arguments:
            address = address.replace(f"<{argument}>", "x").replace(f"<int:{argument}>", "1")
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            for headers in ({}, {"Authorization": "Bearer attest_of-nobody"}):
                response = client.open(address, method=method, headers=headers)
                turned_away = response.status_code == 401 or (
                    response.status_code == 302 and response.location.startswith("/desk/sign-in")
                )
                assert turned_away, f"{method} {rule.rule}: {response.status_code}"


def test_the_app_does_not_start_with_an_undeclared_route(app: Flask) -> None:
    app.view_functions["forgotten"] = lambda: "open to all"
    with pytest.raises(RuntimeError, match="forgotten"):
        check_doors(app)
