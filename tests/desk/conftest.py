"""Somebody who is signed in, and one-time links."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from storage import signins, staff
from storage.database import Database
from tests.conftest import Clock


@pytest.fixture
def coordinator(client: FlaskClient, database: Database, person: staff.Person, clock: Clock) -> FlaskClient:
    """A client whose person is signed in."""
    with database.write() as session:
        client.set_cookie("attest_session", signins.start(session, person.id, clock()))
    return client


@pytest.fixture
def invite(database: Database, clock: Clock) -> Callable[..., str]:
    """Makes a one-time link and gives its path."""

    def make(email: str | None = None, role: str = "coordinator") -> str:
        with database.write() as session:
            link = staff.invite(session, email=email, role=role, actor="console", now=clock())
        return f"/desk/welcome/{link}"

    return make
