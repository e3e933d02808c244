"""Setting up an activity, changing it, and its QR code."""

from __future__ import annotations

from typing import Any

import pytest

from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import ACTIVITY, another


def test_an_activity_is_set_up_with_few_words(api: Api) -> None:
    made = api.post("/activities", ACTIVITY)
    assert made["public_url"] == f"http://localhost/a/{made['code']}"
    assert (made["credit_type"], made["email"], made["status"]) == ("AMA PRA Category 1", "required", "open")
    assert made["consent_text"]
    assert made["counts"]["total"] == 0
    assert api.get(f"/activities/{made['id']}") == made
    assert api.get("/activities")["items"] == [made]


def test_all_that_is_wrong_is_said_at_once(api: Api) -> None:
    wrong = ACTIVITY | {
        "title": "",
        "accme_activity_id": "12",
        "timezone": "Mars/Olympus",
        "credits_max": "sNaN",
    }
    answer = api.post("/activities", wrong, status=422)
    assert {"title", "accme_activity_id", "timezone", "credits_max"} <= {
        p["field"] for p in answer["problems"]
    }
    assert all(problem["message"] for problem in answer["problems"])
    assert api.get("/activities")["total"] == 0


@pytest.mark.parametrize("field", ["id", "code", "version", "counts", "org_id"])
def test_what_is_ours_cannot_be_set(api: Api, field: str) -> None:
    answer = api.post("/activities", ACTIVITY | {field: "x"}, status=422)
    assert field in {problem["field"] for problem in answer["problems"]}


@pytest.mark.parametrize("value", [None, 7, True, ["a"], {"a": "b"}])
def test_a_value_of_another_type_is_refused(api: Api, value: Any) -> None:
    for field in ACTIVITY.keys() - ({"ends_on"} if value is None else set()):
        answer = api.post("/activities", ACTIVITY | {field: value}, status=422)
        assert field in {problem["field"] for problem in answer["problems"]}


def test_a_change_leaves_the_rest(api: Api, activity: StoredActivity) -> None:
    before = api.get(f"/activities/{activity.id}")
    after = api.patch(f"/activities/{activity.id}", {"title": "Surgery Grand Rounds"})
    assert after["title"] == "Surgery Grand Rounds"
    assert after["version"] == before["version"] + 1
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"title", "version", "updated_at"}


def test_a_change_on_an_old_version_is_refused(api: Api, activity: StoredActivity) -> None:
    address = f"/activities/{activity.id}"
    etag = api("GET", address).headers["ETag"]
    api.patch(address, {"title": "First"}, headers={"If-Match": etag})
    for old in (etag, '"99"', 'W/"1"', '"what"', ""):
        api.patch(address, {"title": "Second"}, status=412, headers={"If-Match": old})
    api.patch(address, {"title": "Second"}, headers={"If-Match": "*"})
    assert api.get(address)["title"] == "Second"


def test_counts_and_days_left_follow_the_records(api: Api, activity: StoredActivity, records_of: str) -> None:
    assert api.get(f"/activities/{activity.id}")["days_left"] is None
    api.post(records_of, another(1))
    api.post(records_of, another(2, profession="np"))
    shown = api.get(f"/activities/{activity.id}")
    assert (shown["report_by"], shown["days_left"]) == ("2026-12-23", 30)
    counts = shown["counts"]
    assert (counts["total"], counts["physicians"], counts["others"]) == (2, 1, 1)
    assert (counts["states"]["ready"], counts["states"]["not_for_pars"]) == (1, 1)


@pytest.mark.parametrize(("kind", "begins"), [("svg", b"<"), ("png", b"\x89PNG")])
def test_the_qr_code_does_not_listen_to_the_host_header(
    api: Api, activity: StoredActivity, kind: str, begins: bytes
) -> None:
    address = f"/api/v1/activities/{activity.id}/qr.{kind}"
    drawn = api.client.get(address, headers=api.headers)
    assert drawn.status_code == 200
    assert drawn.data.startswith(begins)
    forged = api.client.get(
        address, headers=api.headers | {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    )
    assert forged.data == drawn.data
    assert api.client.get(address, headers=api.headers | {"Host": "evil.example"}).status_code == 400


def test_a_board_that_is_not_on_the_list_is_taken_with_a_warning(api: Api) -> None:
    neurosurgery = {"board": "ABNS", "credit_type": "Continuing", "points_max": "3"}
    made = api.post("/activities", ACTIVITY | {"boards": [neurosurgery]})
    assert made["boards"] == [neurosurgery]
    assert [(warning["code"], warning["level"]) for warning in made["warnings"]] == [
        ("board_not_listed", "warning")
    ]
    listed = {"board": "ABS", "credit_type": "Accredited CME", "points_max": "3"}
    assert api.patch(f"/activities/{made['id']}", {"boards": [listed]})["warnings"] == []
