"""One phone, two people: what the first one sent waits on, and the second one never meets it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from storage.activities import StoredActivity
from tests.browser.hall import NOT_SENT, at_receipt, dropped, rewritten, says, send, to_check, try_again
from tests.browser.looking import Kept, Open
from tests.browser.trials import POSTS


@pytest.fixture
def form(open_page: Open, address: str, activity: StoredActivity) -> Page:
    """The blank form where no service worker keeps the scripts, so that others can be put in their place."""
    return open_page(f"{address}/a/{activity.code}", service_workers="block")


def test_somebody_else_on_the_phone_does_not_take_back_what_waits(form: Page, kept: Kept) -> None:
    handed_over(form, kept)


def test_a_build_whose_next_person_takes_it_back_is_caught(form: Page, kept: Kept) -> None:
    rewritten(form, "send.js", "draft.restore(form(), handOver)", "draft.restore(form(), () => {})")
    form.reload()
    with pytest.raises(AssertionError):
        handed_over(form, kept)


def handed_over(page: Page, kept: Kept) -> None:
    """One person sends without a network and hands the phone on; both records get there, and no receipt opens."""
    to_check(page)
    page.route(POSTS, dropped)
    send(page)
    says(page, NOT_SENT)
    page.reload()
    says(page, NOT_SENT)
    page.click("text=Not you? Clear")
    expect(page.locator("[role=status]")).to_be_empty()
    page.fill("[name=first_name]", "Bela")
    page.unroute(POSTS, dropped)
    try_again(page)
    says(page, "What waited on this phone is saved.")
    expect(page.locator("[name=first_name]")).to_have_value("Bela")
    assert [stored.record.first_name for stored in kept()] == ["Amara"]
    to_check(page, first_name="Bela", last_name="Nagy", birth_day="3")
    send(page)
    at_receipt(page)
    assert sorted(stored.record.first_name for stored in kept()) == ["Amara", "Bela"]
