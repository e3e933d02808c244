"""The desk's pages beside its one page: axe finds nothing, the slide fits and counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from storage import signins, staff
from storage.activities import StoredActivity
from storage.database import Database
from tests.conftest import PASSWORD, Clock, answers

Open = Callable[..., Page]
Faults = Callable[[Page], list[str]]

SIZES = {
    "phone": {"width": 390, "height": 844},
    "narrow": {"width": 320, "height": 256},  # what a window of 1280 x 1024 has left at 400 %
    "desktop": {"width": 1280, "height": 800},
}
LONG = (
    "Annual Northern New England Symposium on Perioperative Medicine, Anesthesiology and Critical Care: " * 2
)

pytestmark = pytest.mark.browser


@pytest.fixture
def link(database: Database, clock: Clock) -> str:
    """The path of a one-time link."""
    with database.write() as session:
        token = staff.invite(session, email=None, role="coordinator", actor="console", now=clock())
    return f"/desk/welcome/{token}"


@pytest.fixture
def enter(address: str, open_page: Open, database: Database, person: staff.Person, clock: Clock) -> Open:
    """Opens a path of the desk as somebody who is signed in."""

    def open_at(path: str, **options: object) -> Page:
        with database.write() as session:
            token = signins.start(session, person.id, clock())
        page = open_page(f"{address}/robots.txt", **options)
        page.context.add_cookies([{"name": "attest_session", "value": token, "url": address}])
        page.goto(address + path)
        return page

    return open_at


def untouched(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def refused(page: Page) -> None:
    """Sent with nothing in it."""
    page.locator("main button").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Error: ")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("reach", [untouched, refused])
@pytest.mark.parametrize("door", ["sign-in", "welcome"])
def test_the_way_in_has_no_faults(
    door: str,
    reach: Callable[[Page], None],
    size: str,
    address: str,
    link: str,
    open_page: Open,
    faults: Faults,
) -> None:
    path = "/desk/sign-in" if door == "sign-in" else link
    page = open_page(address + path, viewport=SIZES[size])
    reach(page)
    look_over(page, faults)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("handout", ["poster", "tent", "slide"])
def test_the_handouts_have_no_faults(
    handout: str, size: str, enter: Open, activity: StoredActivity, faults: Faults
) -> None:
    page = enter(f"/desk/activities/{activity.id}/{handout}", viewport=SIZES[size])
    look_over(page, faults)


def test_a_spent_link_has_no_faults(address: str, open_page: Open, faults: Faults) -> None:
    assert faults(open_page(f"{address}/desk/welcome/spent")) == []


def test_an_account_is_made_and_used_by_keyboard_alone(address: str, link: str, open_page: Open) -> None:
    page = open_page(address + link)
    page.get_by_label("Email address").focus()
    for text in ("rosa@example.org", "Rosa Lindgren", "four green paper boats"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Make my account")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/desk")


def test_signing_in_leads_to_the_page_that_was_wanted(
    address: str, open_page: Open, person: staff.Person, activity: StoredActivity
) -> None:
    wanted = f"{address}/desk/activities/{activity.id}/slide"
    page = open_page(wanted)
    page.fill("#email", person.email)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(wanted)


@pytest.mark.parametrize("title", ["Trauma Grand Rounds", LONG])
@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (1920, 1080)])
def test_the_slide_fits_the_screen(
    size: tuple[int, int], title: str, enter: Open, make_activity: Callable[..., StoredActivity]
) -> None:
    width, height = size
    viewport = {"width": width, "height": height}
    page = enter(f"/desk/activities/{make_activity(title=title).id}/slide", viewport=viewport)
    expect(page.get_by_role("button", name="Full screen")).to_be_in_viewport(ratio=1)
    words, code = page.locator(".words").bounding_box(), page.locator(".qr").bounding_box()
    assert words is not None
    assert code is not None
    assert words["x"] + words["width"] < code["x"]
    for box in (words, code):
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
    assert code["width"] > 0.45 * min(width, height * 16 / 9)


def test_the_slide_counts_what_comes_in(
    enter: Open, activity: StoredActivity, client: FlaskClient, faults: Faults
) -> None:
    page = enter(f"/desk/activities/{activity.id}/slide")
    expect(page.locator("#count")).to_be_hidden()
    sent = client.post(f"/a/{activity.code}", data=answers(step="submit"))
    assert sent.status_code == 303
    expect(page.locator("#count")).to_have_text("1 received so far", timeout=8_000)
    assert faults(page) == []


def look_over(page: Page, faults: Faults) -> None:
    """No faults in light and in dark, and nothing to scroll sideways for."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faults(page) == [], scheme
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
