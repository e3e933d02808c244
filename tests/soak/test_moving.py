"""A move of 20,000 rows, killed twenty times in the middle: then it is complete, and equal."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import insert

from storage.database import Database
from storage.moving import contents, move
from storage.tables import AuditRow, Table, TallyRow
from tests.conftest import DATA_KEY, Clock
from tests.house.files import ROOT
from tests.postgres import Cluster
from tests.soak.figures import tell
from tests.storage.moves import database_url as database_url
from tests.storage.moves import full as full
from tests.storage.moves import holds, quiet
from tests.storage.moves import new as new
from tests.storage.moves import new_url as new_url

pytestmark = pytest.mark.soak

KILLS = 20
EVENTS = 10_000


def grow(database: Database, clock: Clock, rows: int) -> None:
    with database.write() as session:
        events = [
            {"chain": "c", "seq": n, "at": "2026", "actor": "x", "action": "x", "subject": "x", "hash": "x"}
            for n in range(1, rows + 1)
        ]
        session.execute(insert(AuditRow.__table__), events)
        (activity_id,) = session.connection().exec_driver_sql("SELECT min(id) FROM activities").one()
        same = {"activity_id": activity_id, "what": "opened", "detail": "", "number": 1}
        tallies = [{"hour": clock() + timedelta(hours=n), **same} for n in range(rows)]
        session.execute(insert(TallyRow.__table__), tallies)


def in_a_process(database: Database, url: str) -> subprocess.Popen[bytes]:
    told = [str(database.url.database), url, DATA_KEY.hex()]
    run = [sys.executable, "-m", "tests.storage.killed_move", *told]
    return subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE)


def kill(process: subprocess.Popen[bytes], after: int, seconds: float) -> None:
    """kill -9, so long after it has copied so many tables."""
    assert process.stdout is not None
    for _ in range(after):
        assert process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    assert process.wait() < 0, "it was over before the kill: this run has shown nothing"


def test_twenty_kills(full: Database, new: Database, new_url: str, cluster: Cluster, clock: Clock) -> None:
    grow(full, clock, EVENTS)
    began = time.monotonic()
    with cluster.database() as other:
        assert in_a_process(full, other).wait() == 0
    seconds = time.monotonic() - began
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    chance, names = random.Random(7), [table.name for table in Table.metadata.sorted_tables]
    for _ in range(KILLS):
        after = chance.choice(
            [names.index("audit"), names.index("tallies"), chance.randrange(len(names) // 2)]
        )
        kill(in_a_process(full, new_url), after, chance.uniform(0, 0.2))
        assert holds(new) == 0
    moved = move(full, new, quiet)
    with full.read() as here, new.read() as there:
        assert moved.contents == contents(here) == contents(there)
    rows = sum(content.rows for content in moved.contents.values())
    tell("a move", rows=rows, seconds=seconds, megabytes=largest, kills=KILLS)
