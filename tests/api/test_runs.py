"""Runs by the API: off until it is set, step by step into production, and labelled where it is no PARS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from blueprints import service
from blueprints.background import Worker
from blueprints.current import House
from config import Config
from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.standin.ledger import REFUSAL, Nature
from tests.standin.server import PASSWORD, PROVIDER, USER, StandIn


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def worker(app: Flask, config: Config, stand_in: StandIn) -> Worker:
    """The app with the stand-in set as its service; each `step` does what the background thread does."""
    house: House = app.extensions["attest"]
    config = replace(
        config,
        pars_service="json",
        pars_sandbox_url=stand_in.address("sandbox"),
        pars_url=stand_in.address("production"),
        pars_provider=PROVIDER,
        pars_user=USER,
        pars_password=PASSWORD,
    )
    app.extensions["attest"] = house = House(config, house.database, house.clock)
    return Worker(house, service.services(config, seconds=5))


@pytest.fixture
def export_id(api: Api, activity: StoredActivity, arrive: Callable[..., Any]) -> str:
    arrive()
    exported = api.post(f"/activities/{activity.id}/exports", {"format": "json", "kind": "add"})
    return str(exported["id"])


def test_it_is_off_until_it_is_set(api: Api, export_id: str) -> None:
    assert api.get("/pars-service") == {"format": None, "environments": []}
    wanted = {"environment": "sandbox", "kind": "submit"}
    refused = api.post(f"/exports/{export_id}/runs", wanted, status=409)
    assert refused["problems"][0]["code"] == "service_off"
    assert api.post("/exports/nothing/runs", wanted, status=409)


def test_a_file_goes_through_the_sandbox_and_a_dry_run_to_production(
    api: Api, worker: Worker, export_id: str, activity: StoredActivity, stand_in: StandIn
) -> None:
    at = f"/exports/{export_id}/runs"
    known = api.get("/pars-service")
    assert {one["service"]["name"] for one in known["environments"]} == {"stand-in PARS"}
    assert all(one["service"]["stand_in"] for one in known["environments"])
    assert "sandbox" in api.post(at, {"environment": "production", "kind": "dry"}, status=409)["detail"]
    for environment, kind in (("sandbox", "submit"), ("production", "dry"), ("production", "submit")):
        run = api.post(at, {"environment": environment, "kind": kind})
        assert (run["state"], run["left"], run["service"]["stand_in"]) == ("waiting", 1, True)
        api.post(at, {"environment": environment, "kind": kind}, status=409)
        assert worker.step()
        run = api.get(f"/runs/{run['id']}")
        assert (run["state"], run["counts"]["accepted"], run["troubles"]) == ("done", 1, [])
    assert [one["kind"] for one in api.get(f"/activities/{activity.id}/runs")["items"]]
    (record,) = api.get(f"/activities/{activity.id}/records")["items"]
    assert record["state"] == "accepted"
    assert stand_in.ledgers["production"].most_often_held == 1
    api.post(f"/runs/{run['id']}/resume", None, status=409)
    assert not worker.step()


def test_a_refusal_is_told_in_pars_words(api: Api, worker: Worker, export_id: str, stand_in: StandIn) -> None:
    stand_in.nature = Nature(refuses=1)
    run = api.post(f"/exports/{export_id}/runs", {"environment": "sandbox", "kind": "submit"})
    worker.step()
    (trouble,) = api.get(f"/runs/{run['id']}")["troubles"]
    assert (trouble["state"], trouble["words"]) == ("refused", REFUSAL)


def test_stop_and_resume(api: Api, worker: Worker, export_id: str) -> None:
    run = api.post(f"/exports/{export_id}/runs", {"environment": "sandbox", "kind": "submit"})
    at = f"/runs/{run['id']}"
    stopped = api.post(f"{at}/stop", None, status=200)
    assert (stopped["state"], stopped["reason"], stopped["message"]) == (
        "stopped",
        "by_hand",
        "Somebody stopped it.",
    )
    assert not worker.step()
    api.post(f"{at}/stop", None, status=409)
    assert api.post(f"{at}/resume", None, status=200)["state"] == "waiting"
    assert worker.step()
    assert api.get(at)["state"] == "done"


@pytest.mark.parametrize(
    "wrong", [{}, {"environment": "moon", "kind": "dry"}, {"environment": "sandbox", "kind": "wet"}]
)
def test_only_known_places_and_kinds(api: Api, worker: Worker, export_id: str, wrong: dict[str, str]) -> None:
    api.post(f"/exports/{export_id}/runs", wrong, status=422)


def test_a_file_made_for_another_way_is_not_sent(
    api: Api, worker: Worker, activity: StoredActivity, arrive: Callable[..., Any]
) -> None:
    arrive()
    exported = api.post(f"/activities/{activity.id}/exports", {"format": "xlsx", "kind": "add"})
    wanted = {"environment": "sandbox", "kind": "submit"}
    refused = api.post(f"/exports/{exported['id']}/runs", wanted, status=409)
    assert "JSON" in refused["detail"]
