"""What a shared tablet's browser writes to its disk: the whole profile is searched, byte by byte, for a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, Route, expect

from storage.activities import StoredActivity
from tests.browser.chromium import executable
from tests.browser.conftest import ARGUMENTS
from tests.browser.filling import fill_in

OF_A_PERSON = ("Amara", "Okafor", "MD0012345", "1234567893", "amara@example.org")


@pytest.fixture
def visit(
    playwright: Playwright, tmp_path: Path, address: str, make_activity: Callable[..., StoredActivity]
) -> Callable[..., Path]:
    """Sends a record from a tablet of its own, hands it on and closes it; returns the browser's profile."""

    def at(prepare: Callable[[Page], None] = lambda page: None) -> Path:
        profile = tmp_path / "profile"
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=executable(playwright), args=ARGUMENTS
        )
        page = context.pages[0]
        prepare(page)
        page.goto(f"{address}/a/{make_activity(kiosk=True).code}")
        fill_in(page)
        page.click("text=Check your answers")
        page.check("[name=attest]")
        page.click("text=Send my attestation")
        page.click("text=Next person")
        expect(page.locator("h1")).to_have_text("Trauma Grand Rounds")
        context.close()  # what Chromium still holds, it writes now
        return profile

    return at


def remembering(page: Page) -> None:
    """A build broken on purpose: no script, and fields that a browser may fill in."""
    page.route("**/kiosk.js", lambda route: route.abort())
    page.route("**/a/*", fillable)


def fillable(route: Route) -> None:
    answer = route.fetch(max_redirects=0)
    headers = {name: value for name, value in answer.headers.items() if name != "content-encoding"}
    body = answer.text().replace('autocomplete="off"', "")
    route.fulfill(status=answer.status, headers=headers, body=body)


def left(profile: Path) -> set[str]:
    """What of the person is in any file, in the two ways that Chromium writes text."""
    files = [path.read_bytes() for path in profile.rglob("*") if path.is_file()]
    assert files
    return {
        words
        for words in OF_A_PERSON
        if any(words.encode() in file or words.encode("utf-16-le") in file for file in files)
    }


def offered(profile: Path) -> int:
    """How many values Chromium would offer in the dropdown of a field."""
    with closing(sqlite3.connect(profile / "Default" / "Web Data")) as database:
        (count,) = database.execute("SELECT count(*) FROM autofill").fetchone()
    return int(count)


def test_nothing_is_written_and_nothing_is_offered(visit: Callable[..., Path]) -> None:
    profile = visit()
    assert left(profile) == set()
    assert offered(profile) == 0


def test_a_form_that_remembers_is_caught(visit: Callable[..., Path]) -> None:
    profile = visit(remembering)
    assert left(profile) == set(OF_A_PERSON)
    assert offered(profile) > 0
