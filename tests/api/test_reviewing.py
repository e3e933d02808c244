"""Review at speed: many records in one call, what others have changed, and what needs somebody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from storage import proposals, records
from storage.activities import StoredActivity
from storage.database import Database
from tests.api.contract import Api
from tests.api.samples import ACTIVITY, another
from tests.conftest import Clock

WHY = "Looked at."


@pytest.fixture
def held(api: Api, records_of: str) -> list[dict[str, Any]]:
    """Three records without license number and NPI, as bulk steps want them."""
    made = [api.post(records_of, another(number, license_number="")) for number in range(3)]
    return [{"id": one["id"], "version": 1} for one in made]


def outcomes(answer: dict[str, Any]) -> list[str]:
    return [item["outcome"] for item in answer["items"]]


def test_each_record_is_told_what_became_of_it(api: Api, records_of: str, held: list[dict[str, Any]]) -> None:
    asked = [held[0], held[1] | {"version": 9}, {"id": "nobody", "version": 1}]
    answer = api.post(f"{records_of}/accept", {"records": asked, "reason": WHY}, status=200)
    assert outcomes(answer) == ["done", "changed", "missing"]
    done, changed, missing = answer["items"]
    assert (done["record"]["state"], done["record"]["version"], done["message"]) == ("ready", 2, None)
    assert (changed["record"]["version"], missing["record"]) == (1, None)
    assert changed["message"]
    again = api.post(
        f"{records_of}/accept", {"records": [held[0] | {"version": 2}], "reason": WHY}, status=200
    )
    assert outcomes(again) == ["refused"]


def test_a_step_is_taken_back(api: Api, records_of: str, held: list[dict[str, Any]]) -> None:
    for step in ("set-aside", "take-back"):
        answer = api.post(f"{records_of}/{step}", {"records": held, "reason": WHY}, status=200)
        assert outcomes(answer) == ["done"] * 3
        held = [{"id": item["id"], "version": item["record"]["version"]} for item in answer["items"]]
    assert api.get(f"{records_of}?state=needs_attention")["total"] == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"reason": WHY}, 422),
        ({"records": [], "reason": WHY}, 422),
        ({"records": [{"id": str(n), "version": 1} for n in range(201)], "reason": WHY}, 422),
        ({"records": [{"id": "x", "version": 1}]}, 422),
        ({"records": [{"id": "x"}], "reason": WHY}, 400),
        ({"records": [{"id": "x", "version": True}], "reason": WHY}, 400),
        ({"records": [{"id": "x", "version": 1, "codes": []}], "reason": WHY}, 400),
        ({"records": {"id": "x"}, "reason": WHY}, 400),
        ({"records": [{"id": "x", "version": 1}], "reason": WHY, "force": True}, 422),
    ],
)
def test_what_is_not_as_it_should_be_is_refused(
    api: Api, records_of: str, body: dict[str, Any], status: int
) -> None:
    api.post(f"{records_of}/accept", body, status=status)


def test_there_are_no_other_steps(api: Api, records_of: str, held: list[dict[str, Any]]) -> None:
    api.post(f"{records_of}/restore", {"records": held, "reason": WHY}, status=404)
    api.post("/activities/none/records/accept", {"records": held, "reason": WHY}, status=404)


def test_another_sees_what_has_changed(
    api: Api, activity: StoredActivity, records_of: str, held: list[dict[str, Any]], clock: Clock
) -> None:
    changes = f"/activities/{activity.id}/changes"
    begin = api.get(changes)
    assert (begin["items"], begin["more"]) == ([], False)
    clock.advance(minutes=5)
    api.post(f"{records_of}/accept", {"records": held[:1], "reason": WHY}, status=200)
    found = api.get(f"{changes}?since={begin['now']}")
    assert {(item["id"], item["version"]) for item in found["items"]} >= {(held[0]["id"], 2)}
    nothing_new = api.get(f"{changes}?since={found['now']}")
    assert (nothing_new["now"], nothing_new["items"]) == (found["now"], [])
    api.get(f"{changes}?since=soon", status=422)
    api.get("/activities/none/changes", status=404)


def test_another_sees_that_the_learner_answered(
    api: Api, activity: StoredActivity, held: list[dict[str, Any]], database: Database, clock: Clock
) -> None:
    """It comes to the record, and so to everybody who has it on the screen; and so does the decision."""
    changes, record_id = f"/activities/{activity.id}/changes", held[0]["id"]
    begin = api.get(changes)["now"]
    clock.advance(minutes=5)
    with database.write() as session:
        before = records.get(session, record_id).record
        proposals.receive(
            session, record_id, before, replace(before, first_name="Zoe"), ["first_name"], now=clock()
        )
    found = api.get(f"{changes}?since={begin}")
    (item,) = [item for item in found["items"] if item["id"] == record_id]
    assert (item["version"], item["proposed"]) == (2, True)
    proposal = api.get(f"/records/{record_id}")["proposal"]["id"]
    clock.advance(minutes=5)
    api.post(f"/proposals/{proposal}/decline", {"reason": WHY}, status=200)
    (item,) = api.get(f"{changes}?since={found['now']}")["items"]
    assert (item["version"], item["proposed"]) == (3, False)


def test_too_much_to_name_is_said(api: Api, activity: StoredActivity, clock: Clock, records_of: str) -> None:
    changes = f"/activities/{activity.id}/changes"
    begin = api.get(changes)["now"]
    made = [api.post(records_of, another(number))["id"] for number in range(201)]
    found = api.get(f"{changes}?since={begin}")
    assert (found["more"], len(found["items"]), found["arrived"]) == (True, 200, len(made))


def test_what_needs_somebody_over_all_activities(api: Api, arrive: Callable[..., Any]) -> None:
    assert api.get("/needs")["items"] == []
    arrive(license_number="", npi="")
    other = api.post("/activities", ACTIVITY | {"title": "Skills Lab", "accme_activity_id": "209876543"})
    api.post(f"/activities/{other['id']}/records", another(1))
    found = [(item["kind"], item["activity_title"], item["count"]) for item in api.get("/needs")["items"]]
    assert found == [("attention", "Trauma Grand Rounds", 1), ("ready", "Skills Lab", 1)]


def test_a_list_of_those_whom_no_letter_reached(
    api: Api, records_of: str, arrive: Callable[..., Any]
) -> None:
    arrive()
    assert api.get(f"{records_of}?letter=failed")["total"] == 0
    api.get(f"{records_of}?letter=lost", status=422)
