"""Every screen of the learner's page in every state: axe finds nothing, in light and dark, on a phone and zoomed in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from pars.record import BoardCredit
from storage.activities import StoredActivity
from tests.browser.filling import fill_in
from tests.conftest import Clock

Make = Callable[..., StoredActivity]
Open = Callable[..., Page]

NARROW = {"width": 320, "height": 256}  # what a window of 1280 x 1024 has left at 400 %
WIDE = {"width": 1280, "height": 900}
CREDITS = (BoardCredit(board="ABS", credit_type="Accredited CME", points_max=Decimal(6)),)


@pytest.fixture
def activity(make_activity: Make) -> StoredActivity:
    """One that asks everything there is to ask."""
    return make_activity(
        format="series",
        starts_on=date(2026, 11, 2),
        dates=(date(2026, 11, 2), date(2026, 11, 23)),
        boards=CREDITS,
        home_states=("ME",),
    )


def blank(page: Page) -> None:
    assert page.title() == "Claim credit: Trauma Grand Rounds"


def nurse(page: Page) -> None:
    page.check("text=Nurse practitioner")
    assert not page.is_visible("text=License number")


def less(page: Page) -> None:
    page.check("text=Less")
    page.check("text=Resident or fellow")
    page.select_option("[name=license_state]", "none")
    assert page.is_visible("[name=credits_less]")


def errors(page: Page) -> None:
    page.check("text=Physician (MD)")
    page.check("text=Less")
    page.fill("[name=credits_less]", "0.33")
    page.fill("[name=npi]", "12")
    page.click("text=Check your answers")
    expect(page).to_have_title(re.compile("^Error: "))


def check(page: Page) -> None:
    fill_in(page)
    page.click("text=Check your answers")
    expect(page.locator("h1")).to_have_text("Check your answers")


def notes(page: Page) -> None:
    fill_in(page, first_name="Bob", last_name="Internist, MD", license_number="1993999998", npi="1234567890")
    page.click("text=Check your answers")
    expect(page.locator(".note")).to_have_count(4)


def unconfirmed(page: Page) -> None:
    check(page)
    page.click("text=Send my attestation")
    expect(page).to_have_title(re.compile("^Error: "))


def receipt(page: Page) -> None:
    check(page)
    page.check("[name=attest]")
    page.click("text=Send my attestation")
    expect(page.locator("h1")).to_have_text("Your receipt")


def start(page: Page) -> None:
    page.goto(page.url.split("/a/")[0])


def wrong_code(page: Page) -> None:
    start(page)
    page.fill("[name=code]", "ZZZZZZ")
    page.click("text=Go to the form")
    expect(page).to_have_title(re.compile("^Error: "))


def not_found(page: Page) -> None:
    page.goto(page.url.split("/a/")[0] + "/a/ZZZZZZ")


SCREENS = (blank, nurse, less, errors, check, notes, unconfirmed, receipt, start, wrong_code, not_found)


@pytest.mark.parametrize("reach", SCREENS, ids=lambda reach: reach.__name__)
def test_axe_finds_nothing(
    open_page: Open,
    address: str,
    activity: StoredActivity,
    faults: Callable[[Page], list[str]],
    reach: Callable[[Page], None],
) -> None:
    page = open_page(f"{address}/a/{activity.code}")
    reach(page)
    assert faults(page) == []
    assert too_small(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    assert faults(page) == []
    assert too_wide(page) == []
    page.set_viewport_size(WIDE)
    assert too_wide(page) == []


def test_closed_and_not_yet(
    open_page: Open, address: str, make_activity: Make, clock: Clock, faults: Callable[[Page], list[str]]
) -> None:
    moment: datetime = clock()
    for activity in (make_activity(closes_at=moment), make_activity(opens_at=moment.replace(hour=23))):
        page = open_page(f"{address}/a/{activity.code}", color_scheme="dark")
        assert page.text_content("h1").startswith("This activity is")
        assert faults(page) == []


def test_axe_would_find_something(open_page: Open, address: str, faults: Callable[[Page], list[str]]) -> None:
    page = open_page(f"{address}/")
    page.evaluate("document.querySelector('label').remove()")
    assert faults(page) != []


def too_wide(page: Page) -> list[str]:
    """What would have to be scrolled sideways."""
    return page.evaluate(
        """() => [...document.querySelectorAll('main *')]
        .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map(e => e.outerHTML.slice(0, 80))"""
    )


def too_small(page: Page) -> list[str]:
    """Fields whose letters are below 16 px, and targets that are lower than 44 px."""
    return page.evaluate(
        """() => [...document.querySelectorAll('input, select, button, .button, .choice, [role=alert] a')]
        .filter(e => e.checkVisibility() && e.type !== 'hidden' && e.tabIndex !== -1)
        .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16
            || (!e.matches('.choice input') && e.getBoundingClientRect().height < 43.9))
        .map(e => e.outerHTML.slice(0, 80))"""
    )
