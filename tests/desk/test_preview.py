"""The preview: the learner's own page, drawn from a form that somebody is still filling in."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from blueprints.desk.preview import sketch

TODAY = "2026-11-23"
WHOLE = {
    "title": "Sepsis Update",
    "provider_name": "Lakeside Teaching Hospital",
    "format": "series",
    "starts_on": "2026-11-02",
    "ends_on": "2026-11-16",
    "dates": "2026-11-02,2026-11-09,2026-11-16",
    "timezone": "America/Chicago",
    "credits_max": "1.5",
    "email": "optional",
    "contact_email": "cme@example.org",
    "consent_text": "May we tell your boards?",
    "home_states": "ME,NH",
    "boards": "ABS,ABIM",
}


def test_it_shows_what_is_in_the_form(coordinator: FlaskClient) -> None:
    page = coordinator.get("/desk/preview", query_string=WHOLE)
    assert page.status_code == 200
    for words in (
        "Sepsis Update",
        "Lakeside Teaching Hospital",
        "All 1.5",
        "November 9, 2026",
        "May we tell your boards?",
    ):
        assert words in page.text
    assert "Email address (optional)" in page.text
    assert '<option value="ABIM"' in page.text


def test_what_dates_have_of_their_own_shows(coordinator: FlaskClient) -> None:
    own = [{"date": "2026-11-09", "title": "Lactate", "credits_max": "2"}]
    page = coordinator.get("/desk/preview", query_string=WHOLE | {"sessions": json.dumps(own)})
    assert "Monday, November 9, 2026: Lactate (2 credits)" in page.text
    assert "Monday, November 2, 2026 (1.5 credits)" in page.text


@pytest.mark.parametrize("sessions", ["[", "5", '[{"date": "2026-11-10"}]', "[" * 2000])
def test_sessions_that_are_wrong_are_left_out(coordinator: FlaskClient, sessions: str) -> None:
    page = coordinator.get("/desk/preview", query_string=WHOLE | {"sessions": sessions})
    assert page.status_code == 200
    assert "Sepsis Update" in page.text


def test_an_empty_form_shows_a_page_too(coordinator: FlaskClient) -> None:
    page = coordinator.get("/desk/preview")
    assert page.status_code == 200
    assert "<h1>…</h1>" in page.text
    assert "mailto:…" in page.text
    assert "@" not in page.text.split("<body")[1].replace("mailto:", "").replace("name@example.org", "")


def test_a_first_day_is_enough_for_a_live_activity() -> None:
    activity = sketch({"starts_on": "2026-12-24"}, TODAY)
    assert activity.starts_on.isoformat() == activity.ends_on.isoformat() == "2026-12-24"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "T" * 5000),
        ("title", "a\x00b"),
        ("format", "webinar"),
        ("starts_on", "soon"),
        ("starts_on", "2026-12-24"),
        ("ends_on", "2026-02-30"),
        ("dates", "2026-11-02,tomorrow"),
        ("timezone", "Mars/Olympus"),
        ("credits_max", "sNaN"),
        ("credits_max", "-1"),
        ("email", "perhaps"),
        ("contact_email", "cme@"),
        ("home_states", "ZZ"),
        ("boards", "NOPE"),
    ],
)
def test_what_is_wrong_leaves_the_rest_as_it_is(name: str, value: str) -> None:
    activity = sketch(WHOLE | {name: value}, TODAY)
    kept = {"provider_name": "Lakeside Teaching Hospital", "title": "Sepsis Update", "email": "optional"}
    for other, expected in kept.items():
        if other != name:
            assert getattr(activity, other) == expected


def test_nothing_typed_can_break_it(coordinator: FlaskClient) -> None:
    for name in WHOLE:
        for value in ("", " ", "%s", "{{7*7}}", "\u202e", "9" * 500, "<b>"):
            assert coordinator.get("/desk/preview", query_string={name: value}).status_code == 200


def test_only_the_desk_may_frame_it_and_nothing_can_be_sent_from_it(coordinator: FlaskClient) -> None:
    headers = coordinator.get("/desk/preview").headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "form-action 'none'" in headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in headers
    shell = coordinator.get("/desk").headers
    assert "frame-ancestors 'none'" in shell["Content-Security-Policy"]
    assert shell["X-Frame-Options"] == "DENY"


def test_strangers_sign_in_first(client: FlaskClient) -> None:
    assert client.get("/desk/preview", query_string=WHOLE).status_code == 302


def test_it_keeps_nothing_and_sends_nothing(coordinator: FlaskClient) -> None:
    assert "<script" not in coordinator.get("/desk/preview", query_string=WHOLE).text
