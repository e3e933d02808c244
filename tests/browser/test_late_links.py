"""Somebody late, from the coordinator's desk to the learner's receipt."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from storage.activities import StoredActivity
from tests.browser.filling import fill_in
from tests.browser.looking import WINDOWS, Faults, Open, Show, look

pytestmark = pytest.mark.browser


@pytest.fixture
def activity(make_activity: Callable[..., StoredActivity]) -> StoredActivity:
    return make_activity(status="closed", learners_max=40)


@pytest.mark.parametrize("window", WINDOWS)
def test_the_card_under_collect(window: str, show: Show, faults: Faults) -> None:
    page = show("collect", **WINDOWS[window])
    page.get_by_label("For whom (optional)").fill("Dr. Okafor")
    page.get_by_role("button", name="Make a personal link").click()
    expect(page.get_by_text("Send this link to one learner.")).to_be_visible()
    expect(page.get_by_text("40 of 40 places left")).to_be_visible()
    look(page, faults, "Collect")
    page.get_by_role("button", name="End the link for Dr. Okafor").click()
    expect(page.get_by_text("over, not used")).to_be_visible()


def test_one_form_by_one_link(show: Show, open_page: Open, address: str) -> None:
    desk = show("collect")
    desk.get_by_role("button", name="Make a personal link").click()
    link = desk.locator(".late-learners code").inner_text().replace("http://localhost", address)
    page = open_page(link)
    expect(page.get_by_text("This link is yours alone.")).to_be_visible()
    fill_in(page)
    page.get_by_role("button", name="Check your answers").click()
    page.get_by_label("I took part in this activity").check()
    page.get_by_role("button", name="Send my attestation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your receipt")
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work any more")
    desk.reload()
    expect(desk.locator(".late-learners .person")).to_contain_text("used")
