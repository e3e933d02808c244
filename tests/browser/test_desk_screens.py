"""Every screen of the desk: axe finds nothing, nothing is wider than the window, no title names a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from playwright.sync_api import expect

from pars.record import BoardCredit
from storage.activities import StoredActivity
from tests.browser.looking import WINDOWS, Faults, Open, look
from tests.conftest import Clock, answers

Make = Callable[..., StoredActivity]

STEPS = {
    "set-up": "Set up",
    "collect": "Collect",
    "review": "Review",
    "report": "Report",
    "evaluate": "Evaluate",
}

pytestmark = pytest.mark.browser


@pytest.fixture
def activity(make_activity: Make, app: Flask) -> StoredActivity:
    """A series with a board, and learners with and without troubles: one twice, one without numbers, a nurse."""
    made = make_activity(
        format="series",
        starts_on=date(2026, 11, 16),
        dates=(date(2026, 11, 16), date(2026, 11, 23)),
        boards=(BoardCredit(board="ABS", credit_type="Accredited CME", points_max=Decimal(6)),),
    )
    for fields in (
        {},
        {"license_number": "MD0012345", "npi": ""},
        {"first_name": "Bela", "last_name": "Novak", "license_number": "", "npi": ""},
        {"first_name": "Bob", "last_name": "Marsh, MD", "license_number": "MD55512", "npi": "1234567890"},
        {"profession": "np", "first_name": "Dana", "last_name": "Reyes"},
    ):
        typed = answers(completion_date="2026-11-23", **fields)
        sent = app.test_client().post(f"/a/{made.code}", data={"step": "submit"} | typed)
        assert sent.status_code == 303
    return made


@pytest.mark.parametrize("window", WINDOWS)
def test_steps(
    window: str,
    address: str,
    open_page: Open,
    faults: Faults,
    signed_in: dict[str, object],
    activity: StoredActivity,
) -> None:
    page = open_page(f"{address}/desk", storage_state=signed_in, **WINDOWS[window])
    look(page, faults, "Activities")
    page.get_by_role("link", name=activity.activity.title).click()
    for step, heading in STEPS.items():
        page.get_by_label("Steps of this activity").get_by_role("link", name=heading).click()
        look(page, faults, heading)
        assert page.url.endswith(f"/{activity.id}/{step}")
    page.get_by_label("Steps of this activity").get_by_role("link", name="Report").click()
    page.get_by_role("link", name="Close out").click()
    look(page, faults, "Close out")


@pytest.mark.parametrize("window", WINDOWS)
def test_record(
    window: str,
    address: str,
    open_page: Open,
    faults: Faults,
    signed_in: dict[str, object],
    activity: StoredActivity,
) -> None:
    page = open_page(
        f"{address}/desk/activities/{activity.id}/review?problem=same_person_twice",
        storage_state=signed_in,
        **WINDOWS[window],
    )
    page.get_by_role("button", name="Okafor, Amara").first.click()
    expect(page.get_by_role("heading", name="The same person twice?")).to_be_visible()
    look(page, faults, "Review")
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_label("NPI").fill("12")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    look(page, faults, "Review")


@pytest.mark.parametrize("window", WINDOWS)
def test_other_screens(
    window: str, address: str, open_page: Open, faults: Faults, signed_in: dict[str, object]
) -> None:
    page = open_page(f"{address}/desk", storage_state=signed_in, **WINDOWS[window])
    look(page, faults, "Activities")
    page.get_by_role("link", name="Set up an activity").click()
    page.get_by_role("button", name="Add a board").click()
    page.get_by_label("Regularly scheduled series").check()
    page.get_by_role("button", name="Save and get the QR code").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, faults, "New activity")
    page.once("dialog", lambda question: question.accept())
    page.get_by_role("link", name="PARS file").click()
    look(page, faults, "PARS file")
    page.get_by_role("link", name="People").click()
    page.get_by_label("Email address").fill("new@example.org")
    page.get_by_role("button", name="Make a one-time link").click()
    expect(page.get_by_text("It works once")).to_be_visible()
    look(page, faults, "People")


def test_search_stays_out_of_the_address(
    address: str, open_page: Open, signed_in: dict[str, object], activity: StoredActivity
) -> None:
    page = open_page(f"{address}/desk/activities/{activity.id}/review", storage_state=signed_in)
    expect(page.locator(".record-row")).to_have_count(5)
    page.get_by_label("Search").fill("novak")
    expect(page.locator(".record-row")).to_have_count(1)
    page.get_by_label("Order").select_option("name")
    assert "novak" not in page.url.lower()
    assert "order" not in page.url
    assert "sort=name" in page.url


def test_somebody_else_was_quicker(
    app: Flask,
    clock: Clock,
    token: str,
    address: str,
    open_page: Open,
    signed_in: dict[str, object],
    activity: StoredActivity,
) -> None:
    page = open_page(f"{address}/desk/activities/{activity.id}/review", storage_state=signed_in)
    page.get_by_role("button", name="Novak, Bela").click()
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_label("License number").fill("MD90001")
    page.get_by_label("Why do you correct it?").fill("Asked her")

    api, headers = app.test_client(), {"Authorization": f"Bearer {token}"}
    record = page.url.split("record=")[1]
    clock.now += timedelta(minutes=1)
    changed = api.patch(
        f"/api/v1/records/{record}", headers=headers, json={"first_name": "Béla", "reason": "Accent"}
    )
    assert changed.status_code == 200

    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody else changed this record")
    expect(page.get_by_label("First name")).to_have_value("Béla")
    expect(page.get_by_label("License number")).to_have_value("MD90001")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".record-head .chip")).to_have_text("Ready")


def test_new_sign_in_elsewhere_does_not_cost_what_was_typed(
    address: str, open_page: Open, signed_in: dict[str, object]
) -> None:
    page = open_page(f"{address}/desk/people", storage_state=signed_in)
    page.get_by_label("Email address").fill("new@example.org")
    page.evaluate("document.querySelector('meta[name=csrf-token]').content = 'of an older session'")
    page.get_by_role("button", name="Make a one-time link").click()
    expect(page.get_by_text("It works once")).to_be_visible()


def test_signed_out_in_the_middle_keeps_what_was_typed(
    address: str, open_page: Open, signed_in: dict[str, object]
) -> None:
    page = open_page(f"{address}/desk/activities/new", storage_state=signed_in)
    page.get_by_label("Title").fill("Trauma Grand Rounds")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save and get the QR code").click()
    expect(page.get_by_role("alert")).to_contain_text("You are signed out")
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("target", "_blank")
    expect(page.get_by_label("Title")).to_have_value("Trauma Grand Rounds")


def test_without_network_what_was_typed_stays(
    address: str, open_page: Open, signed_in: dict[str, object]
) -> None:
    page = open_page(f"{address}/desk/activities/new", storage_state=signed_in)
    page.get_by_label("Title").fill("Trauma Grand Rounds")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save and get the QR code").click()
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached")
    expect(page.get_by_label("Title")).to_have_value("Trauma Grand Rounds")
