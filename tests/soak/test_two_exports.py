"""P6: two who export at the same moment, fifty times. Each record is in one file, and the loser is told.

The database refuses what this would find, were the check not there: see the controls in tests/storage.
"""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from storage.activities import StoredActivity
from storage.database import Database
from storage.tables import ExportedRow
from tests.api.conftest import api, records_of
from tests.api.contract import Api
from tests.api.samples import attestation
from tests.api.test_at_once import ADD, at_once
from tests.failing.phones import learner
from tests.soak.figures import tell

__all__ = ["api", "records_of"]

ROUNDS = 50


@pytest.mark.soak
def test_each_record_is_in_one_file(
    app: Flask, token: str, api: Api, activity: StoredActivity, records_of: str, database: Database
) -> None:
    clients = [Api(app.test_client(), token) for _ in range(2)]
    address, told = f"/activities/{activity.id}/exports", Counter[int]()
    for number in range(1, ROUNDS + 1):
        someone = learner(number)
        known = {name: someone[name] for name in ("last_name", "license_number")}
        born = {name: int(someone[name]) for name in ("birth_month", "birth_day")}
        api.post(records_of, attestation(npi="", **known, **born))
        answers = at_once([partial(client, "POST", address, ADD) for client in clients])
        told.update(answer.status_code for answer in answers)
        assert all(a.json["problems"][0]["message"] for a in answers if a.status_code == 409)
    with database.read() as session:
        reported = Counter(session.scalars(select(ExportedRow.record_id)))
    tell(
        "two exports at once",
        rounds=ROUNDS,
        made=told[201],
        told=told[409],
        in_two=sum(n > 1 for n in reported.values()),
    )
    assert told == {201: ROUNDS, 409: ROUNDS}
    assert set(reported.values()) == {1}
    assert len(reported) == ROUNDS
