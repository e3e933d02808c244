"""The page behind a link to correct a record: axe finds nothing, and it is filled in by keyboard, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from pars.asking import AGAIN
from pars.record import BoardCredit, Policy
from storage import activities, links, lists
from storage.activities import StoredActivity
from storage.database import Database
from tests.browser.test_learner_screens import NARROW, WIDE, too_small, too_wide
from tests.conftest import Clock, answers

Open = Callable[..., Page]


@pytest.fixture
def link(
    client: FlaskClient, make_activity: Callable[..., StoredActivity], database: Database, clock: Clock
) -> str:
    """The path of a link that asks everything there is to ask."""
    activity = make_activity(
        format="series",
        starts_on=date(2026, 11, 2),
        dates=(date(2026, 11, 2), date(2026, 11, 23)),
        boards=(BoardCredit(board="ABS", credit_type="Accredited CME", points_max=Decimal(6)),),
        home_states=("ME",),
    )
    typed = answers(step="submit", submission_id=str(uuid4()), completion_date="2026-11-23")
    assert client.post(f"/a/{activity.code}", data=typed).status_code == 303
    with database.write() as session:
        record = lists.page(session, activities.every(session)[0].id).items[0]
        reason = "Your license number does not match what your licensing board has."
        made = links.create(
            session, record.id, fields=AGAIN, reason=reason, policy=Policy(), actor="console", now=clock()
        )
    return f"/c/{made.token}"


def shown(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("Please check your details")


def wrong(page: Page) -> None:
    page.fill("[name=npi]", "12")
    page.fill("[name=birth_month]", "2")
    page.check("text=Less")
    page.fill("[name=credits_less]", "0.33")
    page.click("text=Send my answers")
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.locator("[role=alert]").evaluate("e => e === document.activeElement")


def thanked(page: Page) -> None:
    page.fill("[name=license_number]", "VT99")
    page.click("text=Send my answers")
    expect(page.locator("h1")).to_have_text("Thank you")


def spent(page: Page) -> None:
    address = page.url
    thanked(page)
    page.goto(address)
    expect(page.locator("h1")).to_have_text("This link does not work any more")


@pytest.mark.parametrize("reach", [shown, wrong, thanked, spent], ids=lambda reach: reach.__name__)
def test_axe_finds_nothing(
    open_page: Open,
    address: str,
    link: str,
    faults: Callable[[Page], list[str]],
    reach: Callable[[Page], None],
) -> None:
    page = open_page(address + link)
    reach(page)
    assert faults(page) == []
    assert too_small(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    assert faults(page) == []
    assert too_wide(page) == []
    page.set_viewport_size(WIDE)
    assert too_wide(page) == []


def test_by_keyboard_without_a_script_and_without_a_cookie(open_page: Open, address: str, link: str) -> None:
    page = open_page(address + link, java_script_enabled=False)
    page.locator("[name=license_number]").focus()
    page.keyboard.type("VT99")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Thank you")
    assert re.search(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b", page.locator(".reference").inner_text())
    assert page.context.cookies() == []
