"""P26 in full: of 2,000 records that PARS accepted 1,000 are purged, and no byte of theirs is left in any file."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import upkeep
from storage.activities import StoredActivity
from storage.database import Database
from storage.purging import Count
from tests.conftest import Clock
from tests.soak.figures import tell
from tests.storage.canaries import hits, traces
from tests.storage.conftest import Send
from tests.storage.conftest import send as send
from tests.storage.test_purging import kept, purge, two_halves

pytestmark = [pytest.mark.soak, pytest.mark.sqlite]


def test_of_two_thousand_one_thousand_are_gone(
    database: Database, make_activity: Callable[..., StoredActivity], send: Send, clock: Clock, tmp_path: Path
) -> None:
    old, young = two_halves(database, make_activity, send, clock, 1000)
    gone, held = traces(database, old), traces(database, young)
    before = [kept(database, record_id) for record_id in young]
    assert hits(tmp_path, gone) == len(gone)
    started = time.monotonic()
    assert purge(database, clock) == Count(identifiers=1000)
    purged = time.monotonic()
    assert upkeep.sweep(database)
    swept = time.monotonic()
    tell(
        "1,000 of 2,000 records purged",
        traces_before=len(gone),
        traces_left=hits(tmp_path, gone),
        seconds=purged - started,
        seconds_of_the_sweep=swept - purged,
    )
    assert hits(tmp_path, gone) == 0
    assert hits(tmp_path, held) == len(held)
    assert [kept(database, record_id) for record_id in young] == before
