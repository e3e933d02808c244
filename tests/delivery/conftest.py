"""What the tests of letters share: a mail server, and a record whose learner is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from pars.answers import read
from pars.record import Policy
from storage import attestations, letters
from storage.activities import StoredActivity
from storage.database import Database
from storage.letters import LetterState, Words
from tests.conftest import Clock, answers
from tests.delivery.reporting import FastClock
from tests.delivery.smtp import Server, serving

WORDS = Words(to="amara@example.org", subject="Hello", text="Good day.\n", reply_to="cme@example.org")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def record_id(database: Database, activity: StoredActivity, clock: Clock) -> str:
    """A record of somebody who has sent the form."""
    typed = answers()
    with database.write() as session:
        return attestations.submit(
            session,
            activity,
            submission_id=str(uuid4()),
            typed=typed,
            reading=read(typed, activity.activity, Policy()),
            consent_sha256=activity.consent_sha256,
            origin="form",
            policy=Policy(),
            actor="learner",
            now=clock(),
        ).record_id


@pytest.fixture
def put(database: Database, record_id: str, clock: Clock) -> Callable[..., None]:
    """Gives a letter to the post."""

    def give(key: str = "link:1", words: Words = WORDS) -> None:
        with database.write() as session:
            letters.put(session, key, record_id, words, actor="staff:x", now=clock())

    return give


@pytest.fixture
def standing(database: Database, record_id: str) -> Callable[..., LetterState]:
    """Where the letter of that key stands."""

    def look(key: str = "link:1") -> Any:
        with database.read() as session:
            return letters.states(session, record_id)[key]

    return look


@pytest.fixture
def fast() -> FastClock:
    """Now, on a clock that runs fast."""
    return FastClock()
