"""What every test may ask for: an app on a database of its own, a clock that stands still, an activity, answers.

The database is SQLite; with ATTEST_TEST_DATABASE=postgresql in the environment, the same tests run on PostgreSQL.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from config import Config
from pars.record import Activity
from storage import activities, api_tokens, passwords, staff
from storage.activities import StoredActivity
from storage.database import Database
from storage.vault import Vault
from tests.postgres import Cluster, running

DATA_KEY = bytes(range(32))
PASSWORD = "violet tractor on the moon"
AT_HOME = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104  (nothing is bound to it here)
POSTGRESQL = os.environ.get("ATTEST_TEST_DATABASE") == "postgresql"


def stay_home(event: str, given: tuple[Any, ...]) -> None:
    """Nothing that attest does asks anybody else: whoever tries to reach another machine is stopped."""
    host: Any = None
    if event == "socket.getaddrinfo":
        host = given[0]
    elif event == "socket.connect" and isinstance(given[1], tuple):
        host = given[1][0]
    if host and (host if isinstance(host, str) else host.decode()) not in AT_HOME:
        raise PermissionError(f"a test asked for {host!r}")


sys.addaudithook(stay_home)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if POSTGRESQL:
        skip = pytest.mark.skip(reason="of SQLite alone")
        for item in items:
            if item.get_closest_marker("sqlite"):
                item.add_marker(skip)


@pytest.fixture(autouse=True)
def quick_hashes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed with little memory and time, but in the slow tests, which measure how long it takes."""
    if request.node.get_closest_marker("slow") is None:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        monkeypatch.setattr(passwords, "_hasher", quick)
        monkeypatch.setattr(passwords, "_nobody", cache(lambda: quick.hash("nobody")))


class Clock:
    """A clock that only moves when told to; it starts on the evening of the activity."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **how_far: float) -> None:
        self.now += timedelta(**how_far)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that each test copies: migrating once is enough."""
    path = tmp_path_factory.mktemp("schema") / "attest.db"
    database = Database(f"sqlite:///{path}", Vault(DATA_KEY))
    database.upgrade()
    database.dispose()
    return path


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server, started when the first test asks for it."""
    with running() as cluster:
        cluster.prepare(DATA_KEY)
        yield cluster


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the test's own, with the schema in it."""
    if POSTGRESQL:
        with request.getfixturevalue("cluster").swept() as url:
            yield url
    else:
        shutil.copy(request.getfixturevalue("empty_database"), tmp_path / "attest.db")
        yield f"sqlite:///{tmp_path / 'attest.db'}"


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Gives addresses of databases with nothing in them."""
    with ExitStack() as made:

        def another() -> str:
            if POSTGRESQL:
                return made.enter_context(request.getfixturevalue("cluster").database(schema=False))
            return f"sqlite:///{tmp_path / uuid4().hex}.db"

        yield another


@pytest.fixture
def config(database_url: str) -> Config:
    return Config(
        secret_key="a secret that only the tests know....",
        data_key=DATA_KEY,
        database_url=database_url,
        public_url="http://localhost",
    )


@pytest.fixture
def app(config: Config, clock: Clock) -> Iterator[Flask]:
    app = create_app(config, clock)
    app.config["TESTING"] = True
    yield app
    app.extensions["attest"].database.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def database(app: Flask) -> Database:
    return app.extensions["attest"].database


@pytest.fixture
def make_activity(database: Database, clock: Clock) -> Callable[..., StoredActivity]:
    """Makes a live activity of today worth 6 credits; any field of an Activity can be given."""

    def make(**fields: Any) -> StoredActivity:
        with database.write() as session:
            return activities.create(session, an_activity(**fields), actor="console", now=clock())

    return make


@pytest.fixture
def activity(make_activity: Callable[..., StoredActivity]) -> StoredActivity:
    return make_activity()


@pytest.fixture
def token(database: Database, clock: Clock) -> str:
    """An API token."""
    with database.write() as session:
        return api_tokens.create(session, "a script", actor="console", now=clock())


@pytest.fixture
def person(database: Database, clock: Clock) -> staff.Person:
    """A coordinator, administrator by role, who signs in with PASSWORD."""
    password_hash = passwords.hash_password(PASSWORD)
    with database.write() as session:
        link = staff.invite(session, email=None, role="administrator", actor="console", now=clock())
        return staff.redeem(
            session,
            link,
            email="grace@example.org",
            name="Grace Coordinator",
            password_hash=password_hash,
            now=clock(),
        )


@pytest.fixture
def other_administrator(database: Database, clock: Clock) -> staff.Person:
    """One more, so that the first one's role and access can be taken away."""
    with database.write() as session:
        link = staff.invite(session, email=None, role="administrator", actor="console", now=clock())
        return staff.redeem(
            session, link, email="alan@example.org", name="Alan", password_hash="-", now=clock()
        )


def an_activity(**fields: Any) -> Activity:
    """A live activity of 23 November 2026 in New York, worth 6 credits."""
    known: dict[str, Any] = {
        "title": "Trauma Grand Rounds",
        "accme_activity_id": "201234567",
        "provider_name": "Lakeside Teaching Hospital",
        "accme_provider_id": "0001234",
        "format": "live",
        "starts_on": date(2026, 11, 23),
        "ends_on": date(2026, 11, 23),
        "timezone": "America/New_York",
        "credits_max": Decimal(6),
        "consent_text": "We send your record to the ACCME and your licensing and certifying boards.",
        "contact_email": "cme@example.org",
    }
    return Activity(**(known | fields))


def answers(**fields: str) -> dict[str, str]:
    """What a physician types into the learner's page, whole and right."""
    typed = {
        "profession": "md",
        "first_name": "Amara",
        "last_name": "Okafor",
        "license_state": "ME",
        "license_number": "MD0012345",
        "npi": "1234567893",
        "birth_month": "9",
        "birth_day": "27",
        "credits": "6",
        "email": "amara@example.org",
        "consent": "yes",
        "attest": "y",
    }
    return typed | fields
