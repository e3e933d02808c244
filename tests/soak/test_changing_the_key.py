"""The data key changed with the real server and a hall of phones that send all the while: none is refused or lost."""

from __future__ import annotations

import base64
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import rotation, seal
from storage.activities import StoredActivity
from storage.database import Database
from storage.record_rows import as_record
from storage.tables import Attestation, RecordRow
from storage.vault import Vault
from tests.conftest import DATA_KEY, Clock
from tests.house.files import ROOT
from tests.soak.deployed import Deployed
from tests.soak.figures import tell
from tests.soak.test_restarts import BETWEEN, Hall, open_activity
from tests.storage.canaries import accepted
from tests.storage.conftest import Send
from tests.storage.conftest import send as send

pytestmark = [pytest.mark.soak, pytest.mark.sqlite]

NEW = bytes(range(1, 33))
LEARNERS = 2000


def in_base64(key: bytes) -> str:
    return base64.b64encode(key).decode()


def test_with_a_hall_that_sends(tmp_path: Path) -> None:
    service = Deployed(tmp_path, keeps_door=True)
    service.start()
    url, old = service.environ["ATTEST_DATABASE_URL"], base64.b64decode(service.environ["ATTEST_DATA_KEY"])
    database = Database(url, Vault(NEW, old))
    seal.check(database)
    try:
        with Hall(service.port, open_activity(database)) as hall:
            time.sleep(BETWEEN)
            service.environ |= {"ATTEST_DATA_KEY": in_base64(NEW), "ATTEST_DATA_KEY_OLD": in_base64(old)}
            service.stop()
            service.start()
            run = [sys.executable, "-m", "flask", "--app", "app", "rotate-key"]
            told = subprocess.run(run, cwd=ROOT, env=service.environ, capture_output=True, text=True)
            del service.environ["ATTEST_DATA_KEY_OLD"]
            service.stop()
            service.start()
            time.sleep(BETWEEN)
    finally:
        service.close()
        database.dispose()
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Nothing in the database needs the old data key any more" in told.stdout
    new = Database(url, Vault(NEW))
    with new.read() as session:
        kept = set(session.scalars(select(Attestation.submission_id)))
        for row in session.scalars(select(RecordRow)):
            assert as_record(row, new.vault).license_number.startswith("MD")
    new.dispose()
    tell(
        "the data key changed under load",
        acknowledged=len(hall.acked),
        lost=len(set(hall.acked) - kept),
        refused=len(hall.refused),
        slowest_answer_in_seconds=hall.slowest,
    )
    assert hall.refused == []
    assert kept == set(hall.acked)


def test_how_long_it_takes(database: Database, activity: StoredActivity, send: Send, clock: Clock) -> None:
    """Without the pauses in which learners have their turn."""
    accepted(database, activity, send, clock, LEARNERS)
    both = Database(database.url.render_as_string(hide_password=False), Vault(NEW, DATA_KEY))
    seal.check(both)
    with both.read() as session:
        values = rotation.left(session)
    began, used = time.monotonic(), time.process_time()
    transactions = sum(1 for _ in rotation.renew(both))
    tell(
        f"the data key of {LEARNERS:,} learners changed",
        values=values,
        transactions=transactions,
        seconds=time.monotonic() - began,
        seconds_of_the_processor=time.process_time() - used,
    )
    with both.write() as session:
        assert rotation.finish(session, now=clock()) == 0
    both.dispose()
