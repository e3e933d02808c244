"""The typing sheet through the API: one learner at a time, a tick counts, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from pars.record import BoardCredit
from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import attestation
from tests.conftest import Clock


@pytest.fixture
def typing_of(activity: StoredActivity) -> str:
    return f"/activities/{activity.id}/typing"


def test_one_learner_in_the_order_of_the_form(api: Api, typing_of: str, arrive: Callable[..., Any]) -> None:
    record = arrive(license_number="0012345")
    (item,) = api.get(typing_of)["items"]
    assert (item["record_id"], item["action"], item["done"]) == (record["id"], "add", False)
    assert "0012345" not in str(item)
    sheet = api.get(f"{typing_of}/{record['id']}")
    assert sheet["erase"] == []
    assert [(field["label"], field["value"]) for field in sheet["enter"][0]] == [
        ("First Name", "Amara"),
        ("Last Name", "Okafor"),
        ("Date of Birth", "09/27"),
        ("Licensing State", "Maine"),
        ("Licensing ID or NPI", "0012345"),
        ("Number of CME Credits", "6"),
        ("Completion Date", "11/23/2026"),
    ]


def test_a_tick_counts_and_is_taken_back(
    api: Api, typing_of: str, activity: StoredActivity, arrive: Callable[..., Any]
) -> None:
    record = arrive()["id"]
    ticked = api.post(f"{typing_of}/{record}", {}, status=200)
    assert ticked["done"]
    assert api.get(f"/records/{record}")["state"] == "exported"
    (made,) = api.get(f"/activities/{activity.id}/exports")["items"]
    assert (made["kind"], made["rows"], made["filename"], made["file_url"]) == ("typed", 1, None, None)
    assert api("GET", f"/exports/{made['id']}/file").status_code == 404
    assert api.get(f"{typing_of}/{record}")["enter"] == []
    assert api("DELETE", f"{typing_of}/{record}").status_code == 204
    assert api.get(f"/records/{record}")["state"] == "ready"
    assert api("DELETE", f"{typing_of}/{record}").status_code == 409


def test_whoever_comes_second_is_told(api: Api, typing_of: str, arrive: Callable[..., Any]) -> None:
    record = arrive()["id"]
    seen = {"If-Match": '"1"'}
    api.post(f"{typing_of}/{record}", {}, status=200, headers=seen)
    assert api("POST", f"{typing_of}/{record}", headers=seen).status_code == 412
    assert api("POST", f"{typing_of}/{record}").status_code == 409


def test_after_a_correction_the_old_entry_goes_first(
    api: Api, clock: Clock, typing_of: str, arrive: Callable[..., Any]
) -> None:
    record = arrive()["id"]
    api.post(f"{typing_of}/{record}", {}, status=200)
    clock.advance(minutes=5)
    api.patch(f"/records/{record}", {"first_name": "Amarachi", "reason": "Full name on license."})
    sheet = api.get(f"{typing_of}/{record}")
    assert sheet["action"] == "replace"
    assert (sheet["erase"][0][0]["value"], sheet["enter"][0][0]["value"]) == ("Amara", "Amarachi")


def test_what_is_held_back_is_not_typed(api: Api, typing_of: str, arrive: Callable[..., Any]) -> None:
    record = arrive(license_number="", npi="")["id"]
    assert api.get(typing_of)["items"] == []
    assert api("GET", f"{typing_of}/{record}").status_code == 409
    assert api("POST", f"{typing_of}/{record}").status_code == 409
    assert api("GET", f"{typing_of}/of-nobody").status_code == 404


def test_a_board_that_wants_two_rows_has_them_one_after_the_other(
    api: Api, make_activity: Callable[..., StoredActivity]
) -> None:
    types = ("MOCA lifelong learning", "Patient Safety")
    boards = tuple(BoardCredit(board="ABA", credit_type=one, points_max=Decimal(6)) for one in types)
    activity = make_activity(boards=boards)
    told = attestation(board="ABA", board_id="12345678")
    record = api.post(f"/activities/{activity.id}/records", told)["id"]
    first, second = api.get(f"/activities/{activity.id}/typing/{record}")["enter"]
    shown = [{field["key"]: field["value"] for field in row} for row in (first, second)]
    assert [row["credit_type"] for row in shown] == list(types)
    assert [row["credits"] for row in shown] == ["6", ""]
    api.post(f"/activities/{activity.id}/typing/{record}", {}, status=200)
    (made,) = api.get(f"/activities/{activity.id}/exports")["items"]
    assert made["rows"] == 2
    assert api("DELETE", f"/activities/{activity.id}/typing/{record}").status_code == 204
    assert api.get(f"/activities/{activity.id}/exports")["items"] == []
