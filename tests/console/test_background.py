"""The real server works in the background: one of its processes sends a file to PARS, and stops cleanly."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from storage.database import Database
from storage.tables import LeaseRow
from storage.vault import Vault
from tests.console.test_server import Server
from tests.standin.ledger import Nature
from tests.standin.server import PASSWORD, PROVIDER, USER, StandIn


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn(Nature(seed=2, refuses=0.2, slow=0.02, keeps_doubles=True)) as stand_in:
        yield stand_in


@pytest.mark.slow
def test_the_server_sends_a_file_by_itself(tmp_path: Path, stand_in: StandIn) -> None:
    server = Server(tmp_path)
    server.environ |= {
        "ATTEST_PARS_SERVICE": "xml",
        "ATTEST_PARS_SANDBOX_URL": stand_in.address("sandbox"),
        "ATTEST_PARS_PROVIDER": PROVIDER,
        "ATTEST_PARS_USER": USER,
        "ATTEST_PARS_PASSWORD": PASSWORD,
    }
    server.flask("demo")
    token = server.flask("create-token", "a script").split()[-1]

    def api(method: str, path: str, body: dict[str, str] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        asked = Request(f"{server.address}/api/v1{path}", data, headers, method=method)  # noqa: S310
        with urlopen(asked, timeout=20) as answer:  # noqa: S310
            return json.load(answer)

    process = server.start()
    try:
        activities = api("GET", "/activities")["items"]
        ready = max(activities, key=lambda one: one["counts"]["states"].get("ready", 0))
        made = api("POST", f"/activities/{ready['id']}/exports", {"format": "xml", "kind": "add"})
        run = api("POST", f"/exports/{made['id']}/runs", {"environment": "sandbox", "kind": "submit"})
        deadline = time.monotonic() + 60
        while run["state"] != "done" and time.monotonic() < deadline:
            time.sleep(0.2)
            run = api("GET", f"/runs/{run['id']}")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)
    assert run["state"] == "done", server.output
    assert run["counts"]["accepted"] + run["counts"]["refused"] == made["rows"] > 10
    assert stand_in.ledgers["sandbox"].most_often_held == 1
    assert "error" not in {json.loads(line)["level"] for line in server.output.splitlines()}
    database = Database(server.environ["ATTEST_DATABASE_URL"], Vault(bytes(32)))
    with database.read() as session:
        assert session.query(LeaseRow).count() == 0  # handed on, not left to run out
    database.dispose()
