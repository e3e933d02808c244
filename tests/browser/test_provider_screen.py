"""The provider's settings: said once, found in the next activity; the logo where learners look."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from storage import api_tokens, provider
from storage.activities import StoredActivity
from storage.database import Database
from tests.browser.looking import WINDOWS, Faults, Open, look
from tests.conftest import Clock
from tests.pictures import png

pytestmark = pytest.mark.browser

SHOWN = "image => image.complete && image.naturalWidth > 0"


@pytest.fixture
def screen(
    address: str, open_page: Open, signed_in: dict[str, object], database: Database, clock: Clock
) -> Page:
    """The page of the settings, on a desktop; another system has a token."""
    with database.write() as session:
        api_tokens.create(session, "Conference app", actor="console", now=clock())
    return open_page(f"{address}/desk/provider", storage_state=signed_in, **WINDOWS["desktop"])


def test_what_is_said_once_stands_in_the_next_activity(screen: Page, address: str) -> None:
    screen.get_by_label("Accredited provider").fill("Lakeside Teaching Hospital")
    screen.get_by_label("ACCME provider ID").fill("123")
    screen.get_by_role("button", name="Save").click()
    expect(screen.get_by_role("alert")).to_contain_text("ACCME provider ID must be 7 digits")
    screen.get_by_label("ACCME provider ID").fill("0001234")
    screen.get_by_label("Time zone").select_option("America/Denver")
    screen.get_by_role("button", name="Save").click()
    expect(screen.get_by_text("Saved.").first).to_be_visible()
    screen.goto(f"{address}/desk/activities/new")
    expect(screen.get_by_label("Accredited provider")).to_have_value("Lakeside Teaching Hospital")
    expect(screen.get_by_label("Time zone of the activity")).to_have_value("America/Denver")
    expect(screen.get_by_text("are taken from your settings")).to_be_visible()


def test_the_logo_stands_beside_the_name(
    screen: Page, open_page: Open, address: str, activity: StoredActivity, tmp_path: Path
) -> None:
    file, large = tmp_path / "logo.png", tmp_path / "large.png"
    file.write_bytes(png(120, 48))
    large.write_bytes(png(more=bytes(11 * 1024)))
    screen.get_by_label("Choose a picture").set_input_files(large)
    expect(screen.get_by_role("alert")).to_contain_text("Save it smaller: 10 KB at most")
    screen.get_by_label("Choose a picture").set_input_files(file)
    assert screen.get_by_alt_text("The logo in use").evaluate(SHOWN)
    learner = open_page(f"{address}/a/{activity.code}")
    assert learner.locator(".band img").evaluate(SHOWN)
    screen.get_by_role("button", name="Remove the logo").click()
    expect(screen.get_by_text("Removed.").first).to_be_visible()
    learner.reload()
    expect(learner.locator(".band")).to_have_text("Lakeside Teaching Hospital")
    expect(learner.locator(".band img")).to_have_count(0)


def test_a_token_is_revoked(screen: Page, database: Database) -> None:
    screen.get_by_role("button", name="Revoke Conference app").click()
    screen.get_by_role("button", name="Revoke Conference app now").click()
    expect(screen.get_by_text("No other system has an API token.")).to_be_visible()
    with database.read() as session:
        assert api_tokens.every(session) == []


@pytest.mark.parametrize("window", WINDOWS)
def test_the_screen(
    window: str, address: str, open_page: Open, faults: Faults, signed_in: dict[str, object],
    database: Database, clock: Clock,
) -> None:  # fmt: skip
    with database.write() as session:
        api_tokens.create(session, "Conference app", actor="console", now=clock())
        provider.set_logo(session, png(120, 48), actor="console", now=clock())
    page = open_page(f"{address}/desk/provider", storage_state=signed_in, **WINDOWS[window])
    expect(page.get_by_text("The built-in layout is in use.")).to_be_visible()
    look(page, faults, "Provider")


def test_a_token_is_made_for_what_it_is_to_do(screen: Page, database: Database) -> None:
    screen.get_by_role("button", name="Make a token").click()
    screen.get_by_label("For which system?").fill("Registry")
    screen.get_by_role("checkbox", name="See everything").uncheck()
    screen.get_by_role("button", name="Make the token").click()
    expect(screen.get_by_role("alert")).to_contain_text("Choose what it may do")
    screen.get_by_role("checkbox", name="Report").check()
    screen.get_by_role("button", name="Make the token").click()
    shown = screen.get_by_text("The token of Registry").locator("..").locator("code").text_content()
    with database.read() as session:
        made = api_tokens.who(session, shown or "")
    assert made
    assert made.scopes == ("report",)
