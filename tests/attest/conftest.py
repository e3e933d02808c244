"""What the tests of the learner's page share: filling it in, checking it, sending it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storage import lists
from storage.activities import StoredActivity
from storage.database import Database
from storage.record_rows import StoredRecord
from tests.conftest import answers

Post = Callable[..., TestResponse]


@pytest.fixture
def post(client: FlaskClient, activity: StoredActivity) -> Post:
    """Posts a physician's answers, with what is given changed; `to` another activity, `json` by Accept."""

    def send(
        step: str = "check", *, to: StoredActivity | None = None, json: bool = False, **fields: str
    ) -> TestResponse:
        headers = {"Accept": "application/json"} if json else {}
        return client.post(
            f"/a/{(to or activity).code}", data=answers(**fields) | {"step": step}, headers=headers
        )

    return send


@pytest.fixture
def kept(database: Database, activity: StoredActivity) -> Callable[..., list[StoredRecord]]:
    """All records of the activity."""

    def every(of: StoredActivity | None = None) -> list[StoredRecord]:
        with database.read() as session:
            return list(lists.page(session, (of or activity).id).items)

    return every
