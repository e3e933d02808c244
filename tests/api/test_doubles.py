"""Doubles over the API: listed with a reason to merge, merged, taken apart, told apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import another
from tests.conftest import Clock

WHY = "She attested twice."
Arrive = Callable[..., Any]


@pytest.fixture
def doubles(activity: StoredActivity) -> str:
    return f"/activities/{activity.id}/doubles"


@pytest.fixture
def two(arrive: Arrive, clock: Clock) -> list[str]:
    """The ids of the same physician's two records."""
    arrive(**another(7))
    first = arrive(npi="")["id"]
    clock.advance(minutes=1)
    return [first, arrive(license_number="", last_name="Okafor-Lee", birth_day=27)["id"]]


def versions(api: Api, *ids: str) -> list[dict[str, Any]]:
    return [{"id": one, "version": api.get(f"/records/{one}")["version"]} for one in ids]


def merge(api: Api, kept: str, other: str, status: int = 200, **choices: str) -> Any:
    body = {"others": versions(api, other), "choices": choices, "reason": WHY}
    return api.post(f"/records/{kept}/merge", body, status)


def test_groups_are_listed_with_all_there_is_to_compare(api: Api, doubles: str, two: list[str]) -> None:
    found = api.get(doubles)
    assert (found["total"], [group["likeness"] for group in found["items"]]) == (1, ["near"])
    records = found["items"][0]["records"]
    assert [one["id"] for one in records] == two
    assert (records[0]["license_number"], records[1]["npi"]) == ("MD0012345", "1234567893")
    assert records[0]["birth_day"] == 27
    assert api.get("/activities/nothing/doubles", 404)


def test_an_equal_identity_is_the_same(api: Api, doubles: str, arrive: Arrive) -> None:
    first, second = arrive(), arrive(email="else@example.org")
    group = api.get(doubles)["items"][0]
    assert (group["likeness"], {one["id"] for one in group["records"]}) == (
        "same",
        {first["id"], second["id"]},
    )


def test_a_preview_changes_nothing_and_says_what_is_wrong(api: Api, two: list[str]) -> None:
    first, second = two
    before = [api.get(f"/records/{one}") for one in two]
    good = api.post(f"/records/{first}/merge/preview", {"others": [second], "choices": {"npi": second}}, 200)
    assert (good["state"], good["problems"], good["record"]["npi"]) == ("ready", [], "1234567893")
    choices = {"license_number": second}
    poor = api.post(f"/records/{first}/merge/preview", {"others": [second], "choices": choices}, 200)
    assert (poor["state"], [one["code"] for one in poor["problems"]]) == (
        "needs_attention",
        ["no_identifier"],
    )
    assert [api.get(f"/records/{one}") for one in two] == before


def test_merged_and_taken_apart(api: Api, doubles: str, two: list[str]) -> None:
    first, second = two
    kept = merge(api, first, second, npi=second)
    assert (kept["npi"], [one["id"] for one in kept["merged_from"]]) == ("1234567893", [second])
    aside = api.get(f"/records/{second}")
    assert (aside["state"], aside["merged_into"]["id"]) == ("set_aside", first)
    assert WHY in aside["reason"]
    assert api.get(doubles)["total"] == 0
    back = api.post(f"/records/{first}/unmerge", {}, 200, headers={"If-Match": f'"{kept["version"]}"'})
    assert (back["npi"], back["merged_from"]) == ("", [])
    assert api.get(f"/records/{second}")["merged_into"] is None
    assert api.get(doubles)["total"] == 1
    api.post(f"/records/{first}/unmerge", {}, 409)


def test_all_versions_are_looked_at(api: Api, two: list[str]) -> None:
    first, second = two
    stale = {"others": [{"id": second, "version": 99}], "reason": WHY}
    assert api.post(f"/records/{first}/merge", stale, 412)
    fresh = {"others": versions(api, second), "reason": WHY}
    api.post(f"/records/{first}/merge", fresh, 412, headers={"If-Match": '"99"'})
    api.post(f"/records/{first}/merge", fresh, 200)
    api.post(f"/records/{first}/unmerge", {}, 412, headers={"If-Match": '"1"'})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"others": [], "reason": WHY}, 409),
        ({"others": ["x"], "reason": WHY}, 400),
        ({"others": [{"id": "x"}], "reason": WHY}, 400),
        ({"others": [{"id": "x", "version": 1}], "reason": WHY}, 404),
        ({"others": [{"id": "x", "version": 1}], "reason": ""}, 422),
        ({"others": [{"id": "x", "version": 1}], "reason": WHY, "choices": {"consent": "x"}}, 422),
        ({"others": [{"id": "x", "version": 1}], "reason": WHY, "choices": {"npi": "y"}}, 422),
        ({"others": [{"id": "x", "version": 1}], "reason": WHY, "choices": {"npi": 1}}, 400),
        ({"others": [{"id": "x", "version": 1}], "reason": WHY, "choices": ["npi"]}, 400),
        ({"others": [{"id": "x", "version": 1}], "reason": WHY, "why": ""}, 422),
    ],
)
def test_a_wrong_merge_is_refused(api: Api, two: list[str], body: dict[str, Any], status: int) -> None:
    api.post(f"/records/{two[0]}/merge", body, status)


def test_told_apart_they_are_not_offered_again(api: Api, doubles: str, arrive: Arrive) -> None:
    ids = [arrive()["id"], arrive(email="else@example.org")["id"]]
    body = {"records": versions(api, *ids), "reason": "Father and son."}
    stale = body | {"records": [{"id": one, "version": 99} for one in ids]}
    assert api("POST", f"{doubles}/apart", stale).status_code == 412
    assert api("POST", f"{doubles}/apart", body | {"records": body["records"][:1]}).status_code == 422
    assert api("POST", f"{doubles}/apart", body).status_code == 204
    assert api.get(doubles)["total"] == 0
    assert {api.get(f"/records/{one}")["state"] for one in ids} == {"ready"}
