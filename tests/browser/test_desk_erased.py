"""A record whose identifiers were erased, and its file, as the desk shows them: plainly, and with nothing to press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from storage import outcomes, purging
from storage.activities import StoredActivity
from storage.database import Database
from storage.purging import Terms
from tests.browser.keyboard import press
from tests.browser.looking import WINDOWS, Faults, Kept, Show, look
from tests.conftest import Clock

pytestmark = pytest.mark.browser


@pytest.fixture
def erased(
    database: Database, clock: Clock, kept: Kept, reported: list[str], activity: StoredActivity
) -> None:
    """The three who were reported were accepted, a year ago."""
    with database.write() as session:
        for record in kept():
            outcomes.decide(
                session, record.id, "accepted", "", source=outcomes.BY_HAND, actor="staff:1", now=clock()
            )
        now = clock() + timedelta(days=365)
        assert purging.some(session, Terms(timedelta(days=90), 6), now).identifiers == 3


@pytest.mark.usefixtures("erased")
@pytest.mark.parametrize("window", WINDOWS)
def test_an_erased_record_and_its_file(window: str, show: Show, faults: Faults) -> None:
    page = show("review?state=accepted", **WINDOWS[window])
    press(page, "Okafor, Amara")
    panel = page.locator(".record-side")
    expect(panel).to_contain_text("Identifiers were erased on Nov 23, 2027, as set.")
    expect(panel.get_by_role("button", name="Add a note")).to_be_visible()
    for name in ("Correct", "Set aside", "Mark as rejected", "Ask the learner"):
        expect(panel.get_by_role("button", name=name)).to_have_count(0)
    look(page, faults, "Review")
    page = show("report", **WINDOWS[window])
    expect(page.locator(".exports")).to_contain_text("erased, as set")
    expect(page.locator(".exports a")).to_have_count(0)
    look(page, faults, "Report")
