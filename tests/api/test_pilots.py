"""Pilots, the log of hiccups and staff time by the API: started, changed, refused in words, told step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import another
from tests.api.test_any_input import changed, often
from tests.conftest import Clock

PILOT = {"name": "Fall pilot", "goal": "Fewer than one rejection in twenty.", "starts_on": "2026-11-01"}
HICCUP = {"what": "The hall's network blocks phones.", "tag": "access", "noticed_on": "2026-11-23"}


@pytest.fixture
def pilot(api: Api, activity: StoredActivity) -> Any:
    return api.post("/pilots", PILOT | {"activities": [activity.id]})


def todo(api: Api, pilot: Any) -> dict[str, tuple[bool, list[str]]]:
    """Each step: whether it is done, and what is next in it."""
    steps = api.get(f"/pilots/{pilot['id']}/steps")["steps"]
    return {step["name"]: (step["done"], [one["what"] for one in step["todo"]]) for step in steps}


def test_a_pilot_is_started_read_and_changed(api: Api, pilot: Any, activity: StoredActivity) -> None:
    assert pilot == PILOT | {
        "id": pilot["id"],
        "version": 1,
        "ends_on": None,
        "activities": [activity.id],
    }
    address = f"/pilots/{pilot['id']}"
    changed = api.patch(address, {"ends_on": "2026-12-18"}, headers={"If-Match": '"1"'})
    assert changed == pilot | {"version": 2, "ends_on": "2026-12-18"}
    assert api.get(address) == changed
    assert api.get("/pilots")["items"] == [changed]
    api.patch(address, {"name": "Another"}, status=412, headers={"If-Match": '"1"'})
    steps = [entry["action"] for entry in api.get("/audit")["items"]]
    assert steps[-2:] == ["pilot started", "pilot changed"]
    assert "Fall pilot" not in str(api.get("/audit"))


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": " "}, "name"),
        ({"goal": ""}, "goal"),
        ({"starts_on": "11/01/2026"}, "starts_on"),
        ({"ends_on": "2026-10-31"}, "ends_on"),
        ({"activities": ["nothing"]}, "activities"),
        ({"activities": "all"}, "activities"),
        ({"owner": "me"}, "owner"),
    ],
)
def test_a_pilot_that_cannot_be_is_refused_by_field(api: Api, sent: dict[str, Any], field: str) -> None:
    answer = api.post("/pilots", PILOT | sent, status=422)
    assert [problem["field"] for problem in answer["problems"]] == [field]
    assert api.get("/pilots")["items"] == []


def test_the_steps_follow_what_happens(
    api: Api, pilot: Any, activity: StoredActivity, arrive: Callable[..., Any], clock: Clock
) -> None:
    empty = api.post("/pilots", PILOT)
    assert todo(api, empty)["choose"] == (False, ["choose"])
    assert todo(api, pilot)["choose"] == (True, [])
    assert todo(api, pilot)["gather"] == (False, ["gather"])
    arrive()
    found = todo(api, pilot)
    assert found["gather"] == (True, [])
    assert found["method"] == (False, ["method"])
    assert found["submit"] == (False, ["report"])
    export = api.post(f"/activities/{activity.id}/exports", {"format": "xlsx", "kind": "add"})
    assert todo(api, pilot)["method"] == (True, [])
    assert api.get(f"/pilots/{pilot['id']}/steps")["methods"] == ["xlsx"]
    assert todo(api, pilot)["submit"] == (False, ["answer"])
    record = api.get(f"/activities/{activity.id}/records")["items"][0]
    api.post(f"/records/{record['id']}/outcome", {"status": "rejected", "reason": "No match"}, status=200)
    assert todo(api, pilot)["submit"] == (False, ["rejected"])
    api.post(f"/records/{record['id']}/outcome", {"status": "accepted"}, status=200)
    assert todo(api, pilot)["submit"] == (True, [])
    api.post(f"/activities/{activity.id}/records", another(1, license_number="", npi=""))
    assert todo(api, pilot)["submit"] == (False, ["review"])
    assert export["rows"] == 1


def test_the_last_step_is_done_when_the_pilot_is_over_and_nothing_is_open(
    api: Api, pilot: Any, clock: Clock
) -> None:
    assert todo(api, pilot)["evaluate"] == (False, ["staff_time", "report"])
    api.post("/staff-times", {"worked_on": "2026-11-23", "minutes": 90, "task": "set_up"})
    hiccup = api.post("/hiccups", HICCUP)
    assert todo(api, pilot)["evaluate"] == (False, ["hiccups", "report"])
    api.patch(f"/pilots/{pilot['id']}", {"ends_on": "2026-11-30"})
    clock.advance(days=8)
    assert todo(api, pilot)["evaluate"] == (False, ["hiccups", "report"])
    api.patch(f"/hiccups/{hiccup['id']}", {"decision": "A guest network.", "closed_on": "2026-12-01"})
    assert todo(api, pilot)["evaluate"] == (True, ["report"])


def test_a_pilot_is_over_where_it_is_held(api: Api, pilot: Any, clock: Clock) -> None:
    """Its last day in New York ends hours after that of London."""
    api.post("/staff-times", {"worked_on": "2026-11-23", "minutes": 90, "task": "set_up"})
    api.patch(f"/pilots/{pilot['id']}", {"ends_on": "2026-11-23"})
    clock.advance(hours=3)
    assert clock().date().isoformat() == "2026-11-24"
    assert todo(api, pilot)["evaluate"] == (False, ["report"])
    clock.advance(hours=4)
    assert todo(api, pilot)["evaluate"] == (True, ["report"])


def test_a_hiccup_is_written_decided_and_closed(api: Api, pilot: Any, activity: StoredActivity) -> None:
    hiccup = api.post("/hiccups", HICCUP | {"activity_id": activity.id})
    assert (hiccup["decision"], hiccup["closed_on"], hiccup["actor"]) == ("", None, "a script")
    address = f"/hiccups/{hiccup['id']}"
    changed = api.patch(address, {"decision": "A guest network.", "changed_on": "2026-11-25"})
    assert changed == hiccup | {"version": 2, "decision": "A guest network.", "changed_on": "2026-11-25"}
    api.patch(address, {"tag": "form"}, status=412, headers={"If-Match": '"1"'})
    other = api.post("/pilots", PILOT | {"name": "Another", "starts_on": "2026-11-24"})
    general = api.post("/hiccups", HICCUP | {"noticed_on": "2026-11-24"})
    listed = api.get(f"/hiccups?pilot={pilot['id']}")["items"]
    assert [one["id"] for one in listed] == [general["id"], hiccup["id"]]
    assert [one["id"] for one in api.get(f"/hiccups?pilot={other['id']}")["items"]] == [general["id"]]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"what": ""}, "what"),
        ({"tag": "weather"}, "tag"),
        ({"noticed_on": None}, "noticed_on"),
        ({"activity_id": "nothing"}, "activity_id"),
        ({"changed_on": "soon"}, "changed_on"),
        ({"what": "\x00"}, "what"),
    ],
)
def test_a_hiccup_that_cannot_be_is_refused_by_field(api: Api, sent: dict[str, Any], field: str) -> None:
    answer = api.post("/hiccups", HICCUP | sent, status=422)
    assert [problem["field"] for problem in answer["problems"]] == [field]


def test_what_was_entered_by_mistake_is_removed(api: Api, pilot: Any) -> None:
    """The pilot goes; what was written down about the activities stays, until it is removed itself."""
    hiccup = api.post("/hiccups", HICCUP)
    assert api("DELETE", f"/pilots/{pilot['id']}").status_code == 204
    assert api("DELETE", f"/pilots/{pilot['id']}").status_code == 404
    assert api.get("/pilots")["items"] == []
    assert [one["id"] for one in api.get("/hiccups")["items"]] == [hiccup["id"]]
    assert api("DELETE", f"/hiccups/{hiccup['id']}").status_code == 204
    assert api("DELETE", f"/hiccups/{hiccup['id']}").status_code == 404
    assert api.get("/hiccups")["items"] == []


def test_time_is_entered_and_taken_back(api: Api, activity: StoredActivity) -> None:
    spent = {"worked_on": "2026-11-23", "minutes": 45, "task": "reviewing", "activity_id": activity.id}
    entered = api.post("/staff-times", spent)
    assert entered == spent | {"id": entered["id"]}
    assert api.get("/staff-times")["items"] == [entered]
    assert api("DELETE", f"/staff-times/{entered['id']}").status_code == 204
    assert api("DELETE", f"/staff-times/{entered['id']}").status_code == 404
    for minutes in (0, 1441, True, 1.5, None, "45"):
        answer = api.post("/staff-times", spent | {"minutes": minutes}, status=422)
        assert [problem["field"] for problem in answer["problems"]] == ["minutes"]


@often
@given(sent=changed(PILOT, ("ends_on", "activities")))
def test_a_pilot_is_taken_or_refused(api: Api, sent: dict[str, Any]) -> None:
    assert api("POST", "/pilots", sent).status_code in {201, 400, 422}


@often
@given(sent=changed(HICCUP, ("activity_id", "decision", "changed_on", "closed_on")))
def test_a_hiccup_is_taken_or_refused(api: Api, sent: dict[str, Any]) -> None:
    assert api("POST", "/hiccups", sent).status_code in {201, 400, 422}


@often
@given(sent=changed({"worked_on": "2026-11-23", "minutes": 5, "task": "other"}, ("activity_id",)))
def test_time_is_taken_or_refused(api: Api, sent: dict[str, Any]) -> None:
    assert api("POST", "/staff-times", sent).status_code in {201, 400, 422}
