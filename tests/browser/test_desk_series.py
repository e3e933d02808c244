"""A series at the desk: its dates filled in at once, each with credits of its own, and what came in for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from storage import activities
from storage.activities import StoredActivity
from storage.database import Database
from tests.browser.looking import Faults, Show, look
from tests.conftest import answers

pytestmark = pytest.mark.browser

FIRST, LAST = date(2026, 11, 3), date(2027, 1, 31)
EVERY_OTHER_TUESDAY = [
    "2026-11-03", "2026-11-17", "2026-12-01", "2026-12-15", "2026-12-29", "2027-01-12", "2027-01-26",
]  # fmt: skip


@pytest.fixture
def activity(make_activity: Callable[..., StoredActivity]) -> StoredActivity:
    """A series of which only the first and the last day are known; summer time has just ended."""
    return make_activity(format="series", starts_on=FIRST, ends_on=LAST, credits_max=Decimal(1))


def fill_in(page: Page) -> list[str]:
    """Choose every other Tuesday; the dates that the list then has, as its lines say them."""
    page.get_by_label("Weekday").select_option(label="Tuesday")
    page.get_by_label("How often").select_option(label="Every 2 weeks")
    page.get_by_role("button", name="Add 7 dates").click()
    return page.locator(".series-dates .day").all_inner_texts()


def test_every_other_tuesday_but_one(
    show: Show, faults: Faults, database: Database, activity: StoredActivity
) -> None:
    page = show("set-up")
    assert fill_in(page)[:2] == ["Tue, Nov 3, 2026", "Tue, Nov 17, 2026"]
    page.get_by_role("button", name="Remove date Tue, Dec 29, 2026").click()
    page.get_by_label("Title (optional) on Tue, Nov 17, 2026").fill("Sepsis")
    page.get_by_label("Credits on Tue, Nov 17, 2026").fill("1.3")
    page.get_by_label("Maximum over all dates (optional)").fill("4")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("alert")).to_contain_text("must be more than 0 and in steps of 0.25")
    expect(page.locator(".series-dates .wrong")).to_have_count(1)
    page.get_by_label("Credits on Tue, Nov 17, 2026").fill("1.5")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Saved. Learners see it from now on.").first).to_be_visible()
    look(page, faults, "Set up")
    with database.read() as session:
        kept = activities.get(session, activity.id).activity
    assert [day.isoformat() for day in kept.dates] == [
        day for day in EVERY_OTHER_TUESDAY if day != "2026-12-29"
    ]
    assert [(one.date.isoformat(), one.title, one.credits_max) for one in kept.sessions] == [
        ("2026-11-17", "Sepsis", Decimal("1.5"))
    ]
    assert kept.series_credits_max == Decimal(4)


def test_control_weeks_that_are_a_day_too_long_are_noticed(show: Show) -> None:
    page = show("report")

    def spoil(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        body = answer.text().replace("weeks * 7 * DAY", "weeks * 7.1 * DAY")
        assert body != answer.text()
        route.fulfill(response=answer, body=body)  # type: ignore[attr-defined]

    page.route("**/setup_dates.js*", spoil)
    page.goto(page.url.replace("/report", "/set-up"))
    page.get_by_label("Weekday").select_option(label="Tuesday")
    expect(page.get_by_text("Tue, Nov 3, 2026 to Tue, Jan 26, 2027")).to_have_count(0)


@pytest.fixture
def attended(app: Flask, activity: StoredActivity) -> None:
    """One learner on both dates, one on the first."""
    for day, name in (("2026-11-03", "Okafor"), ("2026-11-17", "Okafor"), ("2026-11-03", "Novak")):
        typed = answers(completion_date=day, last_name=name, credits="1", license_number=name, npi="")
        sent = app.test_client().post(f"/a/{activity.code}", data={"step": "submit"} | typed)
        assert sent.status_code == 303


@pytest.mark.usefixtures("attended")
def test_from_the_figures_to_the_records_of_a_date_and_on_to_the_other(show: Show, faults: Faults) -> None:
    page = show("evaluate")
    expect(page.get_by_role("heading", name="By date")).to_be_visible()
    expect(page.get_by_role("row", name="2 dates 1 2")).to_be_visible()
    look(page, faults, "Evaluate")
    page.get_by_role("link", name="Tue, Nov 17, 2026").click()
    expect(page.locator(".record-row")).to_have_count(1)
    page.locator(".record-row").click()
    expect(page.locator(".also-on")).to_contain_text("2 credits in all")
    look(page, faults, "Review")
    page.get_by_role("button", name="Open the record of Tue, Nov 3, 2026").click()
    expect(page.get_by_text("of Tue, Nov 17, 2026: 1 credit")).to_be_visible()
