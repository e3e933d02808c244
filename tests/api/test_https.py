"""Where the public address is https, a token that would cross a network in clear is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import create_app
from config import Config
from tests.conftest import Clock


@pytest.mark.parametrize(
    ("scheme", "address", "status"),
    [("http", "10.0.0.7", 403), ("http", "127.0.0.1", 401), ("https", "10.0.0.7", 401)],
)
def test_the_api_answers_over_https_only(
    config: Config, clock: Clock, scheme: str, address: str, status: int
) -> None:
    app = create_app(replace(config, public_url="https://localhost"), clock)
    answer = app.test_client().get(
        "/api/v1/activities",
        base_url=f"{scheme}://localhost",
        environ_overrides={"REMOTE_ADDR": address},
        headers={"Authorization": "Bearer wrong"},
    )
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    app.extensions["attest"].database.dispose()
