"""What every test may ask for: an app on a database of its own, a clock that stands still, an activity, answers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from config import Config
from pars.record import Activity
from storage import activities, api_tokens, passwords, staff
from storage.activities import StoredActivity
from storage.database import Database
from storage.vault import Vault

DATA_KEY = bytes(range(32))
PASSWORD = "violet tractor on the moon"


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


@pytest.fixture
def config(tmp_path: Path, empty_database: Path) -> Config:
    shutil.copy(empty_database, tmp_path / "attest.db")
    return Config(
        secret_key="a secret that only the tests know....",
        data_key=DATA_KEY,
        database_url=f"sqlite:///{tmp_path / 'attest.db'}",
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
