"""What the phone keeps of the learner's page, until when, and what it never keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from pars.record import Policy
from storage import activities
from storage.activities import StoredActivity
from storage.database import Database
from tests.browser.filling import fill_in
from tests.browser.hall import at_receipt, kept_in, send, to_check
from tests.browser.looking import Kept, Open
from tests.conftest import Clock

DETAILS = {
    "first_name": "Amara",
    "last_name": "Okafor",
    "license_number": "MD0012345",
    "npi": "1234567893",
    "birth_month": "9",
    "birth_day": "27",
    "email": "amara@example.org",
}
REFUSED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
OLDER = """days => Object.keys(localStorage).forEach(key => {
  const kept = JSON.parse(localStorage[key]);
  localStorage[key] = JSON.stringify({ ...kept, at: kept.at - days * 86400000 });
})"""


@pytest.fixture
def form(open_page: Open, address: str, activity: StoredActivity) -> Page:
    return open_page(f"{address}/a/{activity.code}")


def typed(page: Page) -> dict[str, str]:
    return {name: page.input_value(f"[name={name}]") for name in DETAILS}


def test_a_draft_outlives_reload_and_back(form: Page) -> None:
    fill_in(form)
    form.reload()
    assert typed(form) == DETAILS
    assert form.is_checked("[name=consent][value=yes]")
    form.click("text=Check your answers")
    expect(form.locator("h1")).to_have_text("Check your answers")
    form.go_back()
    assert typed(form) == DETAILS
    form.go_forward()
    expect(form.locator("h1")).to_have_text("Check your answers")
    form.reload()
    assert typed(form) == DETAILS


def test_a_draft_goes_when_it_is_stored(form: Page, kept: Kept) -> None:
    to_check(form)
    send(form)
    at_receipt(form)
    assert len(kept()) == 1
    assert kept_in(form) == []
    form.go_back()
    expect(form.locator("[name=license_number]")).to_have_value("")


@pytest.mark.parametrize(("days", "is_there"), [(6.9, True), (7.1, False)])
def test_a_draft_is_kept_for_a_week(form: Page, days: float, is_there: bool) -> None:
    fill_in(form)
    form.evaluate(OLDER, days)
    form.reload()
    assert (typed(form) == DETAILS) is is_there
    assert bool(kept_in(form)) is is_there


def test_permission_is_asked_again_where_its_words_changed(
    form: Page, activity: StoredActivity, database: Database, clock: Clock
) -> None:
    fill_in(form)
    with database.write() as session:
        changed = replace(activity.activity, consent_text="We send it to the ACCME.")
        activities.update(
            session, activity.id, changed, version=None, actor="console", now=clock(), policy=Policy()
        )
    form.reload()
    assert typed(form) == DETAILS
    assert not form.is_checked("[name=consent][value=yes]")


def test_somebody_else_clears_it(form: Page) -> None:
    fill_in(form)
    form.reload()
    form.click("text=Not you? Clear")
    assert set(typed(form).values()) == {""}
    assert kept_in(form) == []
    form.reload()
    assert set(typed(form).values()) == {""}


def test_details_are_remembered_only_where_chosen(
    form: Page, address: str, make_activity: Callable[..., StoredActivity], kept: Kept
) -> None:
    to_check(form)
    assert not form.is_checked("#remember")
    form.check("#remember")
    send(form)
    at_receipt(form)
    assert kept_in(form) == ["attest:details:"]
    following = make_activity(title="Burn Care")
    form.goto(f"{address}/a/{following.code}")
    assert typed(form) == DETAILS
    assert form.is_checked("[name=profession][value=md]")
    for asked_anew in ("[name=credits]:checked", "[name=consent]:checked"):
        assert form.locator(asked_anew).count() == 0
    form.check("[name=credits][value='6']")
    form.check("[name=consent][value=yes]")
    form.click("text=Check your answers")
    form.check("[name=attest]")
    assert form.is_checked("#remember")
    form.uncheck("#remember")
    send(form)
    at_receipt(form)
    assert kept_in(form) == []


def test_details_go_after_half_a_year(form: Page) -> None:
    to_check(form)
    form.check("#remember")
    send(form)
    at_receipt(form)
    form.evaluate(OLDER, 181)
    form.go_back()
    expect(form.locator("[name=last_name]")).to_have_value("")
    assert kept_in(form) == []


def test_a_shared_tablet_keeps_nothing(
    open_page: Open, address: str, make_activity: Callable[..., StoredActivity]
) -> None:
    page = open_page(f"{address}/a/{make_activity(kiosk=True).code}")
    fill_in(page)
    page.click("text=Check your answers")
    expect(page.locator("h1")).to_have_text("Check your answers")
    assert page.locator("#remember").count() == 0
    assert kept_in(page) == []
    assert page.evaluate("caches.keys()") == []


def test_without_a_script_nothing_is_offered(open_page: Open, address: str, activity: StoredActivity) -> None:
    page = open_page(f"{address}/a/{activity.code}", java_script_enabled=False)
    fill_in(page)
    page.click("text=Check your answers")
    assert page.locator("#remember").count() == 0


def test_storage_that_is_refused_is_in_nobodys_way(form: Page, kept: Kept) -> None:
    form.add_init_script(REFUSED)
    form.reload()
    to_check(form)
    send(form)
    at_receipt(form)
    assert len(kept()) == 1


def test_a_password_manager_that_fills_the_trap_is_stored(form: Page, kept: Kept) -> None:
    form.evaluate("document.querySelector('#remarks').value = 'Okafor'")
    to_check(form)
    send(form)
    at_receipt(form)
    assert len(kept()) == 1
