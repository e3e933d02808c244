"""No letter is lost, and none is sent twice: not by two senders, not by a refusal, not by a crash at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from delivery import outbox
from delivery.mail import Outcome, Post
from storage import audit, letters
from storage.activities import StoredActivity
from storage.database import Database
from storage.letters import LetterState
from storage.tables import LetterRow
from tests.conftest import Clock
from tests.delivery.smtp import Manners, Server, serving

Put = Callable[..., None]
Standing = Callable[..., LetterState]


def post(server: Server) -> Post:
    return Post.of(f"smtp://localhost:{server.port}", "office@example.org")


def send(database: Database, server: Server, clock: Clock) -> dict[Outcome, int]:
    return dict(outbox.send_due(database, post(server), clock))


def test_what_is_due_is_sent_once(
    database: Database, server: Server, clock: Clock, put: Put, standing: Standing
) -> None:
    put("link:1")
    put("link:2")
    put("link:1")
    assert send(database, server, clock) == {Outcome.SENT: 2}
    clock.advance(days=3)
    assert send(database, server, clock) == {}
    assert len(server.got.texts) == 2
    assert standing().state == "sent"
    assert standing().sent_at == datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


def test_many_senders_send_each_letter_once(
    database: Database, server: Server, clock: Clock, put: Put
) -> None:
    for number in range(20):
        put(f"link:{number}")
    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(lambda _: send(database, server, clock), range(4)))
    assert sum(end.get(Outcome.SENT, 0) for end in ends) == 20
    assert len({letter["Message-ID"] for letter in server.got.letters}) == len(server.got.texts) == 20


def test_a_busy_server_is_asked_again_later_and_not_forever(
    database: Database, clock: Clock, put: Put, standing: Standing
) -> None:
    put()
    with serving(Manners(rcpt="451 later")) as busy:
        for minutes in (0, 2, 4, 8, 16, 32, 60):
            clock.advance(minutes=minutes, seconds=-1)
            assert send(database, busy, clock) == {}, minutes
            clock.advance(seconds=1)
            assert send(database, busy, clock) == {Outcome.LATER: 1}
        assert standing() == LetterState("waiting", None, "told 451")
        clock.advance(days=1)
        assert send(database, busy, clock) == {}
    assert standing() == LetterState("failed", None, "told 451")


def test_after_a_while_the_server_takes_it(
    database: Database, clock: Clock, put: Put, standing: Standing
) -> None:
    put()
    with serving(Manners(rcpt="451 later")) as server:
        send(database, server, clock)
        server.manners = Manners()
        clock.advance(minutes=2)
        assert send(database, server, clock) == {Outcome.SENT: 1}
    assert standing() == LetterState("sent", clock.now, "")


@pytest.mark.parametrize(
    ("manners", "state", "error"),
    [
        (Manners(rcpt="550 no such user amara@example.org"), "failed", "told 550"),
        (Manners(break_off="text"), "unknown", "no answer"),
    ],
)
def test_what_is_refused_or_in_doubt_is_not_tried_again(
    database: Database, clock: Clock, put: Put, standing: Standing, manners: Manners, state: str, error: str
) -> None:
    put()
    with serving(manners) as server:
        send(database, server, clock)
        clock.advance(days=2)
        assert send(database, server, clock) == {}
    assert standing() == LetterState(state, None, error)


def test_nothing_of_a_letter_is_kept_once_it_is_settled(
    database: Database, server: Server, clock: Clock, put: Put
) -> None:
    put()
    with database.read() as session:
        assert b"amara" not in bytes(session.query(LetterRow).one().sealed)
    send(database, server, clock)
    with database.read() as session:
        assert session.query(LetterRow).one().sealed is None


def test_a_letter_whose_link_is_dead_is_not_sent(
    database: Database, server: Server, clock: Clock, put: Put, standing: Standing
) -> None:
    put()
    with database.write() as session:
        letters.drop(session, "link:1", now=clock())
    assert send(database, server, clock) == {}
    assert standing().state == "dropped"


@pytest.mark.sqlite
def test_what_waits_in_a_backup_is_not_sent_after_it_is_restored(
    app: Flask, database: Database, server: Server, clock: Clock, put: Put, standing: Standing, tmp_path: Path
) -> None:
    put()
    run = app.test_cli_runner()
    assert run.invoke(args=["backup", str(tmp_path / "backup.db")]).exit_code == 0
    assert send(database, server, clock) == {Outcome.SENT: 1}
    assert run.invoke(args=["restore", "--yes", str(tmp_path / "backup.db")]).exit_code == 0
    assert send(database, server, clock) == {}
    assert standing() == LetterState("unknown", None, "restored from a backup")


def test_each_step_is_told_by_ids_alone(
    database: Database, server: Server, clock: Clock, put: Put, activity: StoredActivity
) -> None:
    put()
    send(database, server, clock)
    with database.read() as session:
        told = [entry.action for entry in audit.page(session, activity.id)[0]]
        assert told[-2:] == ["letter written", "letter sent"]
        assert audit.first_broken(session, activity.id) is None


WORKER = """
import sys
from datetime import datetime
from delivery import outbox
from delivery.mail import Post
from storage.database import Database
from storage.vault import Vault
url, smtp, now = sys.argv[1:]
outbox.send_due(Database(url, Vault(bytes(range(32)))), Post.of(smtp, "office@example.org"),
                lambda: datetime.fromisoformat(now))
"""


def run_and_kill(config: Config, server: Server, clock: Clock, heard: str) -> None:
    """Send in a process of its own, and kill -9 it as soon as the server has heard that word."""
    worker = subprocess.Popen(
        [
            sys.executable,
            "-c",
            WORKER,
            config.database_url,
            f"smtp://localhost:{server.port}",
            clock().isoformat(),
        ]
    )
    deadline = time.monotonic() + 20
    while not any(line.lower().startswith(heard) for line in server.got.said):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()


@pytest.mark.parametrize("heard", ["ehlo", "rcpt", "data"])
def test_a_letter_in_flight_when_the_sender_is_killed_is_in_doubt_and_never_sent_again(
    config: Config, database: Database, clock: Clock, put: Put, standing: Standing, heard: str
) -> None:
    put()
    with serving(Manners(silent_at=heard)) as server:
        run_and_kill(config, server, clock, heard)
        assert standing().state == "sending"
        server.manners = Manners()
        assert send(database, server, clock) == {}, "its sender may still be alive"
        clock.advance(minutes=10)
        assert send(database, server, clock) == {}
        clock.advance(days=1)
        assert send(database, server, clock) == {}
        assert server.got.texts == []
    assert standing() == LetterState("unknown", None, "the sender died")


def test_a_sender_that_is_merely_slow_may_still_say_so(
    database: Database, clock: Clock, put: Put, standing: Standing
) -> None:
    put()
    with database.write() as session:
        claimed = letters.claim(session, clock())
    assert claimed is not None
    clock.advance(minutes=11)
    with database.write() as session:
        assert letters.claim(session, clock()) is None
        letters.settle(session, claimed.id, letters.SENT, now=clock())
        letters.settle(session, claimed.id, letters.FAILED, now=clock())
    assert standing() == LetterState("sent", clock.now, "")


def test_control_without_the_claim_a_crash_would_send_twice(
    database: Database, server: Server, clock: Clock, put: Put
) -> None:
    """What this outbox does not do: send first and note it afterwards."""
    put()
    for _ in range(2):
        with database.write() as session:
            letter = letters.claim(session, clock())
            session.rollback()
        assert letter is not None
        outbox.send(post(server), letter, clock())
    assert len(server.got.texts) == 2
