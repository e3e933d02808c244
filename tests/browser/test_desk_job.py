"""The coordinator's whole job, from the first sign-in to the file for PARS, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from storage import staff
from tests.browser.keyboard import focused, press, reach, write
from tests.conftest import PASSWORD, Clock, answers

Open = Callable[..., Page]
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
POLL = 8_000  # ms: the count is asked for every three seconds

pytestmark = pytest.mark.browser


def test_whole_job_by_keyboard(
    app: Flask, clock: Clock, person: staff.Person, address: str, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(f"{address}/desk", **DESKTOP)
    sign_in(page, person.email)
    set_up(page)
    code = collect(page, app, clock)
    review(page)
    report(page, tmp_path / "learners.xlsx")
    assert code not in page.title()


def sign_in(page: Page, email: str) -> None:
    write(page, "Email", email)
    write(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Activities")


def set_up(page: Page) -> None:
    press(page, "Set up an activity")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    write(page, "Title", "Trauma Grand Rounds")
    write(page, "First day", "11232026")
    write(page, "Accredited provider", "Lakeside Teaching Hospital")
    write(page, "ACCME provider ID", "0001234")
    write(page, "Contact email", "cme@example.org")
    write(page, "Maximum credits", "6")
    write(page, "Time zone", "Eastern")
    press(page, "Save and get the QR code")

    # One field was left out: the summary has the focus and leads to it, and nothing typed is lost.
    expect(page.get_by_role("alert")).to_be_focused()
    reach(page, "Enter the ACCME activity ID")
    page.keyboard.press("Enter")
    assert focused(page) == "ACCME activity ID"
    page.keyboard.type("201234567")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Collect")
    assert "Trauma" not in page.title()


def collect(page: Page, app: Flask, clock: Clock) -> str:
    """Three learners attest while the count is watched; the second gave no number, the third's stays as it is."""
    code = page.locator(".code").inner_text()
    expect(page.locator(".big-count")).to_have_text("0")
    attest(app, code)
    clock.advance(minutes=1)
    attest(
        app, code, first_name="Bela", last_name="Novak", license_number="", npi="", email="bela@example.org"
    )
    clock.advance(minutes=1)
    attest(
        app, code, first_name="Chidi", last_name="Eze", license_number="", npi="", email="chidi@example.org"
    )
    expect(page.locator(".big-count")).to_have_text("3", timeout=POLL)
    return code


def attest(app: Flask, code: str, **fields: str) -> None:
    sent = app.test_client().post(f"/a/{code}", data={"step": "submit"} | answers(**fields))
    assert sent.status_code == 303


def review(page: Page) -> None:
    press(page, "Review what came in")
    press(page, "Needs attention")
    expect(page.locator(".record-row")).to_have_count(2)
    reach(page, "Eze, Chidi")
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("Novak, Bela")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#record-name")).to_be_focused()
    expect(page.locator("#record-name")).to_have_text("Chidi Eze")
    accept(page)
    page.keyboard.press("j")
    expect(page.locator("#record-name")).to_have_text("Bela Novak")
    correct(page)
    page.keyboard.press("Escape")
    expect(page.locator("#record-name")).to_have_count(0)
    expect(page.get_by_role("button", name="Novak, Bela")).to_be_focused()


def accept(page: Page) -> None:
    press(page, "Accept as it is")
    expect(page.get_by_label("Reason")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Write a few words.")).to_be_visible()
    page.keyboard.type("Matches by name and birthday")
    page.keyboard.press("Enter")
    expect(page.locator(".record-head .chip")).to_have_text("Ready")
    expect(page.locator(".history")).to_contain_text("Matches by name and birthday")


def correct(page: Page) -> None:
    press(page, "Correct")
    expect(page.get_by_label("First name")).to_be_focused()
    write(page, "License number", "MD77001")
    write(page, "Why do you correct it?", "Looked up at the state board")
    page.keyboard.press("Enter")
    expect(page.locator(".record-head .chip")).to_have_text("Ready")
    row = page.get_by_role("row", name="Licensing ID or NPI")
    expect(row).to_contain_text("MD77001")
    expect(row).to_contain_text("differs")
    expect(page.locator("#record-name")).to_be_focused()


def report(page: Page, target: Path) -> None:
    press(page, "Report")
    expect(page.locator(".big-count")).to_have_text("3")
    with page.expect_download() as started:
        press(page, "Download the PARS file")
    started.value.save_as(target)
    assert target.read_bytes()[:2] == b"PK"
    expect(page.locator(".exports tbody tr")).to_have_count(1)
    expect(page.locator(".big-count")).to_have_text("0")
    expect(page.get_by_role("button", name="Nothing to download")).to_be_visible()
