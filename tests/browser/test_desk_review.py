"""Review at speed: by keyboard, many at once, with a way back, and beside somebody else who does the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from storage.activities import StoredActivity
from storage.database import Database
from tests.api.samples import another
from tests.browser.keyboard import focused
from tests.browser.looking import WINDOWS, Call, Faults, Kept, Open, Show, look
from tests.conftest import Clock, answers

NAMES = ["Abbott", "Baker", "Castro", "Dunn", "Eze", "Farouk"]
POLL = 9_000  # ms: changes are asked for every five seconds

pytestmark = pytest.mark.browser


@pytest.fixture
def held(app: Flask, clock: Clock, activity: StoredActivity) -> list[str]:
    """Six records without any number, the last of NAMES first in the list."""
    for name in NAMES:
        clock.advance(minutes=1)
        typed = answers(last_name=name, license_number="", npi="", email=f"{name}@example.org")
        sent = app.test_client().post(f"/a/{activity.code}", data={"step": "submit"} | typed)
        assert sent.status_code == 303
    return NAMES


@pytest.fixture
def states(kept: Kept) -> Callable[[], dict[str, str]]:
    """Last name to the state that is stored."""
    return lambda: {one.record.last_name: one.state for one in kept()}


def opened(page: Page, name: str) -> None:
    """The record is on the screen, and its heading has the focus."""
    expect(page.locator("#record-name")).to_have_text(f"Amara {name}")
    expect(page.locator("#record-name")).to_be_focused()


def test_from_the_first_to_the_last_by_keyboard(
    show: Show, held: list[str], states: Callable[[], dict[str, str]]
) -> None:
    page = show("review?state=needs_attention")
    expect(page.locator(".record-row")).to_have_count(6)
    page.keyboard.press("j")
    for name in reversed(held):
        opened(page, name)
        page.keyboard.press("s" if name == "Castro" else "a")
        told = page.locator(".last-step")
        expect(told).to_contain_text(f"Amara {name}: {'set aside' if name == 'Castro' else 'accepted'}")
    assert states() == dict.fromkeys(held, "ready") | {"Castro": "set_aside"}
    expect(page.locator(".record-head .chip")).to_have_text("Ready")

    # The last is taken back, and then the one before: each is shown again, as it was.
    page.keyboard.press("u")
    expect(page.locator(".last-step")).to_contain_text("Amara Abbott: as before")
    page.keyboard.press("u")
    opened(page, "Baker")
    expect(page.locator(".record-head .chip")).to_have_text("Needs attention")
    expect(page.locator(".history")).to_contain_text("Taken back")
    assert (states()["Abbott"], states()["Baker"]) == ("needs_attention", "needs_attention")


def test_a_key_does_nothing_to_what_is_not_on_the_screen(
    show: Show, held: list[str], states: Callable[[], dict[str, str]]
) -> None:
    page = show("review?state=needs_attention")
    expect(page.locator(".record-row")).to_have_count(6)
    page.keyboard.press("a")
    page.get_by_label("Search").fill("as")
    page.get_by_label("Search").press("a")
    expect(page.locator(".last-step")).to_have_count(0)
    page.get_by_label("Search").fill("")
    page.locator("summary", has_text="Keys").click()
    page.get_by_label("Single keys are on").uncheck()
    page.locator(".record-row").first.click()
    opened(page, "Farouk")
    page.keyboard.press("a")
    page.keyboard.press("s")
    expect(page.locator(".last-step")).to_have_count(0)
    assert set(states().values()) == {"needs_attention"}


@pytest.mark.parametrize("window", WINDOWS)
def test_many_at_once_and_back(
    window: str, show: Show, faults: Faults, held: list[str], states: Callable[[], dict[str, str]]
) -> None:
    page = show("review", **WINDOWS[window])
    page.get_by_label("Select Farouk, Amara").click()
    page.get_by_label("Select Castro, Amara").click(modifiers=["Shift"])
    page.get_by_role("button", name="Accept warnings").click()
    expect(page.locator(".bulk")).to_contain_text("Accepts of 4 records: No license number, no NPI (4)")
    assert focused(page) == "Reason"
    look(page, faults, "Review")
    page.get_by_label("Reason", exact=True).fill("All known to us")
    page.keyboard.press("Enter")
    expect(page.locator(".last-step")).to_contain_text("4 records: accepted.")
    assert list(states().values()).count("ready") == 4
    look(page, faults, "Review")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".last-step")).to_contain_text("4 records: as before.")
    assert set(states().values()) == {"needs_attention"}


def test_two_coordinators_see_each_other(
    show: Show, held: list[str], kept: Kept, call: Call, clock: Clock, activity: StoredActivity
) -> None:
    page = show("review?state=needs_attention")
    page.locator(".record-row").first.click()
    opened(page, "Farouk")
    page.wait_for_load_state("networkidle")
    clock.advance(minutes=2)
    theirs = kept()[0]
    call(f"/records/{theirs.id}/set-aside", {"reason": "Was not there"})
    notice = page.locator(".record-side").get_by_text("Somebody else has just changed this record")
    expect(notice).to_be_visible(timeout=POLL)
    expect(page.locator(".record-head .chip")).to_have_text("Set aside")
    expect(page.locator(".record-item.elsewhere")).to_have_count(1)


def test_the_second_to_act_is_told_and_nothing_is_done(
    show: Show, held: list[str], kept: Kept, call: Call, states: Callable[[], dict[str, str]]
) -> None:
    page = show("review?state=needs_attention")
    page.get_by_label("Select Farouk, Amara").click()
    page.get_by_label("Select Eze, Amara").click()
    call(f"/records/{kept()[0].id}/note", {"text": "A note changes no version"})
    call(f"/records/{kept()[1].id}/accept", {"codes": ["no_identifier"], "reason": "Known"})
    page.get_by_role("button", name="Set aside", exact=True).click()
    page.get_by_role("button", name="Set aside 2 records").click()
    told = page.locator(".last-step")
    expect(told).to_contain_text("Amara Farouk: set aside.")
    expect(told).to_contain_text("Amara Eze: Somebody else changed this record in the meantime.")
    assert (states()["Farouk"], states()["Eze"]) == ("set_aside", "ready")


def test_filters_are_in_the_address(show: Show, held: list[str]) -> None:
    page = show("review?state=needs_attention&problem=no_identifier&sort=name")
    expect(page.locator(".record-row .name").first).to_have_text("Abbott, Amara")
    page.get_by_label("Search").fill("dunn")
    expect(page.locator(".record-row")).to_have_count(1)
    assert "dunn" not in page.url.lower()
    copy = page.context.new_page()
    copy.goto(page.url)
    expect(copy.locator(".record-row")).to_have_count(6)


@pytest.mark.parametrize("window", WINDOWS)
def test_what_needs_you_leads_to_where_it_is_done(
    window: str,
    address: str,
    open_page: Open,
    signed_in: dict[str, object],
    faults: Faults,
    held: list[str],
    activity: StoredActivity,
    database: Database,
) -> None:
    page: Any = open_page(f"{address}/desk", storage_state=signed_in, **WINDOWS[window])
    expect(page.get_by_role("heading", name="What needs you")).to_be_visible()
    look(page, faults, "Activities")
    page.get_by_role("link", name="6 records need a look").click()
    expect(page.locator(".record-row")).to_have_count(6)
    assert page.url.endswith(f"/{activity.id}/review?state=needs_attention")


def test_nothing_needs_you(
    address: str, open_page: Open, signed_in: dict[str, object], activity: StoredActivity
) -> None:
    page = open_page(f"{address}/desk", storage_state=signed_in, **WINDOWS["desktop"])
    expect(page.get_by_text("Nothing needs you.")).to_be_visible()


def test_the_list_grows_by_itself(
    show: Show, app: Flask, token: str, activity: StoredActivity, clock: Clock
) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    for number in range(101):
        sent = app.test_client().post(
            f"/api/v1/activities/{activity.id}/records", json=another(number), headers=headers
        )
        assert sent.status_code == 201
    page = show("review")
    expect(page.locator(".record-row")).to_have_count(100)
    page.mouse.wheel(0, 20_000)
    expect(page.locator(".record-row")).to_have_count(101)
    expect(page.get_by_text("101 of 101")).to_be_visible()
