"""The pages of a receipt: axe finds nothing in any state, a keyboard is enough, and paper shows no buttons."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from config import Config
from storage.activities import StoredActivity
from tests.browser.test_learner_screens import NARROW, WIDE, too_small, too_wide
from tests.conftest import answers

Open = Callable[..., Page]


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, smtp_url="smtp://localhost:1", mail_from="office@example.org")


@pytest.fixture
def receipt(client: FlaskClient, activity: StoredActivity) -> str:
    """The path of the receipt of a physician who did not have the license number at hand."""
    typed = answers(step="submit", license_number="", npi="")
    return str(client.post(f"/a/{activity.code}", data=typed).location)


def shown(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("Your receipt")


def go(page: Page, words: str) -> None:
    page.click(f"text={words}")


def proving(page: Page) -> None:
    go(page, "Correct my details")
    expect(page.locator("h1")).to_have_text("First, show that it is you")


def refused(page: Page) -> None:
    proving(page)
    page.fill("[name=known_month]", "1")
    page.fill("[name=known_day]", "1")
    page.click("summary")
    page.click("text=Continue")
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.locator("[role=alert]").evaluate("e => e === document.activeElement")


def prove(page: Page) -> None:
    page.fill("[name=known_month]", "9")
    page.fill("[name=known_day]", "27")


def correcting(page: Page) -> None:
    proving(page)
    prove(page)
    page.click("text=Continue")
    expect(page.locator("h1")).to_have_text("What should it be?")


def wrong(page: Page) -> None:
    correcting(page)
    page.fill("[name=npi]", "12")
    page.fill("[name=birth_month]", "2")
    page.click("text=Save my corrections")
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.input_value("[name=npi]") == "12"


def corrected(page: Page) -> None:
    correcting(page)
    page.fill("[name=npi]", "1234567893")
    page.check("[name=attest]")
    page.click("text=Save my corrections")
    expect(page.locator("h1")).to_have_text("Thank you")


def license_number(page: Page) -> None:
    go(page, "Add my license number")
    expect(page.locator("text=Send me a link for later")).to_be_visible()


def for_later(page: Page) -> None:
    license_number(page)
    page.click("text=Send me a link for later")
    expect(page.locator("h1")).to_have_text("Look in your mail")


def withdrawing(page: Page) -> None:
    go(page, "Withdraw my permission")
    expect(page.locator("h1")).to_have_text("Withdraw my permission")


def withdrawn(page: Page) -> None:
    withdrawing(page)
    prove(page)
    page.click("button:has-text('Withdraw my permission')")
    expect(page.locator("h1")).to_have_text("Your permission is withdrawn")


def seen_after(page: Page) -> None:
    withdrawn(page)
    page.click("text=Back to my receipt")
    expect(page.locator("h1")).to_have_text("Your receipt")


def finding(page: Page) -> None:
    page.goto(page.url.split("/r/")[0])
    page.click("text=Find my receipt")
    expect(page.locator("h1")).to_have_text("Find my receipt")


def not_found(page: Page) -> None:
    finding(page)
    page.fill("[name=reference]", "K7M4-PQ2X")
    prove(page)
    page.click("text=Open my receipt")
    expect(page).to_have_title(re.compile("^Error: "))


SCREENS = (
    shown, proving, refused, correcting, wrong, corrected, license_number, for_later, withdrawing, withdrawn,
    seen_after, finding, not_found,
)  # fmt: skip


@pytest.mark.parametrize("reach", SCREENS, ids=lambda reach: reach.__name__)
def test_axe_finds_nothing(
    open_page: Open,
    address: str,
    receipt: str,
    faults: Callable[[Page], list[str]],
    reach: Callable[[Page], None],
) -> None:
    page = open_page(address + receipt)
    reach(page)
    assert faults(page) == []
    assert too_small(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    assert faults(page) == []
    assert too_wide(page) == []
    page.set_viewport_size(WIDE)
    assert too_wide(page) == []


def test_found_by_keyboard_without_a_script_and_without_a_cookie(
    open_page: Open, address: str, receipt: str
) -> None:
    page = open_page(address + receipt, java_script_enabled=False)
    reference = page.locator(".reference").inner_text()
    page.goto(f"{address}/r/")
    page.locator("[name=reference]").focus()
    for word in (reference, "Sep", "27"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the summary of the other way, which opens
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    shown(page)
    assert page.url.endswith(receipt)
    assert page.context.cookies() == []


def test_paper_shows_the_receipt_and_no_buttons(open_page: Open, address: str, receipt: str) -> None:
    page = open_page(address + receipt)
    page.emulate_media(media="print")
    assert page.locator("text=Trauma Grand Rounds").last.is_visible()
    assert page.locator(".reference").is_visible()
    for control in page.locator("a.button, button, input, textarea").all():
        assert not control.is_visible()
