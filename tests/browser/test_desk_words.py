"""What the desk says and offers: nothing untrue, nothing invented, nothing in the language of machines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from storage.activities import StoredActivity
from tests.browser.keyboard import reach
from tests.conftest import answers

Open = Callable[..., Page]

DESK = {"viewport": {"width": 1280, "height": 800}}
COVERED = """() => {
  const field = document.activeElement.getBoundingClientRect();
  const bar = document.querySelector(".save-bar").getBoundingClientRect();
  const firstLine = Math.min(field.bottom, field.top + 44);
  return !document.activeElement.closest(".save-bar") && firstLine > bar.top && field.top < bar.bottom;
}"""

pytestmark = pytest.mark.browser


@pytest.fixture
def review(
    app: Flask, activity: StoredActivity, address: str, open_page: Open, signed_in: dict[str, object]
) -> Callable[..., Page]:
    """Sends a learner's answers and opens the first record of that name in Review."""

    def show(**fields: str) -> Page:
        sent = app.test_client().post(f"/a/{activity.code}", data={"step": "submit"} | answers(**fields))
        assert sent.status_code == 303
        page = open_page(f"{address}/desk/activities/{activity.id}/review", storage_state=signed_in, **DESK)
        page.locator(".record-row").first.click()
        expect(page.get_by_role("heading", name="History")).to_be_visible()
        return page

    return show


def correct(page: Page, why: str) -> None:
    page.get_by_label("Why do you correct it?").fill(why)
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("Corrected.", exact=True).last).to_be_visible()


def test_what_has_the_focus_is_never_behind_the_save_bar(
    address: str, open_page: Open, signed_in: dict[str, object]
) -> None:
    page = open_page(f"{address}/desk/activities/new", storage_state=signed_in, **DESK)
    reach(page, "Title")
    while page.evaluate("document.activeElement.innerText") != "Save and get the QR code":
        assert not page.evaluate(COVERED), page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")


def test_a_new_activity_shows_nothing_that_nobody_typed(
    address: str, open_page: Open, signed_in: dict[str, object]
) -> None:
    page = open_page(f"{address}/desk/activities/new", storage_state=signed_in, **DESK)
    expect(page.get_by_text("The page stands here as soon as")).to_be_visible()
    page.get_by_role("button", name="Save and get the QR code").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the first day")
    expect(page.get_by_role("alert")).not_to_contain_text("last day")
    page.get_by_label("Title").fill("Trauma Grand Rounds")
    page.get_by_label("First day").fill("2026-11-20")
    page.get_by_label("Maximum credits").fill("1")
    learner = page.frame_locator("iframe")
    expect(learner.get_by_role("heading", level=1)).to_have_text("Trauma Grand Rounds")
    expect(learner.get_by_text("November 20, 2026")).to_be_visible()


def test_another_spelling_is_no_difference(review: Callable[..., Page]) -> None:
    page = review(birth_month="Feb", birth_day="07", credits="less", credits_less="4.50", npi="1234 567 893")
    expect(page.get_by_role("cell", name="Feb / 07")).to_be_visible()
    expect(page.locator(".sides .mark")).to_have_count(0)
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_label("Birth day").fill("8")
    correct(page, "She wrote to us.")
    expect(page.locator(".sides .differs")).to_have_count(1)
    expect(page.locator(".sides .differs")).to_contain_text("Date of Birth")


def test_what_was_tidied_is_a_difference(review: Callable[..., Page]) -> None:
    page = review(last_name="Okafor, MD")
    expect(page.locator(".sides .differs")).to_contain_text("Okafor differs")


def test_consent_can_be_taken_back_and_not_given(review: Callable[..., Page]) -> None:
    page = review()
    page.get_by_role("button", name="Correct", exact=True).click()
    choices = page.get_by_label("Consent to report").locator("option")
    expect(choices).to_have_text(["Yes, as the learner said", "No, the learner took it back"])
    page.get_by_label("Consent to report").select_option("false")
    correct(page, "Wrote to us on November 30.")
    expect(page.locator(".record-head .chip")).to_have_text("Not for PARS")
    expect(page.locator(".history")).to_contain_text("Consent to report: yes became")
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page.get_by_label("First name")).to_be_visible()
    expect(page.get_by_label("Consent to report")).to_have_count(0)


def test_a_profession_is_corrected_in_words(review: Callable[..., Page]) -> None:
    page = review()
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_label("Profession").select_option("np")
    expect(page.get_by_label("License number")).to_have_count(0)
    correct(page, "She is a nurse.")
    expect(page.locator(".record-head .chip")).to_have_text("Not for PARS")
    expect(page.locator(".history ins").first).to_have_text("Nurse practitioner or nurse")
    expect(page.get_by_role("cell", name="11/23/2026")).to_be_visible()


def test_head_counts_leave_out_what_is_set_aside(
    review: Callable[..., Page], address: str, activity: StoredActivity
) -> None:
    page = review()
    page.get_by_role("button", name="Set aside").click()
    page.get_by_label("Why should it stay out").fill("Was not there.")
    page.get_by_role("button", name="Set aside").click()
    expect(page.locator(".record-head .chip")).to_have_text("Set aside")
    for step in ("collect", "evaluate"):
        page.goto(f"{address}/desk/activities/{activity.id}/{step}")
        expect(page.get_by_text("1 record set aside is not counted among them.")).to_be_visible()
        expect(page.locator(".figure", has_text="physicians")).to_contain_text("0")


def test_an_invitation_can_be_withdrawn(
    address: str, open_page: Open, signed_in: dict[str, object], faults: Callable[[Page], list[str]]
) -> None:
    page = open_page(f"{address}/desk/people", storage_state=signed_in, **DESK)
    page.get_by_label("Email address").fill("new@example.org")
    page.get_by_role("button", name="Make a one-time link").click()
    waiting = page.get_by_role("region", name="Invited, not here yet")
    expect(waiting.get_by_role("listitem")).to_contain_text("new@example.org")
    assert faults(page) == []
    waiting.get_by_role("button", name="Withdraw").click()
    expect(waiting).to_have_count(0)
    expect(page.get_by_text("Invitation withdrawn.")).to_be_attached()


def test_twins_are_told_apart_by_what_differs(
    app: Flask, review: Callable[..., Page], activity: StoredActivity
) -> None:
    page = review()
    sent = {"step": "submit"} | answers(first_name="Ama", npi="")
    assert app.test_client().post(f"/a/{activity.code}", data=sent).status_code == 303
    page.reload()
    twins = page.get_by_role("region", name="The same person twice?")
    numbers = twins.get_by_role("row", name="License number").get_by_role("cell")
    expect(numbers).to_have_text([answers()["license_number"]] * 2)
    expect(twins.get_by_role("row", name="First name")).to_contain_text("differs")
    expect(twins.get_by_role("row", name="License number")).not_to_contain_text("differs")
    page.get_by_role("button", name="Set aside").click()
    page.get_by_label("Why should it stay out").fill("Double.")
    page.get_by_role("button", name="Set aside").click()
    expect(page.get_by_text("One of them is set aside and does not count.")).to_be_visible()
    expect(page.get_by_text("Set aside the one that should not count")).to_have_count(0)


def test_report_tells_what_is_in_a_file_from_what_is_deleted(
    app: Flask, token: str, review: Callable[..., Page], address: str, activity: StoredActivity
) -> None:
    page = review()
    other = {"step": "submit"} | answers(
        first_name="Bela", last_name="Novak", license_number="MD77001", npi=""
    )
    assert app.test_client().post(f"/a/{activity.code}", data=other).status_code == 303
    made = app.test_client().post(
        f"/api/v1/activities/{activity.id}/exports",
        headers={"Authorization": f"Bearer {token}"},
        json={"format": "xlsx", "kind": "add"},
    )
    assert made.status_code == 201, made.text
    page.reload()
    page.get_by_role("button", name="Set aside").click()
    page.get_by_label("Why should it stay out").fill("Was not there.")
    page.get_by_role("button", name="Set aside").click()
    expect(page.locator(".record-head .chip")).to_have_text("Set aside")
    page.goto(f"{address}/desk/activities/{activity.id}/report")
    expect(page.get_by_text("row will be in the file, to delete an earlier one")).to_be_visible()
    reason = page.get_by_role("link", name="In a file already").locator("span").first
    expect(reason).to_have_css("text-decoration-line", "underline")


def test_problems_are_called_by_their_names(
    review: Callable[..., Page], address: str, activity: StoredActivity
) -> None:
    page = review(license_number="1234567893", npi="")
    page.goto(f"{address}/desk/activities/{activity.id}/evaluate")
    expect(page.get_by_role("rowheader", name="License number is an NPI")).to_be_visible()


def test_collect_says_when_no_phone_can_come(
    address: str, open_page: Open, signed_in: dict[str, object], activity: StoredActivity
) -> None:
    page = open_page(f"{address}/desk/activities/{activity.id}/collect", storage_state=signed_in, **DESK)
    expect(page.get_by_text("Only this computer can open this address.")).to_be_visible()
    expect(page.get_by_role("heading", name="Show this to the hall")).to_be_visible()
    page.get_by_role("button", name="Close now").click()
    expect(page.get_by_role("heading", name="The learner's page, closed now")).to_be_visible()
    expect(page.get_by_role("heading", name="Show this to the hall")).to_have_count(0)
