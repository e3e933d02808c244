"""A coordinator's work on one record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.contract import Api
from tests.api.samples import another

WHY = "Confirmed by phone."


@pytest.fixture
def ready(arrive: Callable[..., Any]) -> str:
    """The address of a record that is ready."""
    return f"/records/{arrive()['id']}"


@pytest.fixture
def held(arrive: Callable[..., Any]) -> str:
    """The address of a record without license number and NPI."""
    return f"/records/{arrive(license_number='', npi='')['id']}"


def test_what_was_typed_stands_beside_what_would_be_reported(api: Api, arrive: Callable[..., Any]) -> None:
    made = arrive(last_name="Okafor, MD", license_state="me")
    record = api.get(f"/records/{made['id']}")
    assert (record["typed"]["last_name"], record["confirmed"]["last_name"]) == ("Okafor, MD", "Okafor")
    cells = [(cell["heading"], cell["value"]) for cell in record["reported"]]
    assert cells[:9] == [
        ("Record Action", "Add"),
        ("ACCME Activity ID", "201234567"),
        ("Completion Date", "11/23/2026"),
        ("First Name", "Amara"),
        ("Last Name", "Okafor"),
        ("Date of Birth", "09/27"),
        ("Licensing State", "Maine"),
        ("Licensing ID or NPI", "MD0012345"),
        ("Number of CME Credits", "6"),
    ]


def test_a_correction_is_kept_with_who_and_why(api: Api, ready: str) -> None:
    record = api.patch(ready, {"license_number": "MD0099", "birth_month": 10, "reason": WHY})
    assert (record["license_number"], record["birth_month"], record["state"]) == ("MD0099", 10, "ready")
    assert record["confirmed"]["license_number"] == "MD0012345"
    step = record["history"][-1]
    assert (step["actor"], step["action"], step["reason"]) == ("a script", "corrected", WHY)
    assert {(c["field"], c["before"], c["after"]) for c in step["changes"]} == {
        ("license_number", "MD0012345", "MD0099"),
        ("birth_month", "9", "10"),
    }


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"birth_day": 31}, "birth_day", "birthday_invalid"),
        ({"birth_month": 2, "birth_day": 30}, "birth_day", "birthday_invalid"),
        ({"birth_month": None, "birth_day": 99}, "birth_day", "birthday_invalid"),
        ({"birth_day": None}, "birth_day", "birthday_missing"),
    ],
)
def test_a_birthday_is_blamed_once_in_the_coordinators_words(
    api: Api, ready: str, changes: dict[str, Any], field: str, code: str
) -> None:
    (problem,) = api.patch(ready, changes | {"reason": WHY}, status=422)["problems"]
    assert (problem["field"], problem["code"]) == (field, code)
    assert "sk the learner." in problem["message"]


def test_a_month_that_makes_the_day_unreal_is_refused_as_well(api: Api, arrive: Callable[..., Any]) -> None:
    record = f"/records/{arrive(birth_month=1, birth_day=30)['id']}"
    (problem,) = api.patch(record, {"birth_month": 2, "reason": WHY}, status=422)["problems"]
    assert problem["code"] == "birthday_invalid"
    assert api.get(record)["birth_day"] == 30


def test_a_field_is_emptied_by_null(api: Api, ready: str) -> None:
    record = api.patch(ready, {"license_number": None, "npi": None, "reason": WHY})
    assert (record["license_number"], record["npi"], record["state"]) == ("", "", "needs_attention")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"first_name": "Ama"}, "reason"),
        ({"first_name": "Ama", "reason": "  "}, "reason"),
        ({"first_name": "Ama", "reason": "x" * 501}, "reason"),
        ({"first_name": "Ama", "reason": "a\x1b[31m"}, "reason"),
        ({"first_name": "", "reason": WHY}, "first_name"),
        ({"credits": "NaN", "reason": WHY}, "credits"),
        ({"state": "ready", "reason": WHY}, "state"),
        ({"typed": "x", "reason": WHY}, "typed"),
    ],
)
def test_a_correction_that_makes_it_wrong_is_refused(
    api: Api, ready: str, body: dict[str, Any], field: str
) -> None:
    answer = api.patch(ready, body, status=422)
    assert field in {problem["field"] for problem in answer["problems"]}
    assert api.get(ready)["version"] == 1


def test_nothing_to_correct_is_refused(api: Api, ready: str) -> None:
    api.patch(ready, {"reason": WHY}, status=422)


def test_nobody_consents_for_a_learner(api: Api, arrive: Callable[..., Any]) -> None:
    address = f"/records/{arrive(consent=False)['id']}"
    api.patch(address, {"consent": True, "reason": WHY}, status=422)
    record = api.get(address)
    assert (record["state"], record["reported"]) == ("not_for_pars", [])


def test_a_consent_withdrawn_takes_it_out_of_reach(api: Api, ready: str) -> None:
    record = api.patch(ready, {"consent": False, "reason": WHY})
    assert (record["state"], record["license_number"]) == ("not_for_pars", "")


def test_of_two_editors_the_second_is_told(api: Api, ready: str) -> None:
    etag = api("GET", ready).headers["ETag"]
    first = api("PATCH", ready, {"first_name": "Ama", "reason": WHY}, headers={"If-Match": etag})
    assert first.status_code == 200
    second = api("PATCH", ready, {"first_name": "Amaka", "reason": WHY}, headers={"If-Match": etag})
    assert second.status_code == 412
    assert second.headers["ETag"] == first.headers["ETag"]
    for step in ("set-aside", "restore"):
        api.post(f"{ready}/{step}", {"reason": WHY}, status=412, headers={"If-Match": etag})
    assert api.get(ready)["first_name"] == "Ama"


def test_a_warning_is_accepted_as_it_is(api: Api, held: str) -> None:
    record = api.post(f"{held}/accept", {"codes": ["no_identifier"], "reason": WHY}, status=200)
    assert record["state"] == "ready"
    assert [p["looked_at"] for p in record["problems"] if p["code"] == "no_identifier"] == [True]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"codes": ["same_person_twice"], "reason": WHY}, 409),
        ({"codes": ["what"], "reason": WHY}, 409),
        ({"codes": [], "reason": WHY}, 422),
        ({"reason": WHY}, 422),
        ({"codes": ["no_identifier"]}, 422),
        ({"codes": "no_identifier", "reason": WHY}, 400),
        ({"codes": [1], "reason": WHY}, 400),
    ],
)
def test_only_an_open_warning_can_be_accepted(api: Api, held: str, body: dict[str, Any], status: int) -> None:
    api.post(f"{held}/accept", body, status=status)
    assert api.get(held)["state"] == "needs_attention"


def test_set_aside_and_restored(api: Api, ready: str) -> None:
    aside = api.post(f"{ready}/set-aside", {"reason": WHY}, status=200)
    assert (aside["state"], aside["reason"]) == ("set_aside", WHY)
    api.post(f"{ready}/set-aside", {"reason": WHY}, status=409)
    api.patch(ready, {"first_name": "Ama", "reason": WHY}, status=409)
    back = api.post(f"{ready}/restore", {"reason": "A mistake."}, status=200)
    assert (back["state"], back["reason"]) == ("ready", None)
    api.post(f"{ready}/restore", {"reason": WHY}, status=409)
    assert [step["action"] for step in back["history"]] == ["received", "set aside", "restored"]


def test_a_note_changes_nothing_else(api: Api, ready: str) -> None:
    record = api.post(f"{ready}/note", {"text": "Left a message.\nCalls back."}, status=200)
    assert (record["version"], record["history"][-1]["reason"]) == (1, "Left a message.\nCalls back.")
    api.post(f"{ready}/note", {"text": ""}, status=422)


def test_twins_stand_side_by_side_with_numbers_to_compare(
    api: Api, records_of: str, arrive: Callable[..., Any]
) -> None:
    first, second = arrive(), arrive(first_name="Ama")
    api.post(records_of, another(3))
    record = api.get(f"/records/{first['id']}")
    assert [twin["id"] for twin in record["twins"]] == [second["id"]]
    assert (record["twins"][0]["license_number"], record["twins"][0]["npi"]) == ("MD0012345", "1234567893")
    assert not record["twins"][0].keys() & {"birth_month", "birth_day", "email"}
    assert "same_person_twice" in {problem["code"] for problem in record["problems"]}
