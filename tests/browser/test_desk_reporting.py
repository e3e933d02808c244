"""Reporting and PARS's answer by keyboard alone; axe looks at each step."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import focused, press, reach, write
from tests.browser.looking import WINDOWS, Faults, Open, Show, look
from tests.conftest import answers

REASON = "The learner could not be found"

pytestmark = pytest.mark.browser


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


def test_words_for_a_status_are_explained(show: Show, faults: Faults, reported: list[str]) -> None:
    page = show("answer")
    table = ["Last Name\tLic No\tStatus", "Okafor\tMD10000\tProcessed", "Novak\tMD10001\tOn hold",
             "Eze\tMD10002\tProcessed"]  # fmt: skip
    reach(page, "The table, with its headings")
    page.keyboard.insert_text("\n".join(table))
    press(page, "Read it")
    expect(page.get_by_role("heading", name="What does PARS mean?")).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing to change")).to_be_visible()
    look(page, faults, "PARS's answer")
    write(page, "“Processed”", "Acc")
    write(page, "“On hold”", "Not")
    press(page, "Use these meanings")
    expect(page.locator(".big-count")).to_have_text("2")
    expect(page.get_by_text("PARS has not decided about 1 row yet.")).to_be_visible()
    expect(page.get_by_text("“Processed” counts as accepted")).to_be_visible()
    look(page, faults, "PARS's answer")
    press(page, "Change")
    expect(page.get_by_label("“Processed”")).to_have_value("accepted")
    press(page, "Cancel")
    press(page, "Apply 2 answers")
    expect(page.get_by_role("status").filter(has_text="2 records changed.")).to_be_focused()


def test_before_a_report_nothing_is_to_be_marked_by_hand(
    show: Show, faults: Faults, learners: list[str]
) -> None:
    page = show("answer?kind=prevalidation")
    rows = "License\tLast Name\tStatus\nMD10000\tOkafor\tAccepted\nMD10000\tOkafor\tRejected"
    page.get_by_label("The table, with its headings").fill(rows)
    page.get_by_role("button", name="Read it").click()
    group = page.locator(".answer-group").filter(has_text="Contradictory")
    expect(group).to_contain_text("These rows change nothing. Look at the learners in Review.")
    expect(page.get_by_text("by hand")).to_have_count(0)
    look(page, faults, "Answer to the pre-validation")


def test_each_file_says_what_comes_next(show: Show, faults: Faults, learners: list[str]) -> None:
    page = show("report")
    press(page, "Download the PARS file")
    expect(page.get_by_text("Upload it in PARS under Learners, then come back")).to_be_visible()
    look(page, faults, "Report")
    press(page, "Bring in PARS's answer")
    expect(page.get_by_role("heading", level=1)).to_have_text("PARS's answer")


def test_a_file_for_the_web_service_where_there_is_none(
    show: Show, faults: Faults, learners: list[str]
) -> None:
    page = show("report")
    press(page, "Other formats and files")
    write(page, "Format of the file", "JS")
    expect(page.get_by_text("JSON goes to PARS by its web service only.")).to_be_visible()
    press(page, "Download the PARS file")
    expect(page.get_by_text("which is not set up here")).to_be_visible()
    look(page, faults, "Report")


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

    # Within seconds, and nobody has to read the page anew.
    expect(page.get_by_role("heading", name="The learner answered")).to_be_visible(timeout=15_000)
    expect(page.locator(".record-row .proposed")).to_be_visible()
    expect(page.locator(".proposal")).to_contain_text("MD99")
    look(page, faults, "Review")
    press(page, "Take these corrections")
    expect(page.locator(".record-head .chip")).to_have_text("Ready")
    expect(page.locator(".record-row .proposed")).to_have_count(0)
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


def test_answer_to_a_prevalidation(show: Show, faults: Faults, learners: list[str]) -> None:
    page = show("report")
    press(page, "Other formats and files")
    press(page, "Bring in its answer")
    look(page, faults, "Answer to the pre-validation")
    table = [
        "First Name\tLast Name\tDate of Birth\tLicensing ID or NPI\tStatus\tReason",
        "Amara\tOkafor\t09/27\tMD10000\tAccepted\t",
        f"Amara\tNovak\t09/27\tMD10001\tRejected\t{REASON}",
    ]
    reach(page, "The table, with its headings")
    page.keyboard.insert_text("\n".join(table))
    press(page, "Read it")
    expect(page.locator(".answer-summary")).to_contain_text("1 found, 1 not found")
    look(page, faults, "Answer to the pre-validation")
    press(page, "Apply 2 answers")
    press(page, "See who was not found")
    expect(page.locator(".record-row")).to_have_count(1)
    press(page, "Novak, Amara")
    expect(page.locator(".with-pars")).to_contain_text(REASON)
    look(page, faults, "Review")
    press(page, "Accept as it is")
    page.keyboard.type("It is right.")
    page.keyboard.press("Enter")
    expect(page.locator(".record-head .chip")).to_have_text("Ready")


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
