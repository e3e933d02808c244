"""The web service from the desk: sandbox, dry run, report; a stand-in is called one wherever it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from config import Config
from storage.activities import StoredActivity
from storage.database import Database
from tests.browser.keyboard import press, reach
from tests.conftest import answers
from tests.delivery.reporting import FastClock, service_at, worker_on
from tests.standin.server import PASSWORD, PROVIDER, USER, StandIn

DESKTOP = {"viewport": {"width": 1280, "height": 900}}
RUN_TIME = 20_000  # ms

pytestmark = pytest.mark.browser


@pytest.fixture
def clock() -> FastClock:
    return FastClock(datetime(2026, 11, 23, 22, 30, tzinfo=UTC))


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


@pytest.fixture
def config(config: Config, stand_in: StandIn) -> Config:
    return replace(
        config,
        pars_service="json",
        pars_url=stand_in.address("production"),
        pars_sandbox_url=stand_in.address("sandbox"),
        pars_provider=PROVIDER,
        pars_user=USER,
        pars_password=PASSWORD,
    )


@pytest.fixture
def worker(database: Database, config: Config, clock: FastClock) -> Iterator[None]:
    addresses = (config.pars_url, config.pars_sandbox_url)
    running = worker_on(database, config, clock, {one: service_at(one) for one in addresses if one})
    running.start()
    yield
    running.stop()


def test_from_the_sandbox_to_the_report(
    app: Flask,
    stand_in: StandIn,
    worker: None,
    address: str,
    open_page: Callable[..., Page],
    faults: Callable[[Page], list[str]],
    signed_in: dict[str, object],
    activity: StoredActivity,
) -> None:
    sent = app.test_client().post(f"/a/{activity.code}", data={"step": "submit"} | answers())
    assert sent.status_code == 303
    page = open_page(f"{address}/desk/activities/{activity.id}/report", storage_state=signed_in, **DESKTOP)
    reach(page, "By file")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("By web service")).to_be_checked()
    expect(page.get_by_text("A stand-in answers here, not PARS.")).to_be_visible()
    press(page, "Make a file of 1 row to send")
    for number, step in enumerate(("Try it in the sandbox", "Dry run", "Send it to PARS"), 1):
        expect(page.get_by_role("button", name=step)).to_be_visible()
        assert len(stand_in.ledgers["production"].held) == 0
        press(page, step)
        expect(page.locator(".run")).to_have_count(number)
        expect(page.locator(".run-state.done")).to_have_count(number, timeout=RUN_TIME)
        expect(page.locator(".run .stand-in")).to_have_count(number)
        assert faults(page) == []
        if number == 2:
            expect(page.get_by_text("1 without objection")).to_be_visible()
            expect(page.get_by_text("not whether it finds each learner")).to_be_visible()
            page.reload()  # whoever comes back goes on where the file was left
            expect(page.get_by_label("By web service").first).to_be_checked()
    expect(page.get_by_text("Sent.")).to_be_visible()
    expect(page.get_by_text("Nothing waits for it. 1 accepted.")).to_be_visible()
    assert len(stand_in.ledgers["production"].held) == 1


def test_a_step_too_early_is_refused_with_its_reason(
    app: Flask,
    address: str,
    open_page: Callable[..., Page],
    signed_in: dict[str, object],
    activity: StoredActivity,
) -> None:
    app.test_client().post(f"/a/{activity.code}", data={"step": "submit"} | answers())
    page = open_page(f"{address}/desk/activities/{activity.id}/report", storage_state=signed_in, **DESKTOP)
    page.get_by_label("By web service").check()
    page.get_by_role("button", name="Make a file").click()
    page.get_by_role("button", name="Send it to PARS").click()
    expect(page.get_by_role("alert")).to_contain_text("sandbox first")
    expect(page.locator(".run")).to_have_count(0)


def test_real_learners_are_asked_about_before_they_leave_for_a_sandbox(
    app: Flask,
    address: str,
    open_page: Callable[..., Page],
    faults: Callable[[Page], list[str]],
    signed_in: dict[str, object],
    activity: StoredActivity,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("blueprints.service.is_stand_in", lambda _: False)
    app.test_client().post(f"/a/{activity.code}", data={"step": "submit"} | answers())
    page = open_page(f"{address}/desk/activities/{activity.id}/report", storage_state=signed_in, **DESKTOP)
    press(page, "Other formats and files")
    page.get_by_label("Format of the file").select_option("json")
    press(page, "Download the PARS file")
    press(page, "Send it by web service")
    press(page, "Try it in the sandbox")
    expect(page.get_by_role("heading", name="Are these learners real?")).to_be_focused()
    assert faults(page) == []
    press(page, "Keep them here")
    expect(page.locator(".run")).to_have_count(0)
    press(page, "Try it in the sandbox")
    press(page, "They are made up: send them")
    expect(page.locator(".run")).to_have_count(1)
