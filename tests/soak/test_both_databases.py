"""How fast attest is on SQLite and on PostgreSQL, for docs/postgresql.md: the real server, every write on the disk."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import uuid4

import pytest

from pars.answers import read
from pars.record import Policy
from storage import activities, api_tokens, attestations, upkeep
from storage.activities import StoredActivity
from storage.database import Database
from storage.moving import move
from storage.vault import Vault
from tests.conftest import DATA_KEY, Clock, an_activity
from tests.failing.phones import Phones, learner
from tests.failing.server import Server
from tests.postgres import running
from tests.soak.figures import tell

pytestmark = pytest.mark.soak

PHONES = 16
POSTS = 500
ROWS = 10_000


def made(database: Database, clock: Clock) -> tuple[StoredActivity, StoredActivity, str]:
    """An activity with all the learners, one with none, and a token."""
    with database.write() as session:
        full, empty = (
            activities.create(session, an_activity(), actor="console", now=clock()) for _ in range(2)
        )
        token = api_tokens.create(session, "x", actor="console", now=clock())
        for number in range(ROWS):
            typed = learner(number)
            attestations.submit(
                session, full, submission_id=str(uuid4()), typed=typed,
                reading=read(typed, full.activity, Policy()), consent_sha256=full.consent_sha256,
                origin="form", policy=Policy(), actor="learner", now=clock(),
            )  # fmt: skip
    return full, empty, token


def measure(
    database: Database, folder: Path, full: StoredActivity, empty: StoredActivity, token: str
) -> None:
    """Learners who send at the same time, and then a file, by two workers of the real server."""
    server = Server(folder, ATTEST_DATABASE_URL=database.url.render_as_string(hide_password=False))
    server.start()
    try:
        phones = Phones(server.port, empty.code, POSTS, PHONES)
        began = time.monotonic()
        with phones.sending():
            phones.join()
        posting = time.monotonic() - began
        assert (len(phones.acked), phones.trouble) == (POSTS, [])
        began = time.monotonic()
        wanted = {"format": "xlsx", "kind": "add"}
        status, body = server.api(token, "POST", f"/activities/{full.id}/exports", wanted)
        exporting = time.monotonic() - began
        assert status == 201, body
    finally:
        server.stop()
    tell(database.describe(), posts_a_second=POSTS / posting, seconds_for_a_file_of_10000=exporting)


def test_figures_of_both(tmp_path: Path, clock: Clock) -> None:
    old, copy = (Database(f"sqlite:///{tmp_path / name}", Vault(DATA_KEY)) for name in ("old.db", "copy.db"))
    old.upgrade()
    given = made(old, clock)
    upkeep.backup(old, tmp_path / "copy.db")
    measure(copy, tmp_path, *given)
    with running(safe=True) as cluster:
        cluster.prepare(DATA_KEY)
        with cluster.database() as url:
            new = Database(url, Vault(DATA_KEY))
            began = time.monotonic()
            moved = move(old, new, lambda *_: None)
            seconds = time.monotonic() - began
            tell("a move", rows=sum(each.rows for each in moved.contents.values()), seconds=seconds)
            measure(new, tmp_path, *given)
            new.dispose()
