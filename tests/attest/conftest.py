"""What the tests of the learner's page share: filling it in, checking it, sending it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pars.record import Policy
from storage import links, lists, proposals
from storage.activities import StoredActivity
from storage.database import Database
from storage.links import NewLink
from storage.proposals import Proposal
from storage.record_rows import StoredRecord
from tests.attest.correcting import IN_DOUBT
from tests.conftest import Clock, answers

Post = Callable[..., TestResponse]
Kept = Callable[..., list[StoredRecord]]
Ask = Callable[..., NewLink]
Call = Callable[..., Any]
Report = Callable[[], list[list[str]]]


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
def kept(database: Database, activity: StoredActivity) -> Kept:
    """All records of the activity."""

    def every(of: StoredActivity | None = None) -> list[StoredRecord]:
        with database.read() as session:
            return list(lists.page(session, (of or activity).id).items)

    return every


@pytest.fixture
def ask(database: Database, post: Post, kept: Kept, clock: Clock) -> Ask:
    """Makes a record, where there is none yet, and a link for it."""

    def make(
        *fields: str, reason: str = "Your board could not find you.", to: StoredActivity | None = None
    ) -> NewLink:
        if not kept(to):
            assert post("submit", to=to).status_code == 303
        with database.write() as session:
            return links.create(
                session,
                kept(to)[0].id,
                fields=fields or IN_DOUBT,
                reason=reason,
                policy=Policy(),
                actor="console",
                now=clock(),
            )

    return make


@pytest.fixture
def proposed(database: Database, kept: Kept) -> Callable[[], Proposal | None]:
    """The open proposal of the one record."""

    def look() -> Proposal | None:
        with database.read() as session:
            return proposals.open_of(session, kept()[0].id)

    return look


@pytest.fixture
def decline(
    database: Database, proposed: Callable[[], Proposal | None], clock: Clock
) -> Callable[[], object]:
    """Declines that proposal."""

    def no() -> None:
        found = proposed()
        assert found is not None
        with database.write() as session:
            proposals.decline(session, found.id, reason="No", actor="console", now=clock())

    return no


@pytest.fixture
def receipt(post: Post) -> str:
    """The address of a physician's receipt."""
    return str(post("submit").location)


@pytest.fixture
def api(client: FlaskClient, token: str) -> Call:
    """Calls the API as another system would."""

    def call(address: str, **body: object) -> object:
        answer = client.post(
            f"/api/v1{address}",
            data=json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code in (200, 201), answer.text
        return answer.json

    return call


@pytest.fixture
def report(client: FlaskClient, activity: StoredActivity, api: Call, token: str) -> Report:
    """Makes the next file; its rows: action, first name, last name, birthday, state and number."""

    def rows() -> list[list[str]]:
        made = api(f"/activities/{activity.id}/exports", format="tab", kind="add")
        data = client.get(made["file_url"], headers={"Authorization": f"Bearer {token}"}).data
        lines = [line.split("\t") for line in data.decode().splitlines()[1:]]
        return [[line[0], *line[3:8]] for line in lines]

    return rows
