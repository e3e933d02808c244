"""Restarted twenty times while learners are sending, as for a new version or a new key: no form is refused or lost."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from storage import activities
from storage.database import Database
from storage.tables import Attestation
from storage.vault import Vault
from tests.conftest import Clock, an_activity, answers
from tests.soak.deployed import Deployed
from tests.soak.figures import tell

pytestmark = [pytest.mark.soak, pytest.mark.sqlite]

RESTARTS = 20
PHONES = 6
BETWEEN = 1.0  # seconds that it serves before it is restarted again
PATIENCE = 60  # seconds that a phone waits for an answer


class Hall:
    """Phones that send one form after the other, each on a connection of its own, as a proxy hands them on."""

    def __init__(self, port: int, code: str) -> None:
        self.acked: list[str] = []
        self.refused: list[str] = []
        self.slowest = 0.0
        self._port, self._code = port, code
        self._over = threading.Event()
        self._phones = [threading.Thread(target=self._send_on, args=(number,)) for number in range(PHONES)]

    def __enter__(self) -> Hall:
        for phone in self._phones:
            phone.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for phone in self._phones:
            phone.join()

    def _send_on(self, number: int) -> None:
        sent = 0
        while not self._over.is_set():
            sent += 1
            began = time.monotonic()
            submission = str(uuid4())
            said = self._send(submission, f"MD{number}{sent:06d}")
            self.slowest = max(self.slowest, time.monotonic() - began)
            (self.acked if said == "201" else self.refused).append(submission if said == "201" else said)
            time.sleep(0.02)

    def _send(self, submission: str, license_number: str) -> str:
        typed = answers(step="submit", submission_id=submission, license_number=license_number, npi="")
        typed |= {"completion_date": "2026-11-23"}
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            connection.request("POST", f"/a/{self._code}", urlencode(typed), headers)
            answer = connection.getresponse()
            told = json.load(answer)
            connection.close()
        except (OSError, http.client.HTTPException, ValueError) as reason:
            return type(reason).__name__
        return str(answer.status) if answer.status != 201 or told["reference"] else "no reference"


@pytest.fixture
def deployed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Deployed]:
    service = Deployed(tmp_path, keeps_door=request.param)
    yield service
    service.close()


def open_activity(database: Database) -> str:
    """The code of an activity that is open whenever this runs."""
    held = an_activity(format="enduring", starts_on=date(2026, 1, 1), ends_on=date(2099, 12, 31))
    with database.write() as session:
        return activities.create(session, held, actor="console", now=Clock()()).code


def restart_under_load(service: Deployed, restarts: int) -> tuple[Hall, set[str]]:
    """The hall, and the submissions that are stored in the end."""
    service.start()
    database = Database(service.environ["ATTEST_DATABASE_URL"], Vault(bytes(32)))
    code = open_activity(database)
    with Hall(service.port, code) as hall:
        for _ in range(restarts):
            time.sleep(BETWEEN)
            service.stop()
            service.start()
        time.sleep(BETWEEN)
    with database.read() as session:
        kept = set(session.scalars(select(Attestation.submission_id)))
        assert session.scalar(select(func.count()).select_from(Attestation)) == len(kept)
    database.dispose()
    return hall, kept


@pytest.mark.parametrize("deployed", [True], indirect=True)
def test_twenty_restarts_refuse_nobody(deployed: Deployed) -> None:
    hall, kept = restart_under_load(deployed, RESTARTS)
    tell(
        f"{RESTARTS} restarts with {PHONES} phones sending",
        acknowledged=len(hall.acked),
        lost=len(set(hall.acked) - kept),
        refused=len(hall.refused),
        slowest_answer_in_seconds=hall.slowest,
        **Counter(hall.refused),
    )
    assert len(hall.acked) > RESTARTS * PHONES
    assert hall.refused == []
    assert kept == set(hall.acked)


@pytest.mark.parametrize("deployed", [False], indirect=True)
def test_without_the_door_that_stays_open_forms_are_refused(deployed: Deployed) -> None:
    """The control. What was acknowledged is kept even so."""
    hall, kept = restart_under_load(deployed, 3)
    refused = len(hall.refused)
    tell(
        "3 restarts without attest.socket",
        acknowledged=len(hall.acked),
        refused=refused,
        **Counter(hall.refused),
    )
    assert hall.refused
    assert hall.acked
    assert kept >= set(hall.acked)
