"""One trial of a bad network, from the blank form to the receipt; a few in every run, the full number by `make soak`.

Each takes a page at the blank form, in a window of its own, and raises where a promise is broken.
"""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.filling import fill_in
from tests.browser.hall import (
    NOT_SENT,
    WATCH,
    at_receipt,
    dropped,
    kept_in,
    says,
    send,
    to_check,
    try_again,
    unheard,
)
from tests.browser.looking import Kept
from tests.conftest import Clock

FILLED = "[...document.querySelectorAll('main input[type=hidden]')].map(field => [field.name, field.value])"
POSTS = "**/a/*"


def lost_answer(page: Page, kept: Kept, **fields: str) -> None:
    """The server stores it and the phone never hears: nothing is called sent or emptied, and there is one record."""
    page.evaluate(WATCH)
    to_check(page, **fields)
    before = page.evaluate(FILLED)
    page.route(POSTS, unheard)
    send(page)
    says(page, NOT_SENT)
    assert not page.evaluate("window.saidSent"), "called sent too soon"
    assert page.evaluate(FILLED) == before
    assert len(of(kept, fields)) == 1
    page.unroute(POSTS, unheard)
    try_again(page)
    at_receipt(page)
    assert len(of(kept, fields)) == 1
    assert kept_in(page) == []


def dropped_request(page: Page, kept: Kept, **fields: str) -> None:
    """The server never has it: nothing is stored and nothing called sent until the network is back."""
    page.evaluate(WATCH)
    to_check(page, **fields)
    before = page.evaluate(FILLED)
    page.route(POSTS, dropped)
    send(page)
    says(page, NOT_SENT)
    assert not page.evaluate("window.saidSent"), "called sent too soon"
    assert page.evaluate(FILLED) == before
    assert of(kept, fields) == []
    page.unroute(POSTS, dropped)
    try_again(page)
    at_receipt(page)
    assert len(of(kept, fields)) == 1


def of(kept: Kept, fields: dict[str, str]) -> list[str]:
    """The records of this person."""
    wanted = fields.get("last_name", "Okafor")
    return [stored.record.last_name for stored in kept() if stored.record.last_name == wanted]


def open_for_long(page: Page, kept: Kept, clock: Clock, hours: int) -> None:
    """The form was left open; both clocks have moved on when it is sent."""
    page.clock.install()
    page.reload()
    fill_in(page)
    clock.advance(hours=hours)
    page.clock.fast_forward(hours * 3600 * 1000)
    page.click("text=Check your answers")
    page.check("[name=attest]")
    send(page)
    at_receipt(page)
    assert len(kept()) == 1
