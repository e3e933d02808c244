"""From a foreign spreadsheet to a file for PARS, with no learner's page at all, and within three minutes."""

from __future__ import annotations

import time
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from storage.activities import StoredActivity
from tests.browser.keyboard import press, reach, write
from tests.browser.looking import WINDOWS, Faults, Show, look
from tests.conftest import Clock
from tests.pars.formats.samples import read_by_calamine
from tests.pars.sheets.made import HEADINGS, as_csv, jane

pytestmark = pytest.mark.browser

THREE_MINUTES = 180
FIRST = ("Amara", "Bela", "Chidi", "Dana", "Emre", "Farah", "Goran")
LAST = ("Okafor", "Novak", "Eze", "Lind", "Kaya", "Saleh")
QUESTIONS = (
    "Timestamp", "Email Address", "First name", "Last name (as on your license)", "What is your profession?",
    "Which state issued your license?", "License number", "What is your birth month and day?",
    "How many credits are you claiming?", "May we send this record to the ACCME and your boards?",
)  # fmt: skip


def sign_in_sheet() -> bytes:
    """Forty-two people under a title, as a coordinator typed them up; some not as they should be."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Trauma Grand Rounds, November 23"])
    sheet.append([])
    sheet.append(["#", "Printed Name", "Credentials", "License #", "State", "DOB", "Email", "Signature"])
    for number in range(42):
        first, last = FIRST[number % 7], LAST[number % 6]
        name = f"{last}, {first}" if number % 2 else f"Dr. {first} {last}, MD"
        degree = "RN" if number in (10, 20) else "Wizard" if number == 30 else "MD" if number % 2 else ""
        license_number: object = 771000 + number if number == 5 else f"MD77{number:04}"
        born = "13/31" if number == 40 else f"{number % 12 + 1}/{number % 28 + 1}/1975"
        mail = f"{first}.{last}.{number}@example.org".lower()
        sheet.append([number + 1, name, degree, license_number, "Maine", born, mail, "x"])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def form_export() -> str:
    rows = [
        ("11/24/2026 9:01:07", f"{last.lower()}@example.org", "Ida", last, "Physician (MD)", "Ohio", f"35.0{n}111",
         "September 27", "6", "No, please do not" if n == 5 else "Yes, you may")
        for n, last in enumerate(LAST)
    ]  # fmt: skip
    return as_csv(rows, QUESTIONS).decode()


def test_from_a_sign_in_sheet_to_a_file(
    show: Show, activity: StoredActivity, clock: Clock, tmp_path: Path
) -> None:
    began = time.perf_counter()
    page = show("collect")
    page.get_by_role("link", name="Bring in a spreadsheet").click()
    bring(page, sign_in_sheet())

    say_what_is_missing(page)
    expect(page.locator(".figure", has_text="ready")).to_contain_text("38")
    expect(page.locator(".figure", has_text="cannot be imported")).to_contain_text("2")
    expect(page.get_by_text("does not know the profession “Wizard”")).to_be_visible()
    expect(page.locator(".wrong-cell", has_text="13/31")).to_be_visible()
    assert "1975" not in page.content()

    page.get_by_label("These people took part and claimed these credits.").check()
    page.get_by_role("button", name="Import 40 people").click()
    expect(page.get_by_role("status").filter(has_text="40 people imported")).to_be_focused()
    clock.advance(minutes=1)
    page.get_by_role("link", name="Report", exact=False).first.click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the PARS file").click()
    started.value.save_as(tmp_path / "pars.xlsx")
    assert time.perf_counter() - began < THREE_MINUTES
    rows = read_by_calamine((tmp_path / "pars.xlsx").read_bytes())
    assert len(rows) == 38
    assert ("Okafor", "Amara", "01/01", "Maine", "MD770000") in {
        (row[4], row[3], row[5], row[6], row[7]) for row in rows
    }
    assert {row[1] for row in rows} == {activity.activity.accme_activity_id}

    again = show("sheet")
    bring(again, sign_in_sheet())
    say_what_is_missing(again)
    expect(again.get_by_role("heading", name="Nothing new to import")).to_be_visible()
    again.on("dialog", lambda dialog: dialog.accept())
    again.get_by_role("button", name="Discard this spreadsheet").click()
    expect(again.locator(".answers li")).to_have_count(1)


def test_a_form_s_export_by_keyboard(show: Show) -> None:
    page = show("sheet")
    reach(page, "The table, with its headings")
    page.keyboard.insert_text(form_export())
    press(page, "Read it")
    expect(page.get_by_text("Who permits the report is in the column")).to_be_visible()
    expect(page.locator(".figure", has_text="ready")).to_contain_text("5")
    expect(page.locator(".figure", has_text="not for PARS")).to_contain_text("1")
    write(page, "How was the permission worded?", "May we send this record to the ACCME and your boards?")
    reach(page, "These people took part")
    page.keyboard.press("Space")
    press(page, "Import 6 people")
    press(page, "Review them")
    expect(page.locator(".record-row")).to_have_count(6)
    page.locator(".record-row", has_text="Okafor").click()
    expect(page.locator(".record-head")).to_contain_text("from a spreadsheet")
    expect(page.locator(".sides")).to_contain_text("The spreadsheet says")
    expect(page.locator(".history")).to_contain_text("From row 2 of a spreadsheet")
    expect(page.locator(".history")).to_contain_text("Grace Coordinator")


def test_a_wrong_cell_is_put_right_by_keyboard(show: Show) -> None:
    page = show("sheet")
    wrong = [jane(credits="9"), jane(name="Lee, Al", license_number="MD1", credits="many")]
    bring(page, as_csv([*wrong, jane(name="Ng, Bo", license_number="MD2")]))
    page.get_by_label("Yes, all of them").check()
    expect(page.locator(".figure", has_text="ready")).to_contain_text("1")
    expect(page.locator(".figure", has_text="cannot be imported")).to_contain_text("2")
    field = page.get_by_label("Credits, row 2", exact=True)
    press(page, "Correct Credits, row 2")
    expect(field).to_be_focused()
    page.keyboard.insert_text("7")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Correct Credits, row 2: 7")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.insert_text("6")
    page.keyboard.press("Enter")
    expect(page.locator("tr", has_text="Ready now")).to_contain_text("Doe, Jane")
    expect(page.locator(".figure", has_text="cannot be imported")).to_contain_text("1")
    press(page, "Correct Credits, row 3")
    expect(page.get_by_label("Credits, row 3", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Correct Credits, row 3")).to_be_focused()


def test_a_file_is_dropped(show: Show) -> None:
    page = show("sheet")
    made = (
        "text => { const held = new DataTransfer(); held.items.add(new File([text], 'a.csv')); return held; }"
    )
    held = page.evaluate_handle(made, as_csv([jane()]).decode())
    page.dispatch_event(".drop", "drop", {"dataTransfer": held})
    expect(page.locator(".figure", has_text="not for PARS")).to_contain_text("1")


@pytest.mark.parametrize("window", WINDOWS)
def test_the_screens(show: Show, faults: Faults, window: str) -> None:
    page = show("sheet", **WINDOWS[window])
    look(page, faults, "Bring in a spreadsheet")
    bring(page, as_csv([jane(), jane(name="Lee, Al", license_number="1.2E+05")], HEADINGS))
    expect(page.get_by_role("heading", name="What would happen")).to_be_visible()
    page.get_by_label("Yes, all of them").check()
    expect(page.locator(".figure", has_text="ready")).to_be_visible()
    look(page, faults, "Bring in a spreadsheet")
    page.get_by_role("button", name="Change the columns").click()
    look(page, faults, "Bring in a spreadsheet")


def say_what_is_missing(page: Page) -> None:
    """No column holds the credits or the permission, so these are asked; everything else was understood."""
    expect(page.get_by_role("heading", name="Which column is which?")).to_be_visible()
    expect(page.get_by_label("Full name")).to_have_value("Printed Name")
    page.get_by_label("Credits of everybody, at most 6").fill("6")
    page.get_by_role("button", name="Use these columns").click()
    page.get_by_label("Yes, all of them").check()


def bring(page: Page, data: bytes) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring in a spreadsheet")
    page.locator("input[type=file]").set_input_files(
        {"name": "sheet.bin", "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("link", name="Another spreadsheet").wait_for()
