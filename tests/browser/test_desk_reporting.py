"""Every way into PARS and the way back, by keyboard alone; axe looks at each step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from storage.activities import StoredActivity
from tests.browser.keyboard import focused, press, reach, write
from tests.conftest import Clock, answers

Open = Callable[..., Page]
Faults = Callable[[Page], list[str]]
Show = Callable[..., Page]

WINDOWS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "320 px, dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
CLIPBOARD = "navigator.clipboard.readText()"
REASON = "The learner could not be found"

pytestmark = pytest.mark.browser


@pytest.fixture
def learners(app: Flask, clock: Clock, activity: StoredActivity) -> list[str]:
    """Three physicians, one a minute, ready for PARS; their last names."""
    names = ["Okafor", "Novak", "Eze"]
    for number, name in enumerate(names):
        clock.advance(minutes=1)
        typed = answers(last_name=name, license_number=f"MD1000{number}", npi="")
        sent = app.test_client().post(f"/a/{activity.code}", data={"step": "submit"} | typed)
        assert sent.status_code == 303
    return names


@pytest.fixture
def show(address: str, open_page: Open, signed_in: dict[str, object], activity: StoredActivity) -> Show:
    """Opens a screen of the activity as its coordinator, by default on a desktop."""

    def at(screen: str, **options: object) -> Page:
        chosen = WINDOWS["desktop"] | {"permissions": ["clipboard-read", "clipboard-write"]} | options
        return open_page(
            f"{address}/desk/activities/{activity.id}/{screen}", storage_state=signed_in, **chosen
        )

    return at


def call(app: Flask, token: str) -> Callable[..., dict[str, object]]:
    """Does by the API what a test does not look at."""
    client: FlaskClient = app.test_client()

    def post(path: str, body: dict[str, object]) -> dict[str, object]:
        answer = client.post(f"/api/v1{path}", json=body, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code in {200, 201}, answer.text
        return answer.get_json()

    return post


@pytest.fixture
def reported(
    app: Flask, clock: Clock, token: str, activity: StoredActivity, learners: list[str]
) -> list[str]:
    """The three, in a file for PARS."""
    clock.advance(minutes=1)
    call(app, token)(f"/activities/{activity.id}/exports", {"format": "xlsx", "kind": "add"})
    clock.advance(minutes=1)
    return learners


def look(page: Page, faults: Faults, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.wait_for_load_state("networkidle")
    assert faults(page) == []
    assert not page.evaluate(TOO_WIDE)
    assert page.title() == f"{heading} · attest"


def test_typing_sheet(show: Show, faults: Faults, learners: list[str]) -> None:
    page = show("report")
    reach(page, "By file")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("By hand")).to_be_checked()
    press(page, "Open the typing sheet")
    look(page, faults, "Type into PARS")
    name = page.locator("#typing-name")
    expect(name).to_be_focused()
    expect(name).to_have_text("Amara Okafor")

    page.keyboard.press("5")
    expect(page.locator(".copied")).to_contain_text("MD10000")
    assert page.evaluate(CLIPBOARD) == "MD10000"
    page.keyboard.press("Enter")
    expect(name).to_have_text("Amara Novak")
    expect(name).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(name).to_have_text("Amara Eze")
    expect(name).to_be_focused()
    expect(page.locator(".typing-value").first).to_be_visible()
    page.keyboard.press("Enter")
    # The one that was passed over comes again.
    expect(name).to_have_text("Amara Novak")
    expect(page.locator("#typing-progress")).to_have_text("2 of 3 learners typed")

    page.reload()
    expect(name).to_have_text("Amara Novak")
    expect(name).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(name).to_have_text("Amara Okafor")
    look(page, faults, "Type into PARS")
    press(page, "Take the tick back")
    expect(page.locator(".typing-value").first).to_have_text("Amara")
    expect(page.locator("#typing-progress")).to_have_text("1 of 3 learners typed")
    expect(name).to_be_focused()
    page.keyboard.press("Enter")
    expect(name).to_have_text("Amara Novak")
    press(page, "Typed, next")
    expect(page.get_by_role("heading", name="Everyone is typed in")).to_be_visible()
    look(page, faults, "Type into PARS")

    press(page, "Back to Report")
    expect(page.locator(".big-count")).to_have_text("0")
    row = page.locator(".exports tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Typed by hand")


def test_keys_of_the_sheet_are_quiet_elsewhere(show: Show, learners: list[str]) -> None:
    page = show("typing")
    expect(page.locator("#typing-name")).to_be_focused()
    reach(page, "Copy First Name")
    page.keyboard.press("Enter")
    expect(page.locator(".copied")).to_contain_text("Amara")
    reach(page, "Eze, Amara")
    page.keyboard.press("5")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#typing-name")).to_have_text("Amara Okafor")
    assert page.evaluate(CLIPBOARD) == "Amara"


def test_somebody_else_ticked_first(
    app: Flask, token: str, show: Show, activity: StoredActivity, learners: list[str]
) -> None:
    page = show("typing")
    expect(page.locator(".typing-value").first).to_be_visible()
    queue = app.test_client().get(
        f"/api/v1/activities/{activity.id}/typing", headers={"Authorization": f"Bearer {token}"}
    )
    first = queue.get_json()["items"][0]["record_id"]
    call(app, token)(f"/activities/{activity.id}/typing/{first}", {})
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Somebody else changed this")
    expect(page.locator("#typing-name")).to_have_text("Amara Novak")
    expect(page.locator("#typing-progress")).to_have_text("0 of 2 learners typed")


def test_answer_of_pars(show: Show, faults: Faults, reported: list[str]) -> None:
    page = show("report")
    press(page, "Bring in PARS's answer")
    look(page, faults, "PARS's answer")
    table = [
        "First Name\tLast Name\tDate of Birth\tLicensing ID or NPI\tCompletion Date\tWhat PARS said\tReason",
        "Amara\tOkafor\t09/27\tMD10000\t11/23/2026\tAccepted\t",
        f"Amara\tNovak\t09/27\tMD10001\t11/23/2026\tRejected\t{REASON}",
        "Nobody\tKnown\t01/02\tX1\t11/23/2026\tAccepted\t",
    ]
    reach(page, "The table, with its headings")
    page.keyboard.insert_text("\n".join(table))
    press(page, "Read it")

    expect(page.get_by_role("heading", name="Which column is which?")).to_be_visible()
    look(page, faults, "PARS's answer")
    write(page, "Status", "What")
    press(page, "Use these columns")
    expect(page.locator(".big-count")).to_have_text("2")
    look(page, faults, "PARS's answer")
    expect(page.locator(".answer-group").filter(has_text="Not recognized")).to_contain_text("Nobody Known")
    assert "Okafor" not in page.url

    press(page, "Apply 2 answers")
    expect(page.get_by_role("status").filter(has_text="2 records changed.")).to_be_focused()
    look(page, faults, "PARS's answer")
    press(page, "See who was rejected")
    expect(page.locator(".record-row")).to_have_count(1)
    expect(page.locator(".record-row")).to_contain_text(REASON)


def test_a_file_that_is_no_answer(show: Show, faults: Faults, reported: list[str]) -> None:
    page = show("answer")
    page.get_by_label("Choose the file").set_input_files(
        {"name": "picture.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(64)}
    )
    expect(page.get_by_role("alert")).to_contain_text("This cannot be read.")
    look(page, faults, "PARS's answer")


def test_rejected_learner_corrects_by_link(
    address: str, show: Show, open_page: Open, faults: Faults, reported: list[str]
) -> None:
    page = show("review?state=exported")
    press(page, "Okafor, Amara")
    expect(page.locator("#record-name")).to_be_focused()
    press(page, "Mark as rejected")
    page.keyboard.type(REASON)
    page.keyboard.press("Enter")
    expect(page.locator(".record-head .chip")).to_have_text("Rejected")
    look(page, faults, "Review")

    press(page, "Ask the learner")
    expect(page.get_by_label("What the learner reads")).not_to_be_empty()
    look(page, faults, "Review")
    press(page, "Make a link to copy")
    link = page.locator(".ask .panel code")
    expect(link).to_be_visible()
    look(page, faults, "Review")
    correct(open_page(link.inner_text().replace("http://localhost", address)))

    page.reload()
    expect(page.get_by_role("heading", name="The learner answered")).to_be_visible()
    expect(page.locator(".proposal")).to_contain_text("MD99")
    look(page, faults, "Review")
    press(page, "Take these corrections")
    expect(page.locator(".record-head .chip")).to_have_text("Ready")
    press(page, "Report")
    expect(page.locator(".next-file .live")).to_contain_text(
        "2 rows will be in the file, 1 of them to delete"
    )


def correct(page: Page) -> None:
    """What the learner does: another license number, everything else as it was."""
    given = answers(last_name="Okafor", license_number="MD99")
    for field in page.locator("main :is(input, select):visible").all():
        name, kind = field.get_attribute("name") or "", field.get_attribute("type")
        if name == "license_state":
            field.select_option(given[name])
        elif kind == "text" or kind is None:
            field.fill(given[name])
    page.locator("main button").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


def test_many_are_marked_at_once(show: Show, faults: Faults, reported: list[str]) -> None:
    page = show("review?state=exported")
    press(page, "Mark 3 listed records as accepted")
    look(page, faults, "Review")
    press(page, "Yes, PARS accepted these 3 records")
    expect(page.get_by_text("3 records marked as accepted.").first).to_be_visible()
    expect(page.get_by_label("Show").get_by_role("button", name="Accepted")).to_contain_text("3")


@pytest.mark.parametrize("window", WINDOWS)
def test_screens(window: str, show: Show, faults: Faults, reported: list[str]) -> None:
    for screen, heading in {
        "report": "Report",
        "typing": "Type into PARS",
        "answer": "PARS's answer",
        "close-out": "Close out",
    }.items():
        page = show(screen, **WINDOWS[window])
        look(page, faults, heading)
    page = show("report", **WINDOWS[window])
    page.get_by_text("Other formats and files").click()
    look(page, faults, "Report")


def test_other_files(show: Show, learners: list[str]) -> None:
    page = show("report")
    press(page, "Other formats and files")
    with page.expect_download() as started:
        press(page, "Download for pre-validation")
    assert started.value.suggested_filename.startswith("pars-prevalidation-")
    expect(page.locator(".big-count")).to_have_text("3")
    page.get_by_label("Format of the file").focus()
    page.keyboard.type("Tab")
    with page.expect_download() as started:
        press(page, "Other formats and files")
        page.get_by_role("button", name="Download the PARS file").press("Enter")
    assert started.value.suggested_filename.endswith(".txt")
    expect(page.locator(".exports tbody tr")).to_have_count(2)


def test_close_out_prints_without_the_desk(show: Show, reported: list[str]) -> None:
    page = show("close-out")
    expect(page.locator(".heads dd").first).to_contain_text("3")
    expect(page.get_by_text("Records that PARS has not answered yet: 3.")).to_be_visible()
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    page.emulate_media(media="print")
    for gone in (".desk-top", ".steps", ".no-print >> nth=0"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".activity-title")).to_be_visible()


def test_columns_for_pre_validation(
    address: str, open_page: Open, faults: Faults, signed_in: dict[str, object]
) -> None:
    page = open_page(f"{address}/desk/pars-file", storage_state=signed_in, **WINDOWS["desktop"])
    press(page, "Add a column")
    assert focused(page).startswith("Heading")
    page.keyboard.type("First Name")
    press(page, "Save the columns")
    expect(page.get_by_role("alert")).to_contain_text("Give each column another heading.")
    look(page, faults, "PARS file")
    page.get_by_label("Heading of column 8").fill("Given name")
    press(page, "Save the columns")
    expect(page.get_by_text("Saved. The next file").first).to_be_visible()
    page.reload()
    expect(page.get_by_label("Heading of column 8")).to_have_value("Given name")
