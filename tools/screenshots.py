"""Takes the pictures in docs/screenshots from the made-up pilot: `make screenshots`, whenever a page looks new."""

from __future__ import annotations

import logging
import secrets
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from app import create_app, utc_now
from blueprints.console.demo import EMAIL, fill, make_coordinator
from config import Config
from storage.activities import StoredActivity
from tests.browser.chromium import executable
from tests.serving import served

PICTURES = Path(__file__).parent.parent / "docs" / "screenshots"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1180, "height": 820}
LEARNER = {
    "first_name": "Bob",
    "last_name": "Marlow, MD",
    "license_number": "MD20931",
    "birth_month": "9",
    "birth_day": "27",
    "email": "marlow@example.org",
}
SHEET = """Name,Degree,License #,State,Birthday,Credits,Email
"Ferrant, Odile",MD,MD31877,ME,4/12,3,ferrant@example.org
"Quillon, Abel",DO,DO2214,ME,13/31,2.5,quillon@example.org
"Sorrel, Tamsin",Wizard,MD40212,ME,8/30,all,sorrel@example.org
"Brandt, Ida",RN,,ME,,3,brandt@example.org
"""


def main() -> None:
    """Fill a throwaway database with the pilot, serve it, and photograph each screen."""
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        config = Config(
            secret_key=secrets.token_urlsafe(32),
            data_key=secrets.token_bytes(32),
            database_url=f"sqlite:///{folder}/attest.db",
            public_url="http://localhost:8000",
        )
        app = create_app(config)
        password = secrets.token_urlsafe(16)
        with app.app_context():
            app.extensions["attest"].database.upgrade()
            pilot = fill(make_coordinator(password, utc_now()), utc_now())
        browser = playwright.chromium.launch(executable_path=executable(playwright), args=["--no-sandbox"])
        with served(app) as address:
            learner(browser, address, pilot["surgery"])
            desk(browser, address, password, pilot["surgery"])
        browser.close()
        app.extensions["attest"].database.dispose()


def learner(browser: Browser, address: str, stored: StoredActivity) -> None:
    """The form, the check screen and the receipt, on a phone."""
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{address}/a/{stored.code}")
    keep(page, "learner-form")
    page.check("input[name=profession][value=md]")
    page.select_option("select[name=license_state]", "ME")
    for name, typed in LEARNER.items():
        page.fill(f"input[name={name}]", typed)
    page.check("input[name=credits] >> nth=0")
    page.check("input[name=consent][value=yes]")
    page.click("main button[type=submit]")
    page.wait_for_selector("input[name=submission_id]", state="attached")
    keep(page, "learner-check")
    page.check("input[name=attest]")
    page.click("main button[type=submit] >> nth=-1")
    page.wait_for_url("**/r/**")
    keep(page, "learner-receipt")
    page.close()


def desk(browser: Browser, address: str, password: str, stored: StoredActivity) -> None:
    """Each step, and the typing sheet, as a coordinator sees them."""
    page = browser.new_page(viewport=DESK)
    page.goto(f"{address}/desk")
    page.fill("input[name=email]", EMAIL)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk")
    shown(page, "desk-activities")
    for step in ("set-up", "collect", "review", "report", "typing", "close-out", "evaluate"):
        page.goto(f"{address}/desk/activities/{stored.id}/{step}")
        shown(page, f"desk-{step}")
    page.goto(f"{address}/desk/pilot")
    page.get_by_label("This pilot").wait_for()
    shown(page, "desk-pilot")
    for tab in ("Figures", "Report"):
        page.get_by_label("This pilot").get_by_role("link", name=tab).click()
        page.locator(".plot canvas").first.wait_for()
        shown(page, f"desk-pilot-{tab.lower()}")
    page.goto(f"{address}/desk/activities/{stored.id}/review?state=needs_attention")
    page.wait_for_load_state("networkidle")
    page.get_by_text("Whitcomb, Eleanor").first.click()
    page.get_by_text("What to look at").wait_for()
    shown(page, "desk-record")
    page.goto(f"{address}/desk/activities/{stored.id}/slide")
    shown(page, "desk-slide")
    page.goto(f"{address}/desk/activities/{stored.id}/sheet")
    spreadsheet(page)
    page.close()


def spreadsheet(page: Page) -> None:
    """The preview of a sign-in sheet, with a cell about to be put right."""
    page.get_by_label("The table, with its headings").fill(SHEET)
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("Yes, all of them").check()
    page.get_by_role("button", name="Correct Credits, row 4").click()
    page.get_by_label("Credits, row 4", exact=True).wait_for()
    page.locator(".answer-group").first.scroll_into_view_if_needed()
    shown(page, "desk-spreadsheet")


def shown(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    keep(page, name)


def keep(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
