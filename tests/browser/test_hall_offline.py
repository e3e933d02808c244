"""The service worker: the form opens without a network, nothing else is kept, and it can be taken away again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from pars.record import Policy
from storage import activities
from storage.activities import StoredActivity
from storage.database import Database
from tests.browser.filling import fill_in
from tests.browser.hall import NOT_SENT, at_receipt, dropped, says, send, to_check
from tests.browser.looking import Kept, Open
from tests.conftest import Clock
from tests.serving import served

CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found;
}"""
WORKERS = "navigator.serviceWorker.getRegistrations().then(all => all.length)"
READY = "navigator.serviceWorker.ready.then(() => true)"


class Slow:
    """The app behind a network that lets nothing through for some seconds."""

    def __init__(self, app: Flask) -> None:
        self.inner, self.seconds = app.wsgi_app, 0.0
        app.wsgi_app = self  # type: ignore[method-assign]

    def __call__(self, environ: dict, start_response: Callable) -> object:
        time.sleep(self.seconds)
        return self.inner(environ, start_response)


@pytest.fixture
def slow(app: Flask) -> Slow:
    return Slow(app)


@pytest.fixture
def address(app: Flask, slow: Slow) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def form(open_page: Open, address: str, activity: StoredActivity) -> Page:
    """The blank form, when the phone has it for good."""
    page = open_page(f"{address}/a/{activity.code}")
    is_kept(page)
    return page


def until(page: Page, promise: str) -> None:
    """Wait until what a promise in the page comes to is true; Playwright's own wait takes any promise for a yes."""
    for _ in range(200):
        if page.evaluate(promise):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {promise}")


def is_kept(page: Page) -> None:
    assert page.evaluate(READY)
    until(page, f"({CACHED})().then(found => found.some(path => path.endsWith('offline.js')))")


def test_without_a_network_the_form_opens_with_what_was_typed(form: Page, kept: Kept) -> None:
    fill_in(form)
    form.context.set_offline(True)
    form.reload()
    expect(form.locator("h1")).to_have_text("Trauma Grand Rounds")
    assert form.input_value("[name=license_number]") == "MD0012345"
    form.click("text=Check your answers")
    says(form, NOT_SENT)
    form.context.set_offline(False)
    form.check("[name=attest]")
    send(form)
    at_receipt(form)
    assert len(kept()) == 1


def test_what_waits_is_still_there_without_a_network(form: Page, kept: Kept) -> None:
    to_check(form)
    form.context.set_offline(True)
    form.context.route("**/a/*", dropped)  # Chromium is online for a moment when it loads a page anew
    send(form)
    says(form, NOT_SENT)
    form.reload()
    says(form, NOT_SENT)
    assert kept() == []
    form.context.unroute("**/a/*", dropped)
    form.context.set_offline(False)
    at_receipt(form)
    assert len(kept()) == 1


def test_it_keeps_the_blank_form_and_its_scripts_alone(form: Page, activity: StoredActivity) -> None:
    form.reload()  # now the worker stands between
    to_check(form)
    send(form)
    at_receipt(form)
    found = set(form.evaluate(CACHED))
    assert f"/a/{activity.code}" in found
    assert all(path == f"/a/{activity.code}" or path.startswith("/a/scripts/") for path in found)


def test_a_shared_tablet_is_not_kept(
    form: Page, address: str, activity: StoredActivity, make_activity: Callable[..., StoredActivity]
) -> None:
    kiosk = make_activity(kiosk=True)
    form.goto(f"{address}/a/{kiosk.code}")
    expect(form.locator("h1")).to_be_visible()
    assert f"/a/{kiosk.code}" not in form.evaluate(CACHED)
    assert f"/a/{activity.code}" in form.evaluate(CACHED)


def test_a_form_that_becomes_a_shared_tablets_is_let_go(
    form: Page, activity: StoredActivity, database: Database, clock: Clock
) -> None:
    form.reload()  # now the worker stands between
    is_cached = f"({CACHED})().then(found => found.includes('/a/{activity.code}'))"
    assert form.evaluate(is_cached)
    with database.write() as session:
        shared = replace(activity.activity, kiosk=True)
        activities.update(
            session, activity.id, shared, version=None, actor="console", now=clock(), policy=Policy()
        )
    form.reload()
    assert not form.evaluate(is_cached)


def test_a_network_that_takes_too_long_is_not_waited_for(form: Page, slow: Slow) -> None:
    slow.seconds = 9.0
    began = time.monotonic()
    form.reload(wait_until="commit")
    expect(form.locator("h1")).to_have_text("Trauma Grand Rounds")
    took = time.monotonic() - began
    slow.seconds = 0.0
    assert took < 8


def test_it_can_be_switched_off_and_is_gone(form: Page, app: Flask) -> None:
    house = app.extensions["attest"]
    app.extensions["attest"] = replace(house, config=replace(house.config, offline=False))
    assert form.evaluate(WORKERS) == 1
    form.evaluate("navigator.serviceWorker.getRegistration().then(it => it.update())")
    until(form, f"{WORKERS}.then(left => left === 0)")
    until(form, "caches.keys().then(names => names.length === 0)")


def test_a_new_version_takes_the_place_of_the_old(form: Page) -> None:
    form.evaluate("caches.open('old').then(cache => cache.put('/a/OLD234', new Response('old')))")
    form.evaluate("navigator.serviceWorker.register('/a/worker.js?v=new', { scope: '/a/' })")
    until(form, f"({CACHED})().then(found => !found.includes('/a/OLD234'))")
