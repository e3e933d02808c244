"""What the storage tests share: sending an attestation as the page would, in one call."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from pars.answers import read
from pars.record import Policy
from storage import attestations
from storage.activities import StoredActivity
from storage.attestations import Submission
from storage.database import Database
from tests.conftest import Clock, answers

POLICY = Policy()
Send = Callable[..., Submission]


@pytest.fixture
def send(database: Database, clock: Clock) -> Send:
    """Stores what a physician typed; keyword arguments are the form's fields."""

    def store(
        stored: StoredActivity, submission_id: str | None = None, held: bool = False, **fields: str
    ) -> Submission:
        typed = answers(**fields)
        with database.write() as session:
            return attestations.submit(
                session,
                stored,
                submission_id=submission_id or str(uuid4()),
                typed=typed,
                reading=read(typed, stored.activity, POLICY),
                consent_sha256=stored.consent_sha256,
                origin="form",
                policy=POLICY,
                actor="learner",
                now=clock(),
                held=held,
            )

    return store
