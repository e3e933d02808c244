"""The learner's way through a real browser: by keyboard alone, without scripts or cookies, in haste, and back again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from storage.activities import StoredActivity
from tests.browser.filling import fill_in
from tests.browser.looking import Kept, Open


@pytest.fixture
def form(open_page: Open, address: str, activity: StoredActivity) -> Page:
    """The blank form, in a browser that runs no script."""
    return open_page(f"{address}/a/{activity.code}", java_script_enabled=False)


def test_by_keyboard_alone(form: Page, kept: Kept) -> None:
    keys = form.keyboard
    form.locator("body").press("Tab")  # the link past the head
    keys.press("Tab")  # whom to write to comes last; the first question is next
    keys.press("Space")
    for text in ("Amara", "Okafor"):
        keys.press("Tab")
        keys.type(text)
    keys.press("Tab")
    keys.type("Maine")
    for text in ("MD0012345", None, "1234567893", "9", "27"):
        keys.press("Tab")
        if text:
            keys.type(text)
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.type("amara@example.org")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    expect(form.locator("h1")).to_have_text("Check your answers")
    form.locator("[name=attest]").focus()
    keys.press("Space")
    keys.press("Enter")
    expect(form.locator("h1")).to_have_text("Your receipt")
    (stored,) = kept()
    assert (stored.record.license_state, stored.record.npi, stored.record.consent) == (
        "ME",
        "1234567893",
        True,
    )


def test_errors_are_focused_and_lead_to_their_fields(form: Page) -> None:
    fill_in(form, npi="12", first_name="")
    form.click("text=Check your answers")
    expect(form).to_have_title(re.compile("^Error: "))
    assert form.locator("[role=alert]").evaluate("e => e === document.activeElement")
    form.click("[role=alert] >> text=NPI must be 10 digits")
    assert form.locator("#npi").evaluate("e => e === document.activeElement")
    assert form.input_value("#last_name") == "Okafor"
    assert form.is_checked("[name=profession][value=md]")


def test_enter_on_the_check_screen_does_not_lead_back(form: Page) -> None:
    fill_in(form, license_number="1993999998", npi="")
    form.click("text=Check your answers")
    form.locator("[name=attest]").press("Enter")
    expect(form).to_have_title(re.compile("^Error: Check your answers"))  # sent, and not confirmed


def test_a_number_in_the_wrong_place_is_moved(form: Page, kept: Kept) -> None:
    fill_in(form, license_number="1993999998", npi="")
    form.click("text=Check your answers")
    form.click("text=Move it to NPI")
    form.check("[name=attest]")
    form.click("text=Send my attestation")
    (stored,) = kept()
    assert (stored.record.npi, stored.record.license_number) == ("1993999998", "")


def test_back_and_forth_loses_nothing(form: Page, kept: Kept) -> None:
    fill_in(form)
    form.click("text=Check your answers")
    form.click("text=Change my answers")
    assert form.input_value("#license_number") == "MD0012345"
    form.fill("#first_name", "Amarachi")
    form.click("text=Check your answers")
    form.check("[name=attest]")
    form.click("text=Send my attestation")
    assert [stored.record.first_name for stored in kept()] == ["Amarachi"]


def test_a_double_tap_makes_one_record(
    open_page: Open, address: str, activity: StoredActivity, kept: Kept
) -> None:
    page = open_page(f"{address}/a/{activity.code}")
    fill_in(page)
    page.click("text=Check your answers")
    page.check("[name=attest]")
    page.dblclick("text=Send my attestation", no_wait_after=True)
    page.wait_for_url("**/r/*")
    assert len(kept()) == 1


def test_it_asks_for_nothing_else_and_leaves_no_cookie(
    open_page: Open, address: str, activity: StoredActivity
) -> None:
    page = open_page(f"{address}/robots.txt")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/a/{activity.code}", wait_until="networkidle")
    known = (f"{address}/a/{activity.code}", f"{address}/favicon.ico")
    others = [url for url in asked if url not in known]
    assert others
    assert [url for url in others if not url.startswith(f"{address}/a/scripts/")] == []
    assert page.context.cookies() == []


def test_the_questions_follow_the_profession(form: Page) -> None:
    form.check("[name=profession][value=md]")
    assert form.is_visible("#license_number")
    assert not form.is_visible("#credits_less")
    form.check("[name=profession][value=np]")
    for asked_of_physicians in ("#license_state", "#license_number", "#npi", "#birth_month", "#consent"):
        assert not form.is_visible(asked_of_physicians)
    form.check("[name=profession][value=resident]")
    assert form.is_visible("text=Residents and fellows: give")
    form.select_option("#license_state", "none")
    assert form.is_visible("text=Without a US license")
    assert not form.is_visible("#license_number")
