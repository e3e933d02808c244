"""The pilot in a real browser: started by keyboard, walked through its steps, looked at, printed, and nobody in it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from storage.activities import StoredActivity
from storage.database import Database
from storage.tables import OpinionRow
from tests.browser.keyboard import press, reach, write
from tests.browser.looking import WINDOWS, Call, Faults, Open, look
from tests.conftest import Clock

pytestmark = pytest.mark.browser

SCREENS = {
    "Steps": "Five steps",
    "Figures": "Figures",
    "Hiccups": "Hiccups",
    "Staff time": "Staff time",
    "Report": "Report",
    "Competencies": "Competencies",
}
CANARY = "Quetzalcoatl"
PLOTS = ("When they attested", "The 30 days")
DARKEST = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let drawn = 0;
  for (let at = 3; at < data.length; at += 4) drawn += data[at] > 0;
  return drawn;
}"""


@pytest.fixture
def pilot(
    call: Call, app: Flask, database: Database, clock: Clock, activity: StoredActivity, reported: list[str]
) -> Any:
    """A pilot of the activity, with everything in it that there can be: visits, opinions, hiccups, staff time."""
    client = app.test_client()
    for _ in range(5):
        client.get(f"/a/{activity.code}")
    client.post(f"/a/{activity.code}", data={"step": "check", "npi": "12"})
    house = app.extensions["attest"]
    house.counts.keep(database)
    with database.write() as session:
        session.add(
            OpinionRow(
                id="1", activity_id=activity.id, given_on=clock().date(), ease=5, comment=f"I am {CANARY}."
            )
        )
    record = call(
        f"/activities/{activity.id}/records",
        {
            "submission_id": "6b1b3b0e-7d0c-4f53-9a5e-1f4f6b5d0c11",
            "profession": "md", "first_name": CANARY, "last_name": CANARY, "license_state": "ME",
            "license_number": "MD777", "birth_month": 1, "birth_day": 2, "credits": "6",
            "email": "quetzalcoatl@example.org", "consent": True, "attest": True,
        },
    )  # fmt: skip
    assert record["state"] == "ready"
    made = call(
        "/pilots",
        {"name": "Fall", "goal": "Fewer rejections.", "starts_on": "2026-11-01", "activities": [activity.id]},
    )
    call(
        "/hiccups",
        {
            "what": "Nobody knew which license.", "tag": "wording", "noticed_on": "2026-11-23",
            "activity_id": activity.id, "decision": "Ask for the license of the home state.",
            "changed_on": "2026-11-23",
        },
    )  # fmt: skip
    call("/staff-times", {"minutes": 90, "task": "reviewing", "worked_on": "2026-11-23"})
    return made


def drawn(page: Page) -> list[int]:
    """How many points each plot has drawn."""
    expect(page.locator(".plot canvas")).to_have_count(len(PLOTS))
    return [int(one.evaluate(DARKEST)) for one in page.locator(".plot canvas").all()]


@pytest.mark.parametrize("window", WINDOWS)
def test_every_screen(
    window: str, address: str, open_page: Open, faults: Faults, signed_in: dict[str, object], pilot: Any
) -> None:
    page = open_page(f"{address}/desk", storage_state=signed_in, **WINDOWS[window])
    page.get_by_label("Desk").get_by_role("link", name="Pilot").click()
    for tab, heading in SCREENS.items():
        page.get_by_label("This pilot").get_by_role("link", name=tab).click()
        look(page, faults, heading)
    page.get_by_label("This pilot").get_by_role("link", name="Hiccups").click()
    page.get_by_role("button", name="Show the effect").click()
    expect(page.get_by_role("row", name="Form opened")).to_contain_text("5")
    page.get_by_role("button", name="Write one down").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, faults, "Hiccups")
    page.get_by_role("link", name="Change", exact=True).click()
    look(page, faults, "Change the pilot")


def test_the_first_pilot_is_started_by_keyboard_and_its_steps_lead_on(
    address: str, open_page: Open, signed_in: dict[str, object], activity: StoredActivity
) -> None:
    page = open_page(f"{address}/desk", storage_state=signed_in, **WINDOWS["desktop"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Activities")
    press(page, "Pilot")
    expect(page.get_by_role("heading", level=1)).to_have_text("Start a pilot")
    write(page, "Name", "Fall")
    press(page, "Start the pilot")
    expect(page.get_by_role("heading", level=1)).to_have_text("Five steps")
    step = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Choose an activity"))
    expect(step).to_contain_text("Done")
    press(page, "Nobody yet. Show the QR code")
    expect(page).to_have_url(f"{address}/desk/activities/{activity.id}/collect")


def test_time_is_entered_and_a_hiccup_decided_by_keyboard(
    address: str, open_page: Open, signed_in: dict[str, object], pilot: Any
) -> None:
    page = open_page(
        f"{address}/desk/pilot/{pilot['id']}/staff-time", storage_state=signed_in, **WINDOWS["desktop"]
    )
    write(page, "Minutes", "30")
    press(page, "Enter")
    expect(page.get_by_role("table", name="2 h in all")).to_be_visible()
    press(page, "Take back 30 min")
    expect(page.get_by_role("table", name="1.5 h in all")).to_be_visible()
    page.goto(f"{address}/desk/pilot/{pilot['id']}/hiccups")
    expect(page.get_by_role("button", name="Close")).to_be_visible()
    press(page, "Close of Nov 23, 2026")
    expect(page.get_by_role("heading", name="Closed 1")).to_be_visible()
    reach(page, "Open again")


def test_an_entry_that_would_stray_from_the_pilot_is_asked_about(
    address: str, open_page: Open, signed_in: dict[str, object], pilot: Any, activity: StoredActivity
) -> None:
    page = open_page(
        f"{address}/desk/pilot/{pilot['id']}/staff-time", storage_state=signed_in, **WINDOWS["desktop"]
    )
    page.get_by_label("Minutes").fill("30")
    page.get_by_label("Day").fill("2026-10-01")
    page.get_by_role("button", name="Enter").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a day of the pilot, or an activity")
    page.get_by_label("Activity").select_option(activity.id)
    page.get_by_role("button", name="Enter").click()
    expect(page.get_by_role("button", name="Take back 30 min of Oct 1, 2026")).to_be_visible()


def test_plots_follow_the_colors_and_have_their_numbers(
    address: str, open_page: Open, signed_in: dict[str, object], pilot: Any
) -> None:
    page = open_page(
        f"{address}/desk/pilot/{pilot['id']}/figures", storage_state=signed_in, **WINDOWS["desktop"]
    )
    assert min(drawn(page)) > 1000
    light = page.locator(".plot canvas").first.evaluate("canvas => canvas.toDataURL()")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "light => document.querySelector('.plot canvas')?.toDataURL() !== light", arg=light
    )
    assert min(drawn(page)) > 1000
    page.get_by_text("The numbers").first.click()
    numbers = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name="Day"))
    expect(numbers.get_by_role("row", name=re.compile("Nov 23, 2026"))).to_contain_text("4")
    expect(numbers).to_contain_text("Changed: Ask for the license of the home state.")
    expect(page.get_by_text(f"I am {CANARY}.")).to_be_visible()


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_the_report_is_one_or_two_sheets_and_names_nobody(
    paper: str, address: str, open_page: Open, signed_in: dict[str, object], pilot: Any
) -> None:
    page = open_page(
        f"{address}/desk/pilot/{pilot['id']}/report", storage_state=signed_in, **WINDOWS["desktop"]
    )
    expect(page.get_by_role("heading", name="For regulators")).to_be_visible()
    assert min(drawn(page)) > 1000
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) in {1, 2}
    told = page.locator("main").inner_text()
    for secret in (CANARY, "Okafor", "Novak", "example.org", "Grace"):
        assert secret not in told
    assert "Ask for the license of the home state." in told
    link = page.get_by_role("link", name="Download as CSV").get_attribute("href")
    assert CANARY not in page.request.get(address + str(link)).text()


def test_competencies_are_ticked_in_set_up(
    address: str, open_page: Open, signed_in: dict[str, object], activity: StoredActivity, pilot: Any
) -> None:
    page = open_page(
        f"{address}/desk/activities/{activity.id}/set-up", storage_state=signed_in, **WINDOWS["desktop"]
    )
    page.get_by_label("Medical Knowledge").check()
    page.get_by_label("Other competencies").fill("Teamwork")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Saved. Learners see it from now on.").first).to_be_visible()
    expect(page.get_by_label("Medical Knowledge")).to_be_checked()
    page.goto(f"{address}/desk/pilot/{pilot['id']}/competencies")
    expect(page.get_by_role("row", name=re.compile("Medical Knowledge"))).to_contain_text("1")
    expect(page.get_by_role("row", name=re.compile("Teamwork"))).to_be_visible()
    expect(page.get_by_text("Not addressed in 2026")).to_be_visible()
