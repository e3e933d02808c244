"""Eight processes that store at once: none is told that the database is locked, and together they are nearly as quick
as one that is alone. `make soak` prints the figures.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import count
from statistics import median

import pytest
from sqlalchemy import func, select

from storage.activities import StoredActivity
from storage.database import Database
from storage.tables import RecordRow
from tests.house.files import ROOT
from tests.soak.figures import tell

SECONDS, ROUNDS, PROCESSES = 3, 3, 8
ENOUGH = 0.6
SALTS = (f"W{chr(ord('A') + number % 26)}{chr(ord('a') + number // 26)}" for number in count())


def written(database: Database, activity: StoredActivity, processes: int) -> int:
    """How many so many processes store in SECONDS; none of them may fail."""
    command = [sys.executable, "-m", "tests.bench.writers", str(database.url), activity.id, str(SECONDS)]
    at_once = [
        subprocess.Popen([*command, next(SALTS)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    said = [json.loads(process.communicate()[0]) for process in at_once]
    assert [one["errors"] for one in said] == [[]] * processes
    return sum(one["done"] for one in said)


@pytest.mark.soak
@pytest.mark.sqlite
def test_eight_processes_store_at_once(database: Database, activity: StoredActivity) -> None:
    alone, together = [], []
    for _ in range(ROUNDS):
        alone.append(written(database, activity, 1))
        together.append(written(database, activity, PROCESSES))
    share = median(together) / median(alone)
    tell("stored a second", alone=median(alone) / SECONDS, by_eight=median(together) / SECONDS, share=share)
    with database.read() as session:
        kept = session.scalar(select(func.count()).select_from(RecordRow))
    assert kept == sum(alone) + sum(together) + ROUNDS * (PROCESSES + 1)
    assert share >= ENOUGH
