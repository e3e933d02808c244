"""A real browser on the real app: served on a free port, looked at by Chromium and by axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from blueprints.identity import cookie_name
from storage import lists, signins, staff
from storage.activities import StoredActivity
from storage.database import Database
from storage.record_rows import StoredRecord
from tests.browser.chromium import executable
from tests.browser.looking import WINDOWS, Call, Kept, Open, Show
from tests.conftest import Clock, answers
from tests.serving import served

ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]


# Left to `make soak`, as `make test` is to take a quarter of an hour: a second window of a screen, the other size of
# paper, and of what may happen in a hall what is seldom.
SELDOM = (
    "[320 px, dark]",
    "-narrow]",
    "-a4-",
    "test_a_logo_fits_beside_all_else",
    "test_an_old_browser_sends_by_itself",
    "test_in_a_phone_that_translates_the_page",
    "test_it_closed_while_it_waited",
    "test_it_was_refused_while_it_waited",
    "test_other_answers_after_a_lost_answer",
    "test_two_tabs_make_one_record",
    "test_what_waits_goes_out_from_the_next_session_too",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(part in item.name for part in SELDOM):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(playwright), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the app is served, without a slash at the end."""
    with served(app) as address:
        yield address


@pytest.fixture
def kept(database: Database, activity: StoredActivity) -> Kept:
    """All records of the activity, newest first."""

    def every() -> list[StoredRecord]:
        with database.read() as session:
            return list(lists.page(session, activity.id, limit=200).items)

    return every


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address in a window of its own; keyword arguments are those of Playwright's new_context.

    When the test ends, nothing may have been blocked by the content policy, nor asked of another host.
    """
    contexts, complaints = [], []

    def open_at(url: str, **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 390, "height": 844}} | options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        host = url.split("/")[2]
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None
        )
        page.on(
            "request",
            lambda asked: complaints.append(asked.url) if asked.url.split("/")[2:3] != [host] else None,
        )
        page.goto(url)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def faults() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page as it stands, best practices included."""
    axe = Axe()

    def find(page: Page) -> list[str]:
        found = axe.run(page).response["violations"]
        return [f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]]

    return find


@pytest.fixture
def signed_in(
    app: Flask, database: Database, clock: Clock, person: staff.Person, address: str
) -> dict[str, object]:
    """The storage state of a browser whose coordinator has signed in."""
    with database.write() as session:
        token = signins.start(session, person.id, clock())
    with app.app_context():
        name = cookie_name()
    cookie = {
        "name": name, "value": token, "domain": "localhost", "path": "/", "expires": -1,
        "httpOnly": True, "secure": False, "sameSite": "Lax",
    }  # fmt: skip
    return {"cookies": [cookie], "origins": []}


@pytest.fixture
def learners(app: Flask, clock: Clock, activity: StoredActivity) -> list[str]:
    """Three physicians, one a minute, ready for PARS; their last names."""
    names = ["Okafor", "Novak", "Eze"]
    for number, name in enumerate(names):
        clock.advance(minutes=1)
        typed = answers(last_name=name, license_number=f"MD1000{number}", npi="")
        sent = app.test_client().post(f"/a/{activity.code}", data={"step": "submit"} | typed)
        assert sent.status_code == 303
    return names


@pytest.fixture
def show(address: str, open_page: Open, signed_in: dict[str, object], activity: StoredActivity) -> Show:
    """Opens a screen of the activity as its coordinator, by default on a desktop."""

    def at(screen: str, **options: object) -> Page:
        chosen = WINDOWS["desktop"] | {"permissions": ["clipboard-read", "clipboard-write"]} | options
        return open_page(
            f"{address}/desk/activities/{activity.id}/{screen}", storage_state=signed_in, **chosen
        )

    return at


@pytest.fixture
def call(app: Flask, token: str) -> Call:
    """Does by the API what a test does not look at."""

    def post(path: str, body: dict[str, Any]) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        answer = app.test_client().post(f"/api/v1{path}", json=body, headers=headers)
        assert answer.status_code in {200, 201}, answer.text
        return answer.get_json()

    return post


@pytest.fixture
def reported(call: Call, clock: Clock, activity: StoredActivity, learners: list[str]) -> list[str]:
    """The three, in a file for PARS."""
    clock.advance(minutes=1)
    call(f"/activities/{activity.id}/exports", {"format": "xlsx", "kind": "add"})
    clock.advance(minutes=1)
    return learners
