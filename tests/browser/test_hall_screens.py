"""What the scripts put on the learner's screens: axe finds nothing, and it is heard, seen and reached by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from storage.activities import StoredActivity
from tests.browser.filling import fill_in
from tests.browser.hall import NOT_SENT, at_receipt, dropped, rewritten, says, send, to_check, try_again
from tests.browser.keyboard import focused, press
from tests.browser.looking import Faults, Open
from tests.browser.test_learner_screens import NARROW, WIDE, too_small, too_wide
from tests.browser.trials import POSTS


def draft(page: Page) -> None:
    fill_in(page)
    page.reload()
    expect(page.locator(".filled")).to_contain_text("This phone kept what you typed.")


def details(page: Page) -> None:
    to_check(page)
    page.check("#remember")
    send(page)
    at_receipt(page)
    page.go_back()
    expect(page.locator(".filled")).to_contain_text("the details it remembers")


def offered(page: Page) -> None:
    to_check(page)
    expect(page.locator("#remember")).to_be_visible()


def not_checked_yet(page: Page) -> None:
    fill_in(page)
    page.route(POSTS, dropped)
    page.click("text=Check your answers")
    says(page, NOT_SENT)


def not_sent_yet(page: Page) -> None:
    to_check(page)
    page.route(POSTS, dropped)
    send(page)
    says(page, NOT_SENT)


def sent(page: Page) -> None:
    rewritten(page, "send.js", "location.replace(address)", "null")
    page.reload()
    to_check(page)
    send(page)
    says(page, "Sent. Your reference is")


@pytest.fixture
def form(open_page: Open, address: str, activity: StoredActivity) -> Page:
    return open_page(f"{address}/a/{activity.code}", service_workers="block")


STATES = (draft, details, offered, not_checked_yet, not_sent_yet, sent)


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_axe_finds_nothing(form: Page, faults: Faults, reach: Callable[[Page], None]) -> None:
    reach(form)
    assert faults(form) == []
    assert too_small(form) == []
    form.emulate_media(color_scheme="dark")
    form.set_viewport_size(NARROW)
    assert faults(form) == []
    assert too_wide(form) == []
    form.set_viewport_size(WIDE)
    assert too_wide(form) == []


def test_what_is_said_is_in_sight_and_read_out(form: Page) -> None:
    not_sent_yet(form)
    line = form.locator("[role=status]")
    assert line.evaluate("e => e.getBoundingClientRect().bottom <= innerHeight + 1")
    form.evaluate("scrollTo(0, 0)")
    assert line.evaluate("e => e.getBoundingClientRect().bottom <= innerHeight + 1")
    assert form.locator("[role=status]").count() == 1


def test_by_keyboard_alone_through_a_gap_in_the_network(form: Page) -> None:
    fill_in(form)
    form.route(POSTS, dropped)
    form.locator("form [type=submit]").press("Enter")
    says(form, NOT_SENT)
    form.unroute(POSTS, dropped)
    press(form, "Try now")
    expect(form.locator("h1")).to_have_text("Check your answers")
    press(form, "Change email address")
    expect(form.locator("[name=email]")).to_be_focused()
    form.keyboard.press("Enter")
    expect(form.locator("h1")).to_have_text("Check your answers")
    form.locator("[name=attest]").press("Space")
    form.locator("[name=attest]").press("Enter")
    at_receipt(form)


def test_errors_are_focused_and_lead_to_their_fields(form: Page) -> None:
    fill_in(form, npi="12")
    form.click("text=Check your answers")
    expect(form.locator("[role=alert]")).to_be_focused()
    assert form.title().startswith("Error: ")
    form.click("[role=alert] >> text=NPI must be 10 digits")
    assert focused(form).startswith("NPI")
    form.fill("[name=npi]", "1234567893")
    form.click("text=Check your answers")
    expect(form.locator("h1")).to_have_text("Check your answers")
    form.go_back()
    assert form.input_value("[name=npi]") == "1234567893"
    try_again(form)
    expect(form.locator("[role=status]")).to_be_empty()
