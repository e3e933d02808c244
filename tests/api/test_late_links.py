"""Late learners by the API: minutes after closing, the cap, personal links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import ACTIVITY, another
from tests.conftest import Clock

Make = Callable[..., StoredActivity]


@pytest.fixture
def late_links(activity: StoredActivity) -> str:
    return f"/activities/{activity.id}/late-links"


def test_a_link_is_shown_once_listed_and_taken_back(api: Api, late_links: str) -> None:
    made = api.post(late_links, {"note": "Dr. Okafor", "until": "2026-11-30"})
    assert made["url"].startswith("http://localhost/l/")
    assert made["expires_at"] == "2026-12-01T00:00:00-05:00"
    (listed,) = api.get(late_links)["items"]
    assert (listed["note"], listed["state"], listed["actor"]) == ("Dr. Okafor", "waiting", "a script")
    assert "url" not in listed
    assert api("DELETE", f"/late-links/{made['id']}").status_code == 204
    assert api.get(late_links)["items"][0]["state"] == "over"
    assert api("DELETE", f"/late-links/{made['id']}").status_code == 404


def test_without_a_day_it_is_a_week(api: Api, late_links: str) -> None:
    assert api.post(late_links, {})["expires_at"] == "2026-12-01T00:00:00-05:00"


@pytest.mark.parametrize("until", ["2026-11-22", "2027-03-01", "soon", "2026-02-30"])
def test_a_day_that_cannot_be_is_refused(api: Api, late_links: str, until: str) -> None:
    (problem,) = api.post(late_links, {"until": until}, 422)["problems"]
    assert problem["field"] == "until"


def test_a_used_link_says_so(api: Api, late_links: str) -> None:
    made = api.post(late_links, {})
    typed: dict[str, Any] = {"step": "submit", "attest": "y", "consent": "no", "profession": "md"}
    typed |= {"first_name": "Ada", "last_name": "Novak", "credits": "6", "email": "ada@example.org"}
    sent = api.client.post(made["url"].removeprefix("http://localhost"), data=typed)
    assert sent.status_code == 303
    (listed,) = api.get(late_links)["items"]
    assert (listed["state"], listed["used_at"]) == ("used", "2026-11-23T22:30:00+00:00")


def test_before_the_activity_nobody_is_late(api: Api, make_activity: Make) -> None:
    for stored in (make_activity(status="draft"), make_activity(opens_at=datetime(2026, 11, 24, tzinfo=UTC))):
        assert api.post(f"/activities/{stored.id}/late-links", {}, 409)


def test_the_settings_come_back(api: Api) -> None:
    made = api.post("/activities", ACTIVITY | {"grace_minutes": 15, "learners_max": 40})
    assert (made["grace_minutes"], made["learners_max"]) == (15, 40)
    changed = api.patch(f"/activities/{made['id']}", {"learners_max": None})
    assert (changed["grace_minutes"], changed["learners_max"]) == (15, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [("grace_minutes", -1), ("grace_minutes", 1441), ("grace_minutes", True), ("learners_max", 0),
     ("learners_max", "40"), ("learners_max", 1.5)],
)  # fmt: skip
def test_a_number_that_is_none_is_refused(api: Api, field: str, value: object) -> None:
    (problem,) = api.post("/activities", ACTIVITY | {field: value}, 422)["problems"]
    assert (problem["field"], problem["code"]) == (field, "whole_number")


def test_another_system_is_held_to_the_cap_and_may_use_the_minutes(
    api: Api, make_activity: Make, clock: Clock
) -> None:
    closes = clock() + timedelta(minutes=5)
    stored = make_activity(learners_max=2, closes_at=closes, grace_minutes=10)
    where = f"/activities/{stored.id}/records"
    first = another(1)
    api.post(where, first)
    clock.now = closes + timedelta(minutes=1)
    in_grace = api.post(where, another(2))
    steps = api.get(f"/records/{in_grace['id']}")["history"]
    assert [step["reason"] for step in steps if step["action"] == "came late"] == ["1 minute after closing"]
    refused = api.post(where, another(3), 409)
    assert refused["detail"].startswith("This activity is full")
    assert api.post(where, first, 200)["reference"]
    clock.advance(minutes=10)
    assert api.post(where, another(4), 409)
