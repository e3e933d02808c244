"""A shared tablet in a real browser: Back, Forward, Reload and waiting show nothing of the last person."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route, expect

from storage.activities import StoredActivity
from tests.browser.filling import fill_in

Open = Callable[..., Page]
Faults = Callable[[Page], list[str]]

OF_A_PERSON = ("Amara", "Okafor", "MD0012345", "1234567893", "September 27", "amara@example.org")
BIRTHDAY = {"9", "27"}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
DONE = "Thank you. Your answers are saved"
SCRIPT = re.compile(r"/kiosk\.js$")
# Every value there is, in hidden fields too, and after them all that can be read.
VALUES = """() => [...document.querySelectorAll('input, select, textarea')]
    .filter(e => !['radio', 'checkbox'].includes(e.type) || e.checked).map(e => e.value)
    .concat(document.body.innerText)"""


@pytest.fixture
def shared(address: str, make_activity: Callable[..., StoredActivity]) -> str:
    """The address of a tablet's form."""
    return f"{address}/a/{make_activity(kiosk=True).code}"


@pytest.fixture
def tablet(open_page: Open, address: str, shared: str) -> Page:
    """The blank form, on a tablet whose clock the test moves."""
    page = open_page(f"{address}/robots.txt", **TABLET)
    page.clock.install()
    page.goto(shared)
    return page


def check(page: Page) -> None:
    fill_in(page)
    page.click("text=Check your answers")
    expect(page.locator("h1")).to_have_text("Check your answers")


def send(page: Page) -> None:
    check(page)
    page.check("[name=attest]")
    page.click("text=Send my attestation")
    expect(page.locator("h1")).to_have_text(DONE)


def left(page: Page) -> list[str]:
    """What of the last person is on the page, in its fields or in its title."""
    page.wait_for_load_state()
    try:
        values = page.evaluate(VALUES)
    except Error:  # one page went while it was asked; the next is there to stay
        page.wait_for_load_state()
        values = page.evaluate(VALUES)
    found = " ".join(values) + page.title()
    return [words for words in OF_A_PERSON if words in found] + sorted(BIRTHDAY & set(values))


def wander(page: Page, address: str) -> list[str]:
    """What is left of a person wherever Back, Forward, Reload and the address bar lead."""
    found = []
    for way in ["back"] * 10 + ["forward"] * 5 + ["reload", "address", "reload"] + ["back"] * 3:
        with suppress(Error):  # where Back leads to an answer to a post, Chromium shows a page of its own
            go(page, way, address)
        found += left(page)
    return found


def go(page: Page, way: str, address: str) -> None:
    if way == "back":
        page.go_back()
    elif way == "forward":
        page.go_forward()
    elif way == "reload":
        page.reload()
    else:
        page.goto(address)


def test_nothing_is_left_when_somebody_is_done(tablet: Page, shared: str) -> None:
    before = tablet.evaluate("history.length")
    send(tablet)
    assert re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", tablet.inner_text("main"))
    assert left(tablet) == []
    tablet.click("text=Next person")
    expect(tablet).to_have_url(shared)
    assert tablet.evaluate("history.length") == before
    assert wander(tablet, shared) == []


@pytest.mark.parametrize("far", [fill_in, check], ids=["half filled in", "check screen"])
def test_nothing_is_left_when_somebody_walks_away(
    tablet: Page, shared: str, far: Callable[[Page], None]
) -> None:
    far(tablet)
    assert left(tablet) != []
    tablet.clock.run_for(61_000)
    expect(tablet.locator("h1")).to_have_text("Trauma Grand Rounds")
    assert left(tablet) == []
    assert wander(tablet, shared) == []


def test_a_form_that_remembers_is_caught(open_page: Open, address: str, shared: str) -> None:
    """The negative control: without the script, and with fields that a browser may fill in, Back brings it all."""
    page = open_page(f"{address}/robots.txt", **TABLET)
    page.route(SCRIPT, lambda route: route.abort())
    page.route(shared, forgetful_no_more)
    page.goto(shared)
    fill_in(page)
    page.click("text=Check your answers")
    expect(page.locator("h1")).to_have_text("Check your answers")
    assert "Okafor" in wander(page, shared)


def forgetful_no_more(route: Route) -> None:
    answer = route.fetch()
    headers = {k: v for k, v in answer.headers.items() if k not in ("cache-control", "content-encoding")}
    route.fulfill(status=answer.status, headers=headers, body=answer.text().replace('autocomplete="off"', ""))


def test_without_a_script_the_form_is_empty_and_the_record_closed(open_page: Open, shared: str) -> None:
    page = open_page(shared, java_script_enabled=False, **TABLET)
    send(page)
    page.click("text=Next person")
    expect(page).to_have_url(shared)
    assert wander(page, shared) == []


def test_waiting_is_announced_and_can_be_stopped(tablet: Page, faults: Faults) -> None:
    fill_in(tablet)
    tablet.clock.run_for(39_000)
    expect(tablet.locator(".idle")).to_have_count(0)
    tablet.clock.run_for(2_000)
    expect(tablet.locator(".idle")).to_contain_text("This page clears itself soon")
    tablet.clock.run_for(5_000)
    assert 13 <= int(re.sub(r"\D", "", tablet.inner_text(".idle strong"))) <= 15
    assert faults(tablet) == []
    tablet.click("text=I am still here")
    expect(tablet.locator(".idle")).to_have_count(0)
    tablet.clock.run_for(39_000)
    assert "Okafor" in left(tablet)


def test_whoever_is_typing_is_not_disturbed(tablet: Page) -> None:
    for month in ("1", "2", "3"):
        fill_in(tablet, birth_month=month)
        tablet.clock.run_for(38_000)
    expect(tablet.locator(".idle")).to_have_count(0)
    assert "Okafor" in left(tablet)


def test_a_blank_form_rests(tablet: Page) -> None:
    tablet.evaluate("window.same = true")
    tablet.clock.run_for(300_000)
    assert tablet.evaluate("window.same")
    expect(tablet.locator(".idle")).to_have_count(0)


def test_a_receipt_makes_room_after_half_a_minute(tablet: Page, shared: str) -> None:
    send(tablet)
    tablet.clock.run_for(29_000)
    expect(tablet.locator("h1")).to_have_text(DONE)
    tablet.clock.run_for(2_000)
    expect(tablet).to_have_url(shared)


def test_a_lost_answer_keeps_what_was_typed(tablet: Page, shared: str) -> None:
    check(tablet)
    tablet.check("[name=attest]")
    tablet.route(shared, lambda route: (route.fetch(), route.abort()))
    tablet.click("text=Send my attestation")
    expect(tablet.get_by_role("alert")).to_contain_text("We cannot tell whether this was sent")
    tablet.unroute(shared)
    tablet.click("text=Send my attestation")
    expect(tablet.locator("h1")).to_have_text(DONE)


def test_errors_and_changes_work_as_on_a_phone(tablet: Page, faults: Faults) -> None:
    fill_in(tablet, npi="12")
    tablet.click("text=Check your answers")
    expect(tablet).to_have_title(re.compile("^Error: "))
    assert tablet.locator("[role=alert]").evaluate("e => e === document.activeElement")
    tablet.fill("#npi", "1234567893")
    tablet.click("text=Check your answers")
    tablet.click("text=Change my answers")
    assert tablet.input_value("#last_name") == "Okafor"
    send(tablet)
    assert faults(tablet) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_screens_have_no_faults(scheme: str, open_page: Open, shared: str, faults: Faults) -> None:
    page = open_page(shared, color_scheme=scheme, viewport={"width": 320, "height": 640})
    send(page)
    assert faults(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
