"""Many at the same moment: one record for one submission, one file for one record."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from flask import Flask

from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import another, attestation

SIX = 6
ADD = {"format": "xlsx", "kind": "add"}


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Start all calls at the same moment and return their answers."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_six_equal_posts_make_one_record(app: Flask, token: str, api: Api, records_of: str) -> None:
    clients = [Api(app.test_client(), token) for _ in range(SIX)]
    for _ in range(5):
        sent = attestation()
        answers = at_once([partial(client, "POST", records_of, sent) for client in clients])
        assert sorted(answer.status_code for answer in answers) == [200] * (SIX - 1) + [201]
        assert len({answer.json["reference"] for answer in answers}) == 1
    assert api.get(records_of)["total"] == 5


def test_of_two_exports_each_record_is_in_one(
    app: Flask, token: str, api: Api, activity: StoredActivity, records_of: str
) -> None:
    clients = [Api(app.test_client(), token) for _ in range(2)]
    address = f"/activities/{activity.id}/exports"
    for number in range(1, 6):
        api.post(records_of, another(number))
        answers = at_once([partial(client, "POST", address, ADD) for client in clients])
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        told = next(answer for answer in answers if answer.status_code == 409)
        assert told.json["problems"][0]["message"]
    assert sum(made["rows"] for made in api.get(address)["items"]) == 5
