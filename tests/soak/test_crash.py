"""P1: kill -9 of the whole server while phones send. What was acknowledged is there, once, and whole.

The controls are two builds with a fault that the same trial must see. The full number is for `make soak`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.failing.nest import Nest
from tests.failing.phones import Phones
from tests.failing.remains import Remains, remains
from tests.failing.server import OURS, Server
from tests.soak.figures import tell

pytestmark = pytest.mark.sqlite

BUILDS = "tests.failing.builds"


@pytest.fixture(scope="module")
def nest() -> Iterator[Nest]:
    with Nest() as nest:
        yield nest


def crash(folder: Path, nest: Nest, build: str, kills: int, each: int, phones: int = 16) -> Remains:
    """Kill the server `kills` times, each after about `each` acknowledged attestations; what is left then."""
    server, chance, began = Server(folder, build), random.Random(), time.monotonic()
    activity = server.prepare()
    server.start(nest=nest)
    hall = Phones(server.port, activity.code, kills * each, phones)
    done = 0
    with hall.sending():
        for _ in range(kills):
            until = len(hall.acked) + chance.uniform(0.3, 1.1) * each
            while hall.busy and len(hall.acked) < until:
                time.sleep(0.001)
            if not hall.busy:
                break
            server.kill()
            done += 1
            server.start(nest=nest)
        hall.join()
    server.stop()
    database = server.database()
    left = remains(database, hall.acked)
    database.dispose()
    tell(
        f"kill -9 of {build}",
        kills=done,
        acked=len(hall.acked),
        tries=hall.tries,
        repeats=hall.repeats,
        seconds=time.monotonic() - began,
        **left.figures(),
    )
    assert hall.trouble == []
    return left


@pytest.mark.parametrize(
    ("kills", "each"),
    [pytest.param(3, 40, id="sample"), pytest.param(200, 100, id="whole", marks=pytest.mark.soak)],
)
def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path, nest: Nest, kills: int, each: int) -> None:
    assert crash(tmp_path, nest, OURS, kills, each).sound


@pytest.mark.soak
def test_control_an_answer_before_the_commit_loses(tmp_path: Path, nest: Nest) -> None:
    assert crash(tmp_path, nest, f"{BUILDS}:says_saved_too_early()", kills=10, each=60).lost > 0


@pytest.mark.soak
def test_control_a_server_that_forgets_who_sent_doubles(tmp_path: Path, nest: Nest) -> None:
    assert crash(tmp_path, nest, f"{BUILDS}:forgets_who_sent()", kills=30, each=60).doubled > 0
