"""P9: on a full disk every post is refused by a page that says so and keeps what was typed; then it goes on.

Two ways: attest stops taking new work while there is still room; and where the disk fills up all the same, SQLite's
refusal comes out as an honest one. A build that minds no room shows the second.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from blueprints import purging
from storage import disk
from storage.activities import StoredActivity
from storage.database import Database, DatabaseError
from tests.conftest import Clock
from tests.failing.phones import learner, post
from tests.failing.remains import remains
from tests.failing.server import OURS, Server
from tests.failing.small_disk import SmallDisk, small_disk
from tests.failing.work import house
from tests.soak.figures import tell
from tests.storage.conftest import Send
from tests.storage.conftest import send as send
from tests.storage.test_purging import two_halves

pytestmark = [pytest.mark.soak, pytest.mark.sqlite]

CYCLES = 20
OLD = 100  # records that are due to be purged
WITHIN = 10  # seconds after there is room again
MOST = 400  # posts that may still go in, until the log has no room left in what it has of the disk
HARDLY_ANY = {"ATTEST_KEEP_FREE_MB": "1"}


class Trial:
    """A server on a small disk, and learners of whom nobody sends twice."""

    def __init__(self, small: SmallDisk, build: str, **settings: str) -> None:
        self.small = small
        self.server = Server(small.folder, build, **settings)
        self.server.log = small.folder.with_suffix(".log")
        self.path = f"/a/{self.server.prepare().code}"
        self.acked: set[str] = set()
        self.sent = self.refused = 0
        self.slowest = 0.0
        self.server.start()

    def post(self) -> bool:
        """Whether one more went in; a refusal must be as promised."""
        form, self.sent = learner(self.sent), self.sent + 1
        status, page = post(self.server.port, self.path, form, Accept="text/html")
        if status == 303:
            self.acked.add(form["submission_id"])
            return True
        assert status == 503, (status, page[:200])
        tree = html.fromstring(page)
        (again,) = tree.forms
        kept = dict(again.form_values())
        assert "othing was saved" in tree.text_content()
        assert {name: kept.get(name, "") for name in form} == form
        self.refused += 1
        return False

    def cycle(self, leave: int) -> None:
        self.small.fill(leave)
        assert any(not self.post() for _ in range(MOST))
        self.post()  # the other process may have room in its log still
        self.small.make_room()
        began = time.monotonic()
        while not self.post():
            assert time.monotonic() < began + WITHIN
            time.sleep(0.1)
        self.slowest = max(self.slowest, time.monotonic() - began)


@pytest.mark.parametrize(
    ("build", "megabytes", "leave"),
    [(OURS, 8, 2**19), ("tests.failing.builds:fills_the_disk()", 4, 0)],
    ids=["refuses in time", "control: fills it up"],
)
def test_twenty_times_full(tmp_path: Path, build: str, megabytes: int, leave: int) -> None:
    with small_disk(tmp_path / "small", megabytes) as small:
        trial = Trial(small, build, **HARDLY_ANY)
        try:
            for _ in range(CYCLES):
                trial.cycle(leave)
        finally:
            trial.server.stop()
        database = trial.server.database()
        left = remains(database, {})
        database.dispose()
        tell(
            f"a full disk, {build}",
            cycles=CYCLES,
            posts=trial.sent,
            refused=trial.refused,
            acked=len(trial.acked),
            slowest_recovery=trial.slowest,
            **left.figures(),
        )
        assert left.sound
        assert left.rows == len(trial.acked)
        full = trial.server.log.read_text(encoding="utf-8").count("OperationalError")
        assert bool(full) is (build != OURS), "who refuses in time never meets a full disk"


@pytest.mark.parametrize("reserve", [True, False], ids=["with the reserve", "control: without it"])
def test_a_purge_makes_room_on_a_full_disk(
    database: Database,
    make_activity: Callable[..., StoredActivity],
    send: Send,
    clock: Clock,
    tmp_path: Path,
    reserve: bool,
) -> None:
    two_halves(database, make_activity, send, clock, OLD)
    database.dispose()
    with small_disk(tmp_path / "small", 40) as small:
        file = shutil.copy(str(database.url.database), small.folder / "attest.db")
        full = house(f"sqlite:///{file}", clock().isoformat())
        if reserve:
            disk.hold_reserve(full.database, 1)
        small.fill()
        try:
            erased = purging.purge(full)[0].identifiers
        except DatabaseError:
            erased = 0
        full.database.dispose()
    tell("a purge on a full disk", reserve=reserve, due=OLD, erased=erased)
    assert erased == (OLD if reserve else 0)
