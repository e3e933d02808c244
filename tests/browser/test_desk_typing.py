"""The typing sheet by keyboard alone; axe looks at each step."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from storage.activities import StoredActivity
from tests.browser.keyboard import press, reach
from tests.browser.looking import Call, Faults, Show, look

CLIPBOARD = "navigator.clipboard.readText()"

pytestmark = pytest.mark.browser


def test_typing_sheet(show: Show, faults: Faults, learners: list[str]) -> None:
    page = show("report")
    reach(page, "By file")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("By hand")).to_be_checked()
    press(page, "Open the typing sheet")
    look(page, faults, "Type into PARS")
    name = page.locator("#typing-name")
    expect(name).to_be_focused()
    expect(name).to_have_text("Amara Okafor")

    page.keyboard.press("5")
    expect(page.locator(".copied")).to_contain_text("MD10000")
    assert page.evaluate(CLIPBOARD) == "MD10000"
    page.keyboard.press("Enter")
    expect(name).to_have_text("Amara Novak")
    expect(name).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(name).to_have_text("Amara Eze")
    expect(name).to_be_focused()
    expect(page.locator(".typing-value").first).to_be_visible()
    page.keyboard.press("Enter")
    # The one that was passed over comes again.
    expect(name).to_have_text("Amara Novak")
    expect(page.locator("#typing-progress")).to_have_text("2 of 3 learners typed")

    page.reload()
    expect(name).to_have_text("Amara Novak")
    expect(name).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(name).to_have_text("Amara Okafor")
    look(page, faults, "Type into PARS")
    press(page, "Take the tick back")
    expect(page.locator(".typing-value").first).to_have_text("Amara")
    expect(page.locator("#typing-progress")).to_have_text("1 of 3 learners typed")
    expect(name).to_be_focused()
    page.keyboard.press("Enter")
    expect(name).to_have_text("Amara Novak")
    press(page, "Typed, next")
    expect(page.get_by_role("heading", name="Everyone is typed in")).to_be_visible()
    look(page, faults, "Type into PARS")

    press(page, "Back to Report")
    expect(page.locator(".big-count")).to_have_text("0")
    row = page.locator(".exports tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Typed by hand")


def test_who_was_skipped_to_is_open_again(show: Show, learners: list[str]) -> None:
    page = show("typing")
    name = page.locator("#typing-name")
    expect(name).to_have_text("Amara Okafor")
    press(page, "Skip for now")
    expect(name).to_have_text("Amara Novak")
    page.reload()
    expect(name).to_have_text("Amara Novak")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "Novak" not in kept
    assert "Amara" not in kept


def test_a_browser_that_keeps_nothing_begins_at_the_top(show: Show, learners: list[str]) -> None:
    """The control: without what was kept the place is lost."""
    page = show("typing")
    press(page, "Skip for now")
    expect(page.locator("#typing-name")).to_have_text("Amara Novak")
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("#typing-name")).to_have_text("Amara Okafor")


def test_the_button_stays_in_sight_below_a_tall_sheet(show: Show, learners: list[str]) -> None:
    page = show("typing", viewport={"width": 1280, "height": 500})
    button = page.get_by_role("button", name="Typed, next")
    expect(button).to_be_in_viewport(ratio=1)
    page.evaluate("document.querySelector('.typing-actions').style.position = 'static'")
    expect(button).not_to_be_in_viewport()


def test_keys_of_the_sheet_are_quiet_elsewhere(show: Show, learners: list[str]) -> None:
    page = show("typing")
    expect(page.locator("#typing-name")).to_be_focused()
    reach(page, "Copy First Name")
    page.keyboard.press("Enter")
    expect(page.locator(".copied")).to_contain_text("Amara")
    reach(page, "Eze, Amara")
    page.keyboard.press("5")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#typing-name")).to_have_text("Amara Okafor")
    assert page.evaluate(CLIPBOARD) == "Amara"


def test_somebody_else_ticked_first(
    app: Flask, token: str, call: Call, show: Show, activity: StoredActivity, learners: list[str]
) -> None:
    page = show("typing")
    expect(page.locator(".typing-value").first).to_be_visible()
    queue = app.test_client().get(
        f"/api/v1/activities/{activity.id}/typing", headers={"Authorization": f"Bearer {token}"}
    )
    first = queue.get_json()["items"][0]["record_id"]
    call(f"/activities/{activity.id}/typing/{first}", {})
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Somebody else changed this")
    expect(page.locator("#typing-name")).to_have_text("Amara Novak")
    expect(page.locator("#typing-progress")).to_have_text("0 of 2 learners typed")
