"""Attestations from another system, and the list of what came in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import another, attestation


def test_a_physician_is_ready(api: Api, arrive: Callable[..., Any]) -> None:
    answer = arrive()
    assert answer["state"] == "ready"
    record = api.get(f"/records/{answer['id']}")
    assert record["license_number"] == "MD0012345"
    assert record["reference"] == answer["reference"]
    assert answer["receipt_url"].startswith("http://localhost/r/")
    assert api.client.get(answer["receipt_url"].removeprefix("http://localhost")).status_code == 200


def test_a_repeat_leads_to_the_same_record(api: Api, records_of: str) -> None:
    sent = attestation()
    first = api.post(records_of, sent)
    again = api.post(records_of, sent | {"submission_id": sent["submission_id"].upper()}, status=200)
    assert again == first
    assert api.get(records_of)["total"] == 1


def test_other_answers_under_the_same_id_change_nothing(api: Api, records_of: str) -> None:
    sent = attestation()
    first = api.post(records_of, sent)
    refused = api.post(records_of, sent | {"first_name": "Ama"}, status=409)
    assert "Amara" not in str(refused)
    assert api.get(f"/records/{first['id']}")["first_name"] == "Amara"
    assert api.get(records_of)["total"] == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"first_name": ""}, "first_name"),
        ({"first_name": "\u200b"}, "first_name"),
        ({"last_name": "Smith\x0b"}, "last_name"),
        ({"last_name": "a" * 101}, "last_name"),
        ({"license_state": "ZZ"}, "license_state"),
        ({"license_number": "=1+1"}, "license_number"),
        ({"npi": "123"}, "npi"),
        ({"birth_month": 13}, "birth_month"),
        ({"credits": "sNaN"}, "credits"),
        ({"credits": "1e1"}, "credits"),
        ({"credits": "0.33"}, "credits"),
        ({"credits": "6.25"}, "credits"),
        ({"email": "no address"}, "email"),
        ({"consent": None}, "consent"),
        ({"attest": False}, "attest"),
        ({"submission_id": "17"}, "submission_id"),
        ({"submission_id": ""}, "submission_id"),
    ],
)
def test_what_cannot_be_is_refused_and_named(
    api: Api, records_of: str, fields: dict[str, Any], field: str
) -> None:
    answer = api.post(records_of, attestation(**fields), status=422)
    assert field in {problem["field"] for problem in answer["problems"]}
    assert api.get(records_of)["total"] == 0


def test_warnings_travel_with_the_record(api: Api, arrive: Callable[..., Any]) -> None:
    answer = arrive(license_number="", npi="")
    assert answer["state"] == "needs_attention"
    (problem,) = (found for found in answer["problems"] if found["level"] == "warning")
    assert (problem["code"], problem["looked_at"]) == ("no_identifier", False)


def test_a_list_shows_no_more_than_it_must(api: Api, records_of: str, arrive: Callable[..., Any]) -> None:
    arrive()
    answer = api("GET", records_of)
    (item,) = answer.json["items"]
    assert (item["license_number"], item["npi"]) == ("•••• 2345", "•••• 7893")
    for secret in ("MD0012345", "1234567893", "amara@example.org", "birth"):
        assert secret not in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_short_number_is_hidden_whole(api: Api, records_of: str, arrive: Callable[..., Any]) -> None:
    arrive(license_number="123")
    assert api.get(records_of)["items"][0]["license_number"] == "••••"


def test_pages_hold_each_record_once(api: Api, records_of: str) -> None:
    for number in range(7):
        api.post(records_of, another(number))
    for sort in ("received", "-received", "name", "-name"):
        seen, cursor = [], ""
        while cursor is not None:
            page = api.get(f"{records_of}?limit=3&sort={sort}" + (f"&cursor={cursor}" if cursor else ""))
            seen += [item["last_name"] for item in page["items"]]
            assert page["total"] == 7
            cursor = page["next"]
        assert len(set(seen)) == len(seen) == 7
        if "name" in sort:
            assert seen == sorted(seen, reverse=sort.startswith("-"))


@pytest.mark.parametrize("q", ["okafor", "ama", "MD-001.2345", "1234 567 893", "Amara@Example.org"])
def test_search_finds_a_name_or_exactly_a_number(
    api: Api, activity: StoredActivity, records_of: str, arrive: Callable[..., Any], q: str
) -> None:
    wanted = arrive()
    api.post(records_of, another(5, first_name="Zoe", last_name="Ng"))
    found = api("GET", records_of, query_string={"q": q}).json["items"]
    assert [item["id"] for item in found] == [wanted["id"]]


@pytest.mark.parametrize("q", ["(((((", "%", "_", "\\", "' OR 1=1 --", "{{7*7}}", "MD00", "zzz", "é" * 200])
def test_search_takes_every_character_as_it_is(
    api: Api, records_of: str, arrive: Callable[..., Any], q: str
) -> None:
    arrive()
    assert api("GET", records_of, query_string={"q": q}).json["items"] == []


def test_lists_are_filtered_by_state_and_problem(
    api: Api, records_of: str, arrive: Callable[..., Any]
) -> None:
    arrive()
    held = api.post(records_of, another(1, license_number=""))
    assert [item["id"] for item in api.get(f"{records_of}?state=needs_attention")["items"]] == [held["id"]]
    assert [item["id"] for item in api.get(f"{records_of}?problem=no_identifier")["items"]] == [held["id"]]
    assert api.get(f"{records_of}?state=exported")["total"] == 0


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_only_an_open_activity_takes_records(
    api: Api, activity: StoredActivity, records_of: str, status: str
) -> None:
    sent = attestation()
    first = api.post(records_of, sent)
    api.patch(f"/activities/{activity.id}", {"status": status})
    api.post(records_of, another(1), status=409)
    assert api.post(records_of, sent, status=200) == first
    assert api.get(records_of)["total"] == 1


def test_another_date_than_the_activity_s_is_refused_not_replaced(api: Api, records_of: str) -> None:
    refused = api.post(records_of, attestation() | {"completion_date": "2026-10-01"}, status=422)
    assert [problem["field"] for problem in refused["problems"]] == ["completion_date"]
    for given in ({"completion_date": "2026-11-23"}, {"completion_date": None}, {}):
        api.post(records_of, attestation() | given)
