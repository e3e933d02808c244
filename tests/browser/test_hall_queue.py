"""What cannot be delivered waits, is stored once, and is called sent by nobody but the server."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from blueprints.attest import receiving
from pars.record import Policy
from storage import activities
from storage.activities import StoredActivity
from storage.database import Database
from tests.browser.filling import fill_in
from tests.browser.hall import (
    NOT_SENT,
    WATCH,
    Lose,
    answered,
    at_receipt,
    dropped,
    kept_in,
    rewritten,
    says,
    send,
    to_check,
    try_again,
    unheard,
)
from tests.browser.looking import Kept, Open
from tests.browser.trials import POSTS, dropped_request, lost_answer, open_for_long
from tests.conftest import Clock

ELSEWHERE = json.dumps({"reference": "K7M4-PQ2X", "receipt_url": "https://wifi.example.org/r/token"})
PORTAL = "<!doctype html><title>Welcome</title><main id='main'><h1>Accept our terms</h1></main>"


@pytest.fixture
def form(open_page: Open, address: str, activity: StoredActivity) -> Page:
    return open_page(f"{address}/a/{activity.code}")


@pytest.fixture
def broken(open_page: Open, address: str, activity: StoredActivity) -> Page:
    """The blank form where no service worker keeps the scripts, so that others can be put in their place."""
    return open_page(f"{address}/a/{activity.code}", service_workers="block")


def test_an_answer_that_is_lost(form: Page, kept: Kept) -> None:
    lost_answer(form, kept)


def test_a_request_that_is_dropped(form: Page, kept: Kept) -> None:
    dropped_request(form, kept)


def test_a_build_with_a_new_number_for_each_try_is_caught(broken: Page, kept: Kept) -> None:
    again = "press(entry.action, { ...entry.fields, submission_id: crypto.randomUUID() }"
    rewritten(broken, "send.js", "press(entry.action, entry.fields", again)
    broken.reload()
    with pytest.raises(AssertionError):
        lost_answer(broken, kept)
    assert len(kept()) == 2


def test_a_build_that_says_sent_too_soon_is_caught(broken: Page, kept: Kept) -> None:
    rewritten(broken, "send.js", "  deliver(waiting);", '  say("Sent.");\n  deliver(waiting);')
    broken.reload()
    with pytest.raises(AssertionError, match="called sent too soon"):
        dropped_request(broken, kept)


def test_a_build_that_empties_the_form_is_caught(broken: Page, kept: Kept) -> None:
    emptied = "  target.replaceChildren();\n  deliver(waiting);"
    rewritten(broken, "send.js", "  deliver(waiting);", emptied)
    broken.reload()
    with pytest.raises(AssertionError):
        dropped_request(broken, kept)


@pytest.mark.parametrize(
    "answer",
    [
        answered(200, PORTAL),
        answered(200, "{}", "application/json"),
        answered(201, ELSEWHERE, "application/json"),
        answered(502, "<h1>Bad gateway</h1>"),
    ],
    ids=["login page", "json of nobody", "receipt elsewhere", "proxy alone"],
)
def test_nobody_else_can_say_sent(form: Page, kept: Kept, answer: Lose) -> None:
    form.evaluate(WATCH)
    to_check(form)
    form.route(POSTS, answer)
    send(form)
    says(form, NOT_SENT)
    assert not form.evaluate("window.saidSent")
    form.unroute(POSTS, answer)
    form.click("text=Try now")
    at_receipt(form)
    assert len(kept()) == 1


def test_the_check_screen_comes_when_the_network_is_back(form: Page) -> None:
    answer = answered(200, PORTAL)
    fill_in(form)
    form.route(POSTS, answer)
    form.click("text=Check your answers")
    says(form, "Everything you typed is still here")
    assert form.input_value("[name=license_number]") == "MD0012345"
    form.unroute(POSTS, answer)
    try_again(form)
    expect(form.locator("h1")).to_have_text("Check your answers")
    expect(form.locator("[role=status]")).to_be_empty()


def test_what_waits_goes_out_when_the_page_is_opened_again(
    open_page: Open, address: str, activity: StoredActivity, kept: Kept
) -> None:
    page = open_page(f"{address}/a/{activity.code}", service_workers="block")
    to_check(page)
    page.route(POSTS, dropped)
    send(page)
    says(page, NOT_SENT)
    page.reload()
    says(page, NOT_SENT)
    expect(page.locator("[name=license_number]")).to_have_value("MD0012345")
    assert kept() == []
    page.unroute(POSTS, dropped)
    page.reload()
    at_receipt(page)
    assert len(kept()) == 1
    assert kept_in(page) == []


def test_what_waits_goes_out_from_the_next_session_too(
    open_page: Open,
    address: str,
    activity: StoredActivity,
    make_activity: Callable[..., StoredActivity],
    kept: Kept,
) -> None:
    page = open_page(f"{address}/a/{activity.code}", service_workers="block")
    to_check(page)
    page.route(POSTS, dropped)
    send(page)
    says(page, NOT_SENT)
    page.unroute(POSTS, dropped)
    page.goto(f"{address}/a/{make_activity(title='Burn Care').code}")
    says(page, "What waited on this phone is saved.")
    assert len(kept()) == 1
    assert kept_in(page) == []


def test_whoever_changes_an_answer_takes_back_what_waits(form: Page, kept: Kept) -> None:
    to_check(form)
    form.route(POSTS, dropped)
    send(form)
    says(form, NOT_SENT)
    form.unroute(POSTS, dropped)
    form.click("text=Change my answers")
    form.fill("[name=first_name]", "Amarachi")
    form.click("text=Check your answers")
    form.check("[name=attest]")
    send(form)
    at_receipt(form)
    assert [stored.record.first_name for stored in kept()] == ["Amarachi"]


def test_an_old_browser_sends_by_itself(
    open_page: Open, address: str, activity: StoredActivity, kept: Kept
) -> None:
    page = open_page(f"{address}/robots.txt")
    page.add_init_script("delete SubmitEvent.prototype.submitter")
    page.goto(f"{address}/a/{activity.code}")
    to_check(page)
    page.click("text=Change my answers")
    expect(page.locator("h1")).to_have_text("Trauma Grand Rounds")
    assert page.input_value("[name=license_number]") == "MD0012345"
    assert kept() == []


def test_other_answers_after_a_lost_answer(form: Page, kept: Kept) -> None:
    to_check(form)
    form.route(POSTS, unheard)
    send(form)
    says(form, NOT_SENT)
    form.unroute(POSTS, unheard)
    form.click("text=Change my answers")
    form.fill("[name=first_name]", "Amarachi")
    form.click("text=Check your answers")
    form.check("[name=attest]")
    send(form)
    expect(form.locator("h1")).to_have_text("Your first answers were already saved")
    assert [stored.record.first_name for stored in kept()] == ["Amara"]


def test_it_closed_while_it_waited(
    form: Page, kept: Kept, activity: StoredActivity, database: Database, clock: Clock
) -> None:
    to_check(form)
    form.route(POSTS, dropped)
    send(form)
    says(form, NOT_SENT)
    with database.write() as session:
        closed = replace(activity.activity, closes_at=clock() - timedelta(minutes=1))
        activities.update(
            session, activity.id, closed, version=None, actor="console", now=clock(), policy=Policy()
        )
    form.unroute(POSTS, dropped)
    try_again(form)
    expect(form.locator("h1")).to_have_text("This activity is closed")
    assert kept() == []


def test_it_was_refused_while_it_waited(
    form: Page, kept: Kept, activity: StoredActivity, database: Database, clock: Clock
) -> None:
    to_check(form)
    form.route(POSTS, dropped)
    send(form)
    says(form, NOT_SENT)
    with database.write() as session:
        changed = replace(activity.activity, consent_text="We send it to the ACCME.")
        activities.update(
            session, activity.id, changed, version=None, actor="console", now=clock(), policy=Policy()
        )
        fewer = replace(changed, credits_max=changed.credits_max / 2)
        activities.update(
            session, activity.id, fewer, version=None, actor="console", now=clock(), policy=Policy()
        )
    form.unroute(POSTS, dropped)
    try_again(form)
    expect(form.locator("[role=alert]")).to_contain_text("Credits must be 3 or less")
    assert form.input_value("[name=license_number]") == "MD0012345"
    assert kept() == []


def test_a_server_that_is_busy_or_broken_is_asked_again(
    app: Flask, form: Page, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_check(form)
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "_limits", lambda stored: [("learner", "nobody", 0)])
        send(form)
        says(form, "Not sent yet. The server is busy.")
    with monkeypatch.context() as patch:
        patch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        patch.setattr(receiving, "_limits", lambda stored: 1 / 0)
        try_again(form)
        says(form, "Not sent yet. The server is busy.")
    assert kept() == []
    try_again(form)
    at_receipt(form)
    assert len(kept()) == 1


def test_two_tabs_make_one_record(form: Page, kept: Kept) -> None:
    fill_in(form)
    other = form.context.new_page()
    other.goto(form.url)
    for page in (form, other):
        page.click("text=Check your answers")
        page.check("[name=attest]")
    for page in (form, other):
        send(page)
        at_receipt(page)
    assert len(kept()) == 1


def test_a_form_that_was_open_for_eight_days(form: Page, kept: Kept, clock: Clock) -> None:
    open_for_long(form, kept, clock, hours=8 * 24)


def test_in_a_phone_that_translates_the_page(form: Page, kept: Kept) -> None:
    form.evaluate(
        """() => {
          document.documentElement.lang = "es";
          const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
          const all = [];
          while (texts.nextNode()) all.push(texts.currentNode);
          for (const text of all) {
            const font = document.createElement("font");
            text.replaceWith(font);
            font.append(`¿${text.data}?`);
          }
        }"""
    )
    fill_in(form)
    form.click("form button[type=submit]")
    form.check("[name=attest]")
    send(form)
    at_receipt(form)
    assert len(kept()) == 1
