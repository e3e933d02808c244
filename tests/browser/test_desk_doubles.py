"""Doubles at the desk: compared, merged and taken apart by keyboard alone; told apart; axe finds nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from storage.activities import StoredActivity
from tests.browser.keyboard import press, reach
from tests.browser.looking import TOO_WIDE, WINDOWS, Faults, Show
from tests.conftest import Clock, answers

pytestmark = pytest.mark.browser


@pytest.fixture
def twice(app: Flask, clock: Clock, activity: StoredActivity) -> None:
    """A physician twice with nothing equal, another twice with the same number, and somebody else."""
    for fields in (
        {"first_name": "Amara", "last_name": "Okafor", "npi": "", "email": "old@example.org"},
        {"first_name": "Amara", "last_name": "Okafor-Lee", "license_number": "", "npi": "1234567893"},
        {"first_name": "Josef", "last_name": "Novak", "license_number": "MD777", "npi": "", "birth_day": "3"},
        {"first_name": "Joe", "last_name": "Novak", "license_number": "MD777", "npi": "", "credits": "4"},
        {"first_name": "Ada", "last_name": "Eze", "license_number": "MD12", "npi": "", "birth_day": "5"},
    ):
        clock.advance(minutes=1)
        sent = app.test_client().post(f"/a/{activity.code}", data={"step": "submit"} | answers(**fields))
        assert sent.status_code == 303


def test_merged_and_taken_apart_by_keyboard_alone(twice: None, show: Show) -> None:
    page = show("doubles")
    expect(page.get_by_role("heading", level=1)).to_have_text("Same person twice?")
    expect(page.locator(".look-alikes h2")).to_have_count(2)
    expect(page.locator(".look-alikes h2").first).to_contain_text("Held back")
    press(page, "Compare Amara Okafor and Amara Okafor-Lee")
    expect(page.locator(".merge-result")).to_contain_text("Ready")
    name = page.get_by_role("radio", name="Last name of")
    expect(name.first).to_be_checked()
    name.first.focus()
    page.keyboard.press("ArrowRight")
    expect(name.last).to_be_checked()
    # What the kept record lacks comes from the other without being asked for.
    expect(page.get_by_role("row", name="NPI").get_by_role("radio").last).to_be_checked()
    reach(page, "Why?")
    page.keyboard.type("She attested twice")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_be_focused()
    expect(page.locator(".look-alikes h2")).to_have_count(1)
    press(page, "Open the record")
    expect(page.locator("#record-name")).to_have_text("Amara Okafor-Lee")
    expect(page.locator(".history")).to_contain_text("Merged")
    press(page, "Take the merge apart")
    expect(page.locator("#record-name")).to_have_text("Amara Okafor")
    expect(page.locator(".said")).to_have_text("The merge is taken apart.")


def test_told_apart_they_go(twice: None, show: Show) -> None:
    page = show("doubles")
    page.get_by_role("button", name="Compare Josef Novak and Joe Novak").click()
    page.get_by_role("button", name="Different people").click()
    expect(page.locator(".look-alikes .wrong")).to_contain_text("Write a few words.")
    page.get_by_label("Why?").fill("Cousins")
    page.get_by_role("button", name="Different people").click()
    expect(page.locator(".said")).to_contain_text("Kept as different people.")
    expect(page.locator(".look-alikes h2")).to_have_count(1)


def test_what_is_wrong_with_the_result_is_said_before(twice: None, show: Show) -> None:
    page = show("doubles")
    page.get_by_role("button", name="Compare Amara Okafor").click()
    expect(page.locator(".merge-result")).to_contain_text("Ready")
    page.get_by_role("row", name="License number").get_by_role("radio").last.check()
    page.get_by_role("row", name="NPI").get_by_role("radio").first.check()
    expect(page.locator(".merge-result")).to_contain_text("Needs a look")


@pytest.mark.parametrize("window", WINDOWS)
def test_it_has_no_faults(window: str, twice: None, show: Show, faults: Faults) -> None:
    page = show("doubles", **WINDOWS[window])
    page.get_by_role("button", name="Compare").first.click()
    expect(page.locator(".merge-result")).to_be_visible()
    assert faults(page) == []
    assert not page.evaluate(TOO_WIDE)
