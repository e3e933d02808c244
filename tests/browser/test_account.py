"""One's own account at the desk, and the question whether it is still you."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from storage import signins, staff
from storage.activities import StoredActivity
from storage.database import Database
from tests.browser.looking import WINDOWS, Faults, Open, Show, look
from tests.conftest import PASSWORD, Clock

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("window", WINDOWS)
def test_where_one_is_signed_in(
    window: str, address: str, open_page: Open, faults: Faults, signed_in: dict[str, object],
    database: Database, person: staff.Person, clock: Clock,
) -> None:  # fmt: skip
    with database.write() as session:
        other = signins.start(session, person.id, clock(), "Firefox on Windows")
    page = open_page(f"{address}/desk/account", storage_state=signed_in, **WINDOWS[window])
    expect(page.get_by_text("Firefox on Windows", exact=True)).to_be_visible()
    look(page, faults, "Account")
    page.get_by_role("button", name="End Firefox on Windows").click()
    expect(page.get_by_text("Firefox on Windows", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_focused()
    with database.read() as session:
        assert signins.who(session, other, clock()) is None
    page.get_by_role("link", name="Turn it on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a second step to your sign-in")
    assert faults(page) == []


@pytest.mark.parametrize("window", WINDOWS)
def test_what_was_being_done_goes_on_after_the_question(
    window: str, address: str, open_page: Open, faults: Faults, signed_in: dict[str, object], clock: Clock
) -> None:
    page = open_page(f"{address}/desk/people", storage_state=signed_in, **WINDOWS[window])
    page.get_by_label("Email address").fill("new@example.org")
    clock.advance(minutes=11)
    page.get_by_role("button", name="Make a one-time link").click()
    question = page.get_by_role("dialog", name="Is it still you?")
    expect(question.get_by_label("Your password")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(page.get_by_text("Show again who you are")).to_be_visible()
    expect(page.get_by_label("Email address")).to_have_value("new@example.org")
    page.get_by_role("button", name="Make a one-time link").click()
    expect(question.get_by_label("Your password")).to_be_focused()
    page.keyboard.type("not the right one")
    page.keyboard.press("Enter")
    expect(question.get_by_text("This is not your password.")).to_be_visible()
    question.get_by_label("Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(question).to_have_count(0)
    expect(page.get_by_text("It works once")).to_be_visible()


def session_age(database: Database, person: staff.Person, clock: Clock) -> timedelta:
    with database.read() as session:
        (signin,) = signins.open_ones(session, person.id, clock())
    return clock() - signin.seen_at


def test_a_slide_on_the_wall_is_nobody_at_work(
    show: Show, clock: Clock, app: Flask, database: Database, person: staff.Person, activity: StoredActivity
) -> None:
    """The slide asks by itself, and leaves the session as old as it was; a person who opens a page does not."""
    page: Page = show("slide")
    clock.advance(minutes=5)
    with page.expect_response(lambda answer: f"/activities/{activity.id}" in answer.url) as asked:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert asked.value.status == 200
    assert session_age(database, person, clock) == timedelta(minutes=5)
    page.reload()
    assert session_age(database, person, clock) == timedelta(0)
