"""The receipt: proof for the learner at an address of its own, and no more of a person than a proof needs."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.attest.conftest import Post
from tests.reading import Page


def test_it_says_what_was_received(client: FlaskClient, post: Post) -> None:
    answer = client.get(post("submit", credits="5.75").location)
    page = Page(answer)
    assert (page.status, page.heading) == (200, "Your receipt")
    assert page.answers == {
        "Name": "Amara Okafor",
        "Activity": "Trauma Grand Rounds",
        "Provider": "Lakeside Teaching Hospital",
        "Credits": "5.75 AMA PRA Category 1 Credits™",
        "Completed on": "Monday, November 23, 2026",
        "Received": "Monday, November 23, 2026, 5:30 PM EST",
    }
    assert re.search(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b", page.text)
    assert "cme@example.org" in page.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_it_opens_again(client: FlaskClient, post: Post) -> None:
    address = post("submit").location
    assert client.get(address).data == client.get(address).data


def test_it_shows_no_birthday_and_no_numbers(client: FlaskClient, post: Post) -> None:
    page = Page(client.get(post("submit").location))
    for secret in ("MD0012345", "1234567893", "September", "amara@example.org"):
        assert secret not in page.text


@pytest.mark.parametrize(
    ("fields", "words", "passport"),
    [
        ({}, "within 30 days", True),
        ({"consent": "no"}, "You said no, so nothing is sent", False),
        ({"profession": "pharmacist"}, "for physicians only", False),
        ({"license_state": "none", "license_number": "", "npi": ""}, "Without a US license", False),
        ({"profession": "resident", "license_number": "", "npi": ""}, "looks at your record", True),
    ],
)
def test_it_says_what_happens_next(
    client: FlaskClient, post: Post, fields: dict[str, str], words: str, passport: bool
) -> None:
    page = Page(client.get(post("submit", **fields).location))
    assert words in page.text
    assert ("CME Passport" in page.text) is passport


@pytest.mark.parametrize("token", ["x", "AAAAAAAAAAAAAAAAAAAAAA", "%00", "%ff", "a" * 5000])
def test_a_wrong_address_is_a_plain_404(client: FlaskClient, token: str) -> None:
    assert client.get(f"/r/{token}").status_code == 404


def test_its_address_cannot_be_guessed(post: Post) -> None:
    tokens = {post("submit", first_name=name).location.removeprefix("/r/") for name in ("Ana", "Bea", "Cleo")}
    assert len(tokens) == 3
    assert all(len(token) >= 22 for token in tokens)  # 128 bits
