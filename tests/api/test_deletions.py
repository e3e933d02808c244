"""A deletion and PARS's answer to it, through the API: told, refused, found in the list, marked, and closed."""

from __future__ import annotations

from typing import Any

import pytest

from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import another
from tests.conftest import Clock
from tests.pars.formats.results_samples import as_text

REASON = "No such learner in this activity."
HEADINGS = ("Licensing ID or NPI", "Last Name", "Record Action", "Status", "Message")
REFUSED = ("MD0000001", "Okaforb", "Delete", "Rejected", REASON)


@pytest.fixture
def withdrawn(api: Api, activity: StoredActivity, records_of: str, clock: Clock) -> list[Any]:
    """Two physicians who went out, one of whom withdrew since; her deletion is in a file."""
    made = [api.post(records_of, another(number)) for number in (1, 2)]
    exports = f"/activities/{activity.id}/exports"
    api.post(exports, {"format": "xlsx", "kind": "add"})
    clock.advance(days=1)
    ids = [one["id"] for one in made]
    api.post(f"/activities/{activity.id}/outcomes", {"record_ids": ids, "status": "accepted"}, 200)
    api.post(f"/records/{ids[0]}/set-aside", {"reason": "She withdrew."}, 200)
    api.post(exports, {"format": "xlsx", "kind": "delete"})
    clock.advance(days=1)
    return made


def counts(api: Api, activity: StoredActivity) -> tuple[int, int]:
    """Deletes that wait and that were refused, the same wherever they are told."""
    told = api.get(f"/activities/{activity.id}")["counts"]
    closing = api.get(f"/activities/{activity.id}/closing")
    for name in ("deletes_waiting", "deletes_refused"):
        assert told[name] == closing[name]
    return told["deletes_waiting"], told["deletes_refused"]


def test_from_waiting_to_refused_to_gone(
    api: Api, activity: StoredActivity, records_of: str, withdrawn: list[Any]
) -> None:
    one = withdrawn[0]["id"]
    assert api.get(f"/records/{one}")["deletion"] == {"status": "waiting", "reason": None, "at": None}
    assert api.get(f"/records/{withdrawn[1]['id']}")["deletion"] is None
    assert counts(api, activity) == (1, 0)

    seen = api.post(f"/activities/{activity.id}/results", {"text": as_text([REFUSED], HEADINGS).decode()})
    assert [(row["group"], row["action"], row["status"]) for row in seen["rows"]] == [
        ("change", "Delete", "rejected")
    ]
    applied = api.post(f"/results/{seen['id']}/apply", None, 200)
    assert (applied["changed"], applied["counts"]["known"]) == (1, 1)
    assert api.post(f"/results/{seen['id']}/apply", None, 200) == applied
    record = api.get(f"/records/{one}")
    assert (record["state"], record["deletion"]["status"], record["deletion"]["reason"]) == (
        "set_aside", "rejected", REASON,
    )  # fmt: skip
    assert record["history"][-1]["action"] == "deletion refused"
    assert counts(api, activity) == (0, 1)
    (found,) = api.get(f"{records_of}?deletion=rejected")["items"]
    assert (found["id"], found["deletion"]["reason"]) == (one, REASON)
    assert api.get(f"{records_of}?deletion=waiting")["total"] == 0
    left = api.get(f"/activities/{activity.id}/closing")["left"]
    assert "Deletes PARS refused: 1." in next(
        problem["message"] for problem in left if problem["code"] == "closing_deletes_refused"
    )

    gone = api.post(f"/records/{one}/outcome", {"action": "Delete", "status": "accepted"}, 200)
    assert (gone["deletion"]["status"], gone["history"][-1]["action"]) == ("accepted", "deleted in PARS")
    assert counts(api, activity) == (0, 0)
    assert api.get(f"{records_of}?deletion=accepted")["total"] == 1


def test_marking_needs_a_delete_and_a_known_action(
    api: Api, activity: StoredActivity, records_of: str, withdrawn: list[Any]
) -> None:
    one, two = (record["id"] for record in withdrawn)
    api.post(f"/records/{two}/outcome", {"action": "Delete", "status": "accepted"}, 409)
    for wrong in ({"action": "Remove", "status": "accepted"}, {"action": "Delete", "status": "waiting"}):
        api.post(f"/records/{one}/outcome", wrong, 422)
    assert api("GET", f"{records_of}?deletion=gone").status_code == 422
    where = f"/activities/{activity.id}/outcomes"
    told = {"action": "Delete", "status": "accepted"}
    api.post(where, {"record_ids": [one, two], **told}, 409)
    assert counts(api, activity) == (1, 0)
    assert api.post(where, {"record_ids": [one], **told}, 200) == {"changed": 1}
    assert counts(api, activity) == (0, 0)
