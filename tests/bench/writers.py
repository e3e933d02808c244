"""`python -m tests.bench.writers DATABASE ACTIVITY SECONDS SALT`: one process that stores attestations, one after the
other, for so long. Prints how many it stored, and the names of what went wrong.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

from pars.answers import read
from pars.formats.sheet import column_letters
from pars.record import Policy
from storage import activities, attestations
from storage.activities import StoredActivity
from storage.database import Database, DatabaseError
from storage.vault import Vault
from tests.conftest import DATA_KEY, answers

NOW = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


def store(database: Database, stored: StoredActivity, salts: Iterator[str], number: int = 1) -> None:
    """So many people's attestations, in one transaction."""
    with database.write() as session:
        for _ in range(number):
            salt = next(salts)
            typed = answers(
                last_name=f"Okafor-{salt}", license_number=f"MD{salt}1", npi="", email=f"{salt}@example.org"
            )
            attestations.submit(
                session,
                stored,
                submission_id=str(uuid4()),
                typed=typed,
                reading=read(typed, stored.activity, Policy()),
                consent_sha256=stored.consent_sha256,
                origin="form",
                policy=Policy(),
                actor="learner",
                now=NOW,
            )


def salted(salt: str) -> Iterator[str]:
    """Endings of names and numbers, without digits, another one each time."""
    return (f"{salt}{column_letters(at + 1).title()}" for at in count())


def main(url: str, activity_id: str, seconds: float, salt: str) -> dict[str, object]:
    database = Database(url, Vault(DATA_KEY))
    with database.read() as session:
        stored = activities.get(session, activity_id)
    done, errors, salts = 0, [], salted(salt)
    store(database, stored, salts)  # what is made once is not counted
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            store(database, stored, salts)
            done += 1
        except DatabaseError as reason:
            errors.append(type(reason).__name__)
    return {"done": done, "errors": errors}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4])))
