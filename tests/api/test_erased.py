"""A record whose identifiers were erased, and a file that was, as the API gives them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import purging
from storage.activities import StoredActivity
from storage.database import Database
from storage.purging import Terms
from tests.api.conftest import Api
from tests.conftest import Clock
from tests.storage.canaries import accepted
from tests.storage.conftest import Send
from tests.storage.conftest import send as send


@pytest.fixture
def erased(database: Database, activity: StoredActivity, send: Send, clock: Clock) -> str:
    (record_id,) = accepted(database, activity, send, clock, 1)
    clock.advance(days=90)
    with database.write() as session:
        purging.some(session, Terms(timedelta(days=90), 6), clock())
    return record_id


def test_it_is_read_and_says_since_when(api: Api, erased: str, clock: Clock) -> None:
    record = api.get(f"/records/{erased}")
    assert record["erased_at"] == clock().isoformat(timespec="seconds")
    assert (record["typed"], record["reported"]) == ({}, [])
    assert (record["first_name"], record["license_number"], record["email"]) == ("Caaaaa", "", "")
    assert api.get(f"/records/{erased}")["history"][-1]["action"] == "identifiers erased"


def test_whoever_wants_to_change_it_is_told_why_not(api: Api, erased: str) -> None:
    refusal = api.post(f"/records/{erased}/set-aside", {"reason": "Withdrew."}, status=409)
    assert "erased" in refusal["detail"]
    assert api.post(f"/records/{erased}/note", {"text": "Telephoned."}, status=200)["state"] == "accepted"


@pytest.mark.usefixtures("erased")
def test_its_file_has_no_address_any_more(api: Api, activity: StoredActivity) -> None:
    (made,) = api.get(f"/activities/{activity.id}/exports")["items"]
    assert made["file_url"] is None
    assert made["sha256"]
    assert made["filename"]
    assert api.client.get(f"/api/v1/exports/{made['id']}/file", headers=api.headers).status_code == 404
