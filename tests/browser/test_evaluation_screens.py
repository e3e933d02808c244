"""The questions on the receipt, and what a coordinator sees of the answers and of how the form fared."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from storage import tallies
from storage.activities import StoredActivity
from tests.browser.filling import fill_in
from tests.browser.looking import TOO_WIDE, WINDOWS, Faults, Open, Show, look
from tests.conftest import answers

PHONE = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}


@pytest.fixture
def receipt(client: FlaskClient, activity: StoredActivity) -> str:
    return client.post(f"/a/{activity.code}", data=answers() | {"step": "submit"}).location


def test_somebody_says_what_got_in_the_way(
    open_page: Open, address: str, receipt: str, faults: Faults
) -> None:
    """Also with a comment that is too long: nothing is lost, and the way back is the receipt."""
    page = open_page(f"{address}{receipt}", **PHONE)
    page.check("text=very easy")
    page.fill("#comment", "x" * 1001)
    page.click("text=Send my answer")
    expect(page).to_have_title("Error: How was this form?")
    assert page.locator("[role=alert]").evaluate("e => e === document.activeElement")
    assert page.input_value("#comment") == "x" * 1001
    assert page.is_checked("#ease-5")
    assert faults(page) == []
    assert not page.evaluate(TOO_WIDE)
    page.fill("#comment", "The Wi-Fi of the hall")
    page.click("text=Send my answer")
    expect(page.get_by_role("heading", name="Thank you")).to_be_in_viewport()
    expect(page.locator("h1")).to_have_text("Your receipt")
    assert faults(page) == []
    assert page.locator("#comment").count() == 0


def test_the_questions_stay_off_paper(open_page: Open, address: str, receipt: str) -> None:
    page = open_page(f"{address}{receipt}")
    assert page.is_visible("#opinion")
    page.emulate_media(media="print")
    assert not page.is_visible("#opinion")


def test_a_visit_in_a_browser_counts_once(
    app: Flask, open_page: Open, address: str, activity: StoredActivity, receipt: str
) -> None:
    """With the scripts of the page and the worker behind it, which ask for pages of their own accord."""
    page = open_page(f"{address}/a/{activity.code}")
    page.wait_for_load_state("networkidle")
    page.reload()
    page.wait_for_load_state("networkidle")
    fill_in(page, last_name="Novak", license_number="MD22")
    page.click("text=Check your answers")
    expect(page.locator("h1")).to_have_text("Check your answers")
    page.check("[name=attest]")
    page.click("text=Send my attestation")
    expect(page.locator("h1")).to_have_text("Your receipt")
    house = app.extensions["attest"]
    house.counts.keep(house.database)
    with house.database.read() as session:
        found = tallies.of(session, activity.id)
    assert (found.opened, found.checked, found.refused) == (2, 1, 0)
    assert found.stored == 2, "this one, and the one behind the other receipt"


@pytest.mark.parametrize("window", WINDOWS)
def test_a_coordinator_sees_how_the_form_fared(
    app: Flask,
    client: FlaskClient,
    activity: StoredActivity,
    receipt: str,
    show: Show,
    faults: Faults,
    window: str,
) -> None:
    form = f"/a/{activity.code}"
    client.get(form)
    client.post(form, data=answers(npi="12") | {"step": "check"})
    for name in ("first_name", "last_name"):
        client.post(form, data=answers(**{name: "B;b"}) | {"step": "check"})
    client.post(f"{receipt}/opinion", data={"ease": "4", "comment": "<b>Too</b> long\nand " + "w" * 200})
    house = app.extensions["attest"]
    house.counts.keep(house.database)
    page = show("evaluate", **WINDOWS[window])
    look(page, faults, "Evaluate")
    for words in ("NPI without 10 digits", "Name with an odd character (last name)", "<b>Too</b> long"):
        expect(page.get_by_text(words)).to_be_visible()
    for title in ("The 30 days", "From the form to PARS"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.locator(".plot canvas")).to_have_count(1)
    assert row(page, "From opening to the receipt") == ["1", "0", "1", "3"]
    assert row(page, "By hour") == ["1", "0", "3", "1"]
    expect(page.get_by_role("table", name="How easy it was: 4 of 5")).to_be_visible()


def row(page: Page, table: str) -> list[str]:
    return page.get_by_role("table", name=table).locator("tbody td").all_inner_texts()
