"""100,000 random references find nobody, and the time of an answer does not tell which there are: `make soak`."""

from __future__ import annotations

import statistics
import time

import pytest
from flask.testing import FlaskClient

from pars.proof import Proof
from storage import codes, lists, own_record
from storage.activities import StoredActivity
from storage.database import Database
from tests.attest.test_receipt_find import find
from tests.conftest import Clock, answers
from tests.soak.figures import tell

REFERENCES = 100_000
AT_ONCE = 1000
THERE = 200
TIMED = 1000


@pytest.fixture
def references(client: FlaskClient, activity: StoredActivity, database: Database) -> list[str]:
    for number in range(THERE):
        typed = answers(step="submit", first_name="Noa", license_number=f"MD{number}", npi="")
        assert client.post(f"/a/{activity.code}", data=typed).status_code == 303
    with database.read() as session:
        return [record.reference for record in lists.page(session, activity.id, limit=THERE).items]


@pytest.mark.soak
def test_random_references_find_nobody(database: Database, clock: Clock, references: list[str]) -> None:
    found = 0
    for _ in range(REFERENCES // AT_ONCE):
        with database.write() as session:
            for _ in range(AT_ONCE):
                given = Proof(birthday="09/27")
                found += own_record.find(session, codes.new(8), given, now=clock()) is not None
    tell("random references", tried=REFERENCES, records=THERE, found=found)
    assert found == 0


@pytest.mark.soak
def test_answers_take_as_long(client: FlaskClient, references: list[str], clock: Clock) -> None:
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number in range(TIMED):
        clock.advance(minutes=15)
        for there, reference in ((True, references[number % THERE]), (False, codes.new(8))):
            started = time.perf_counter()
            find(client, reference, known_month="1", known_day="1")
            taken[there].append(time.perf_counter() - started)
    there, nowhere = (statistics.median(taken[kind]) * 1000 for kind in (True, False))
    tell("medians in ms", there=there, nowhere=nowhere)
    assert abs(there - nowhere) < 5
