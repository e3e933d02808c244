"""Two servers on one PostgreSQL, which share nothing else: a visitor may meet another one at each step.

Beside each promise stands a build that keeps for itself what both must know of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app import create_app
from blueprints.attest import doorstep, views
from blueprints.attest.page_cache import CachedPage, Lately
from blueprints.desk.sign_in import TRIES_PER_ACCOUNT
from config import Config
from storage import attestations, limits, postgresql, signins, staff, tallies
from storage.activities import StoredActivity
from storage.database import Database
from tests.api.contract import Api
from tests.api.samples import another, attestation
from tests.api.test_at_once import ADD, at_once
from tests.conftest import Clock
from tests.desk.browsing import sign_in, sign_out
from tests.postgres import Cluster

pytestmark = pytest.mark.slow

SIX = 6


@dataclass
class Server:
    """An app as it is in a process of its own: with its own connections, and pages that only it remembers."""

    app: Flask
    pages: Lately[CachedPage] = field(default_factory=Lately)
    activities: Lately[StoredActivity] = field(default_factory=Lately)

    def __post_init__(self) -> None:
        inside = self.app.wsgi_app

        def alone(*request: Any) -> Any:
            views.PAGES, views.ACTIVITIES = self.pages, self.activities
            return inside(*request)

        self.app.wsgi_app = alone  # type: ignore[method-assign]

    @property
    def database(self) -> Database:
        return self.app.extensions["attest"].database

    def api(self, token: str) -> Api:
        return Api(self.app.test_client(), token)

    def browser(self, of: FlaskClient | None = None) -> FlaskClient:
        """A browser that asks this server; with the cookies of the one that asked the other."""
        browser = self.app.test_client()
        browser._cookies = of._cookies if of else browser._cookies
        return browser


@pytest.fixture
def database_url(cluster: Cluster) -> Iterator[str]:
    """Two servers need PostgreSQL, whatever the other tests run on."""
    with cluster.swept() as url:
        yield url


@pytest.fixture
def both(app: Flask, config: Config, clock: Clock) -> Iterator[tuple[Server, Server]]:
    other = create_app(config, clock)
    other.config["TESTING"] = True
    yield Server(app), Server(other)
    other.extensions["attest"].database.dispose()


Both = tuple[Server, Server]


def shown_after_a_change(both: Both, activity: StoredActivity, token: str) -> list[str]:
    """The page as both have shown it before show it, once one of them has changed the title."""
    browsers = [server.browser() for server in both]
    for browser in browsers * 2:
        assert "Trauma Grand Rounds" in browser.get(f"/a/{activity.code}").text
    version = {"If-Match": f'"{activity.version}"'}
    both[0].api(token).patch(f"/activities/{activity.id}", {"title": "Burns"}, headers=version)
    return [browser.get(f"/a/{activity.code}").text for browser in browsers]


def test_what_one_changes_the_other_shows_at_once(both: Both, activity: StoredActivity, token: str) -> None:
    for page in shown_after_a_change(both, activity, token):
        assert "Burns" in page
        assert "Trauma Grand Rounds" not in page


def test_control_a_page_that_is_kept_unasked_is_an_old_one(
    both: Both, activity: StoredActivity, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorstep.Basis, "holds", lambda *_: True)
    assert "Burns" not in shown_after_a_change(both, activity, token)[1]


def tries(both: Both) -> list[int]:
    """What a stranger is told who guesses at an account, at one server and the other in turn."""
    browsers = [server.browser() for server in both]
    return [
        sign_in(browsers[n % 2], password="wrong wrong wrong").status_code
        for n in range(TRIES_PER_ACCOUNT + 1)
    ]


def test_tries_are_counted_together(both: Both, person: staff.Person) -> None:
    assert tries(both) == [400] * TRIES_PER_ACCOUNT + [429]


def test_control_counted_apart_there_are_more(
    both: Both, person: staff.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = limits.count

    def apart(session: Any, bucket: str, who: str, **how: Any) -> int:
        return count(session, bucket, f"{who} {id(session.get_bind())}", **how)

    monkeypatch.setattr(limits, "count", apart)
    assert tries(both) == [400] * (TRIES_PER_ACCOUNT + 1)


def test_a_session_that_ends_on_one_is_over_on_the_other(both: Both, person: staff.Person) -> None:
    browser = both[0].browser()
    assert sign_in(browser).status_code == 303
    thief = both[0].browser()
    thief._cookies = dict(browser._cookies)
    assert thief.get("/api/v1/activities").status_code == 200
    sign_out(both[1].browser(of=browser))
    assert thief.get("/api/v1/activities").status_code == 401


def test_control_a_session_that_one_forgets_for_itself_goes_on(
    both: Both, person: staff.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signins, "end", lambda *_: None)
    with pytest.raises(AssertionError, match="200 == 401"):
        test_a_session_that_ends_on_one_is_over_on_the_other(both, person)


def test_of_two_files_at_once_each_record_is_in_one(both: Both, activity: StoredActivity, token: str) -> None:
    """Without turns both would be kept: tests/storage/test_postgresql.py shows it."""
    here, there = (server.api(token) for server in both)
    for number in range(1, 4):
        here.post(f"/activities/{activity.id}/records", another(number))
        address = f"/activities/{activity.id}/exports"
        answers = at_once([partial(api, "POST", address, ADD) for api in (here, there)])
        assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert sum(made["rows"] for made in there.get(f"/activities/{activity.id}/exports")["items"]) == 3


def six_at_once(both: Both, activity: StoredActivity, token: str) -> list[int]:
    """Six equal posts, three to each server, at the same moment; how they were answered."""
    sent = attestation()
    address = f"/activities/{activity.id}/records"
    calls = [partial(both[n % 2].api(token), "POST", address, sent) for n in range(SIX)]
    return sorted(answer.status_code for answer in at_once(calls))


def stored(both: Both) -> int:
    with both[1].database.read() as session:
        return int(session.execute(text("SELECT count(*) FROM attestations")).scalar_one())


def test_six_equal_posts_make_one_record(both: Both, activity: StoredActivity, token: str) -> None:
    for number in range(1, 4):
        assert six_at_once(both, activity, token) == [200] * (SIX - 1) + [201]
        assert stored(both) == number


def test_control_without_turns_most_are_turned_away(
    both: Both, activity: StoredActivity, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each finds that it is the first, and only the constraint beneath holds."""
    for server in both:
        server.database._writer.dispose()
        server.database._writer = postgresql._engine(server.database.url, "READ COMMITTED")
    look = attestations.repeated

    def slowly(session: Any, *of: Any) -> Any:
        found = look(session, *of)
        session.execute(text("SELECT pg_sleep(0.2)"))
        return found

    monkeypatch.setattr(attestations, "repeated", slowly)
    assert six_at_once(both, activity, token) == [201] + [503] * (SIX - 1)


def opened(both: Both, activity: StoredActivity) -> int:
    """How often the form was opened, as the database knows once both have handed in what they counted."""
    for server in both:
        server.browser().get(f"/a/{activity.code}")
        server.app.extensions["attest"].counts.keep(server.database)
    with both[0].database.read() as session:
        return tallies.of(session, activity.id).opened


def test_what_both_count_is_added_up(both: Both, activity: StoredActivity) -> None:
    assert [opened(both, activity), opened(both, activity)] == [2, 4]
