"""The figures of a pilot of ten thousand records are there in a moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import insert

from storage import figures
from storage.activities import StoredActivity
from storage.database import Database
from storage.figures import Period
from storage.tables import Attestation, ExportedRow, ExportRow, OutcomeRow, RecordRow
from tests.conftest import Clock

SLOW = 2.0  # seconds of the processor, several times what it takes


def test_ten_thousand_records_are_counted_in_a_moment(
    database: Database, clock: Clock, make_activity: Callable[..., StoredActivity]
) -> None:
    stored = make_activity()
    number = 10_000
    with database.write() as session:
        export = ExportRow(
            id="e", activity_id=stored.id, format="xlsx", kind="add", rows=number, sha256="0" * 64,
            filename="a", template_sha256=None, created_at=clock(), actor="x",
        )  # fmt: skip
        session.add(export)
        session.flush()
        ids = [f"{one:032}" for one in range(number)]
        session.execute(
            insert(Attestation),
            [
                {
                    "id": one, "activity_id": stored.id, "submission_id": one, "answers_mark": "",
                    "reference": one[-8:], "token_mark": one, "token": b"",
                    "consent_sha256": stored.consent_sha256, "origin": "x", "received_at": clock(),
                }
                for one in ids
            ],
        )  # fmt: skip
        session.execute(
            insert(RecordRow),
            [
                {
                    "id": one, "activity_id": stored.id, "reference": one[-8:], "version": 1, "state": "accepted",
                    "problems": [{"field": "npi", "code": "npi_digits"}], "looked_at": (), "held": False,
                    "profession": "md", "first_name": "A", "last_name": "B", "folded_name": "ab",
                    "license_state": "ME", "completion_date": date(2026, 11, 23), "board": "", "attest": True,
                    "received_at": clock(), "changed_at": clock(),
                }
                for one in ids
            ],
        )  # fmt: skip
        session.execute(
            insert(ExportedRow),
            [
                {"credit_id": one, "action": "Add", "export_id": "e", "record_id": one, "record_version": 1,
                 "part": "", "position": place}
                for place, one in enumerate(ids)
            ],
        )  # fmt: skip
        session.execute(
            insert(OutcomeRow),
            [
                {"credit_id": one, "action": "Add", "record_id": one, "status": "accepted", "source": "x",
                 "at": clock() + timedelta(days=4), "actor": "x"}
                for one in ids
            ],
        )  # fmt: skip
    before = time.process_time()
    with database.read() as session:
        total = figures.of(session, [stored], Period())[stored.id]
    took = time.process_time() - before
    assert total.records["accepted"] == number
    assert figures.median(total.days_to_acceptance) == 4
    assert took < SLOW, f"{took:.2f} s"
