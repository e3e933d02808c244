"""A deletion that PARS refused: seen on Close out, found in Review, marked by hand, and gone."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from storage.activities import StoredActivity
from tests.browser.keyboard import press, reach
from tests.browser.looking import WINDOWS, Call, Faults, Show, look
from tests.conftest import Clock

REASON = "No such learner in this activity."
HEADINGS = "Last Name\tDate of Birth\tLicensing ID or NPI\tRecord Action\tStatus\tReason"
ANSWER = f"Okafor\t09/27\tMD10000\tDelete\tRejected\t{REASON}\nNovak\t09/27\tMD10001\tDelete\tAccepted\t"

pytestmark = pytest.mark.browser


@pytest.fixture
def deleted(
    app: Flask, call: Call, clock: Clock, activity: StoredActivity, reported: list[str], token: str
) -> Any:
    """Of the three who were reported and accepted, two have withdrawn; the file that deletes them is made."""
    where = f"/api/v1/activities/{activity.id}/records?sort=received"
    listed = app.test_client().get(where, headers={"Authorization": f"Bearer {token}"}).get_json()["items"]
    ids = [record["id"] for record in listed]
    call(f"/activities/{activity.id}/outcomes", {"record_ids": ids, "status": "accepted"})
    for record_id in ids[:2]:
        call(f"/records/{record_id}/set-aside", {"reason": "Withdrew."})
    call(f"/activities/{activity.id}/exports", {"format": "xlsx", "kind": "delete"})
    clock.advance(minutes=1)


@pytest.mark.usefixtures("deleted")
def test_a_refused_deletion_from_the_answer_to_its_end(show: Show, faults: Faults) -> None:
    page = show("answer")
    reach(page, "The table, with its headings")
    page.keyboard.insert_text(f"{HEADINGS}\n{ANSWER}")
    press(page, "Read it")
    expect(page.locator(".answer-summary")).to_contain_text("1 deleted, 1 not deleted")
    look(page, faults, "PARS's answer")
    press(page, "Apply 2 answers")
    expect(page.get_by_role("link", name="See what was not deleted")).to_be_visible()

    page = show("close-out")
    expect(page.get_by_text("Deletes PARS refused: 1.")).to_be_visible()
    look(page, faults, "Close out")
    press(page, "Deletes PARS refused")
    expect(page.locator(".record-row")).to_have_count(1)
    expect(page.locator(".record-row")).to_contain_text("PARS refused to delete it.")
    look(page, faults, "Review")
    press(page, "Okafor, Amara")
    expect(page.locator(".with-pars")).to_contain_text(REASON)
    look(page, faults, "Review")
    press(page, "Mark as deleted")
    expect(page.locator(".with-pars")).to_contain_text("The entry is gone from PARS.")
    look(page, faults, "Review")

    page = show("close-out")
    expect(page.get_by_role("heading", name="Head-counts for PARS")).to_be_visible()
    expect(page.get_by_text("Deletes PARS refused")).to_have_count(0)


@pytest.mark.usefixtures("deleted")
@pytest.mark.parametrize("window", WINDOWS)
def test_deletions_that_wait_are_marked_together(window: str, show: Show, faults: Faults) -> None:
    page = show("close-out", **WINDOWS[window])
    expect(page.get_by_text("Deletes waiting for PARS: 2.")).to_be_visible()
    look(page, faults, "Close out")
    page = show("report", **WINDOWS[window])
    expect(page.get_by_text("2 deletions wait for it")).to_be_visible()
    look(page, faults, "Report")
    page = show("review?deletion=waiting", **WINDOWS[window])
    press(page, "Mark 2 listed records as deleted")
    look(page, faults, "Review")
    press(page, "Yes, all 2 are gone from PARS")
    expect(page.get_by_text("2 records marked as deleted.").first).to_be_visible()
    expect(page.get_by_role("button", name="Deletion waits")).to_contain_text("0")
