"""The plain summary, the closed lists, and the record of actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from pars.errors import Code
from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import another
from tests.conftest import Clock, answers


def test_an_evaluation_counts_and_names_nobody(
    api: Api, clock: Clock, activity: StoredActivity, records_of: str, arrive: Callable[..., Any]
) -> None:
    address = f"/activities/{activity.id}/evaluation"
    assert api.get(address)["ready_share"] is None
    arrive()
    api.post(records_of, another(1, license_number=""))
    clock.advance(hours=1)
    api.post(records_of, another(2, profession="np"))
    api.post(records_of, another(3, consent=False))
    found = api.get(address)
    assert (found["stored"], found["physicians"], found["others"]) == (4, 3, 1)
    assert found["professions"] == {"md": 3, "np": 1}
    assert found["consent"] == {"yes": 2, "no": 1}
    assert found["ready_share"] == 0.5
    assert {"code": "no_identifier", "level": "warning", "count": 1} in found["problems"]
    assert found["arrivals"] == [
        {"hour": "2026-11-23T17:00:00-05:00", "count": 2},
        {"hour": "2026-11-23T18:00:00-05:00", "count": 2},
    ]
    assert "Okafor" not in str(found)


def test_an_evaluation_tells_how_the_form_fared(
    api: Api, app: Flask, client: FlaskClient, activity: StoredActivity
) -> None:
    address, house = f"/activities/{activity.id}/evaluation", app.extensions["attest"]
    empty = api.get(address)
    assert (empty["form"]["opened"], empty["form"]["completion"], empty["form"]["hours"]) == (0, None, [])
    assert (empty["opinions"]["given"], empty["opinions"]["average"]) == (0, None)
    for _ in range(3):
        client.get(f"/a/{activity.code}")
    form = f"/a/{activity.code}"
    client.post(form, data=answers(npi="12") | {"step": "check"})
    client.post(form, data=answers() | {"step": "check"})
    receipt = client.post(form, data=answers() | {"step": "submit", "seconds": "96"}).location
    client.post(f"{receipt}/opinion", data={"ease": "4", "comment": "Too long"})
    house.counts.keep(house.database)
    found = api.get(address)
    assert found["form"] == {
        "opened": 3,
        "checked": 1,
        "refused": 1,
        "stored": 1,
        "completion": 0.3333,
        "median_seconds": 95,
        "rules": [{"field": "npi", "code": "npi_digits", "count": 1}],
        "hours": [
            {"hour": "2026-11-23T17:00:00-05:00", "opened": 3, "checked": 1, "refused": 1, "stored": 1}
        ],
    }
    assert found["opinions"] == {
        "given": 1,
        "average": 4.0,
        "ease": {"1": 0, "2": 0, "3": 0, "4": 1, "5": 0},
        "comments": [{"day": "2026-11-23", "comment": "Too long"}],
    }


def test_what_is_set_aside_is_nobody_who_came(
    api: Api, activity: StoredActivity, records_of: str, arrive: Callable[..., Any]
) -> None:
    arrive()
    double, nurse = (api.post(records_of, another(1)), api.post(records_of, another(2, profession="np")))
    for record in (double, nurse):
        api.post(f"/records/{record['id']}/set-aside", {"reason": "Was not there."}, status=200)
    found = api.get(f"/activities/{activity.id}/evaluation")
    assert (found["stored"], found["physicians"], found["others"]) == (3, 1, 0)
    assert found["professions"] == {"md": 1}
    assert found["consent"] == {"yes": 1, "no": 0}
    counts = api.get(f"/activities/{activity.id}")["counts"]
    assert (counts["total"], counts["physicians"], counts["others"]) == (3, 1, 0)


def test_the_vocabulary_names_every_code(api: Api) -> None:
    lists = api.get("/vocabulary")
    assert {entry["code"] for entry in lists["problem_codes"]} == {code.value for code in Code}
    names = {entry["code"]: entry["name"] for entry in lists["problem_codes"]}
    assert (names["no_us_license"], names["license_is_npi"]) == ("No US license", "License number is an NPI")
    assert {"value": "ME", "label": "Maine"} in lists["states"]
    assert "America/New_York" in lists["timezones"]
    assert next(board for board in lists["boards"] if board["value"] == "ABS")["credit_types"]


def test_the_audit_holds_ids_and_never_a_value(
    api: Api, activity: StoredActivity, arrive: Callable[..., Any]
) -> None:
    record = arrive()
    api.patch(f"/records/{record['id']}", {"first_name": "Ama", "reason": "As on the license."})
    first = api.get(f"/audit?chain={activity.id}&limit=2")
    rest = api.get(f"/audit?chain={activity.id}&limit=2&cursor={first['next']}")
    assert (first["total"], len(first["items"]), rest["next"]) == (3, 2, None)
    steps = [entry["action"] for entry in (*first["items"], *rest["items"])]
    assert steps == ["activity created", "attestation received", "record corrected"]
    assert "Ama" not in str((first, rest))
    assert api.get("/audit")["items"][0]["action"] == "token created"
    assert api.get("/audit?chain=nothing") == {"items": [], "total": 0, "next": None}
