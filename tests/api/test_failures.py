"""When the house itself fails: the answer says so, nothing is kept, and nobody's values get out."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from blueprints.request_log import JsonLines
from storage import audit
from tests.api.contract import Api
from tests.api.samples import attestation


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (OperationalError("INSERT", {}, Exception("database or disk is full: Okafor")), 503),
        (RuntimeError("Okafor"), 500),
    ],
)
def test_a_failure_is_told_and_leaves_no_trace(
    app: Flask,
    api: Api,
    records_of: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    status: int,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    app.testing = False
    with monkeypatch.context() as broken:
        broken.setattr(audit, "add", fail)
        answer = api.post(records_of, attestation(), status=status)
    logged = [JsonLines().format(record) for record in caplog.records]
    assert any("error" in json.loads(line) for line in logged)
    assert "Okafor" not in str(answer) + "".join(logged)
    assert api.get(records_of)["total"] == 0
