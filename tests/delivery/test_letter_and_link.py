"""A letter as it is really sent: asked for at the desk, sent by the server itself, opened and answered."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.background import start, stop
from blueprints.current import House
from blueprints.letters import send_letters
from config import Config
from storage.links import LASTS
from tests.conftest import Clock
from tests.delivery.smtp import Manners, Server, serving
from tests.reading import Page


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def config(config: Config, server: Server) -> Config:
    return replace(config, smtp_url=f"smtp://localhost:{server.port}", mail_from="office@example.org")


@pytest.fixture
def house(app: Flask) -> House:
    house: House = app.extensions["attest"]
    return house


def ask(client: FlaskClient, token: str, record_id: str) -> str:
    """Ask the learner by a letter; the address in the answer."""
    answer = client.post(
        f"/api/v1/records/{record_id}/link",
        data=json.dumps({"fields": ["license_number"], "send": True}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 201
    return str(answer.json["url"])


def state(client: FlaskClient, token: str, record_id: str) -> str:
    """Where the newest letter stands."""
    record = client.get(f"/api/v1/records/{record_id}", headers={"Authorization": f"Bearer {token}"})
    return str(record.json["links"][0]["letter"]["state"])


def test_the_server_sends_by_itself_and_the_learner_answers(
    app: Flask, client: FlaskClient, server: Server, token: str, record_id: str
) -> None:
    url = ask(client, token, record_id)
    start(app)
    try:
        deadline = time.monotonic() + 15
        while state(client, token, record_id) != "sent" and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        stop(app)
    (letter,) = server.got.letters
    text = letter.get_content()
    assert re.findall(r"http\S+", text) == [url]
    page = client.get(url)
    thanks = client.post(url, data=Page(page).values | {"license_number": "VT99"})
    assert Page(thanks).heading == "Thank you"


def test_a_letter_holds_nothing_of_the_learner_but_the_name(
    house: House, client: FlaskClient, server: Server, token: str, record_id: str
) -> None:
    ask(client, token, record_id)
    send_letters(house)
    whole = server.got.texts[0].decode()
    assert "Amara Okafor" in whole
    for secret in ("MD0012345", "1234567893", "September", "Maine", "CreditID", record_id):
        assert secret not in whole


def test_a_letter_that_waited_too_long_is_not_sent(
    house: House, client: FlaskClient, server: Server, token: str, record_id: str, clock: Clock
) -> None:
    ask(client, token, record_id)
    clock.advance(seconds=LASTS.total_seconds())
    assert send_letters(house) == 0
    assert state(client, token, record_id) == "failed"
    assert server.got.texts == []


@pytest.mark.parametrize(
    ("manners", "ended"),
    [
        (Manners(), "sent"),
        (Manners(rcpt="550 amara@example.org is unknown"), "failed"),
        (Manners(break_off="text"), "unknown"),
        (Manners(rcpt="451 greylisted amara@example.org"), "waiting"),
    ],
)
def test_nothing_of_it_is_logged(
    house: House,
    client: FlaskClient,
    server: Server,
    token: str,
    record_id: str,
    caplog: pytest.LogCaptureFixture,
    manners: Manners,
    ended: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("attest").propagate = True
    server.manners = manners
    url = ask(client, token, record_id)
    assert send_letters(house) == 1
    assert state(client, token, record_id) == ended
    said = caplog.text + str([record.__dict__ for record in caplog.records])
    assert "letters" in said
    for secret in ("amara", "Okafor", url.rsplit("/", 1)[1], "office@example.org"):
        assert secret not in said
