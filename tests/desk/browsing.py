"""A browser's way through the sign-in pages: a form is fetched before it is sent, its CSRF token with it."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD

FIELD = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
META = re.compile(r'<meta name="csrf-token" content="([^"]+)"')


def token(client: FlaskClient, path: str = "/desk/sign-in") -> str:
    """The token in the form at `path`, or in the desk's own page."""
    page = client.get(path)
    found = FIELD.search(page.text) or META.search(page.text)
    assert found, f"no token at {path}: {page.status}"
    return found.group(1)


def send(client: FlaskClient, path: str, **typed: str) -> TestResponse:
    """Fetch the form at `path`, fill it in and send it."""
    return client.post(path, data={"csrf_token": token(client, path)} | typed)


def sign_in(
    client: FlaskClient, email: str = "grace@example.org", password: str = PASSWORD, **more: str
) -> TestResponse:
    return send(client, "/desk/sign-in", email=email, password=password, **more)


def sign_out(client: FlaskClient) -> TestResponse:
    return client.post("/desk/sign-out", data={"csrf_token": token(client, "/desk")})
