"""The learner's page on a bad network, in full number and in figures: `make soak`. The faults that these trials see are
shown by the builds with a fault in tests/browser/test_hall_queue.py."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.activities import StoredActivity
from tests.browser.conftest import address, browser, kept, playwright
from tests.browser.looking import Kept
from tests.browser.trials import dropped_request, lost_answer, open_for_long
from tests.conftest import Clock
from tests.soak.figures import tell

__all__ = ["address", "browser", "kept", "playwright"]

pytestmark = pytest.mark.soak

LOST, DROPPED, VISITS = 100, 50, 7
# A crowded hall: 400 kbit/s each way, 400 ms to the server and back.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
USABLE_MS = 2_000
TIMES = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const painted = performance.getEntriesByName("first-contentful-paint")[0];
  return { paint: painted.startTime, interactive: page.domInteractive, all: page.loadEventEnd };
}"""


@contextmanager
def phone(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(url)
    try:
        yield page
    finally:
        context.close()


@pytest.mark.parametrize(
    ("trial", "times"),
    [(lost_answer, LOST), (dropped_request, DROPPED)],
    ids=["lost answer", "dropped request"],
)
def test_every_trial_ends_in_one_record(
    browser: Browser,
    address: str,
    activity: StoredActivity,
    kept: Kept,
    trial: Callable[..., None],
    times: int,
) -> None:
    began = time.monotonic()
    for number in range(times):
        with phone(browser, f"{address}/a/{activity.code}") as page:
            trial(page, kept, last_name=f"Okafor{letters(number)}", license_number=f"MD{number:06}", npi="")
    assert len(kept()) == times
    tell(trial.__name__, trials=times, records=len(kept()), seconds=time.monotonic() - began)


def test_a_slow_network_is_soon_usable(browser: Browser, address: str, activity: StoredActivity) -> None:
    seen = []
    for _ in range(VISITS):
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        began = time.monotonic()
        page.goto(f"{address}/a/{activity.code}", wait_until="commit")
        page.fill("[name=first_name]", "Amara")
        typed = (time.monotonic() - began) * 1000
        page.wait_for_load_state("networkidle")
        expect(page.locator("[role=status]")).to_be_attached()
        seen.append(page.evaluate(TIMES) | {"typed": typed})
        context.close()
    figures = {
        name: median(visit[name] for visit in seen) for name in ("paint", "interactive", "typed", "all")
    }
    tell("400 kbit/s, 400 ms: milliseconds to", **figures)
    assert figures["typed"] < USABLE_MS
    assert figures["interactive"] < USABLE_MS


@pytest.mark.parametrize("hours", [2, 26, 8 * 24])
def test_a_form_that_was_open_for_long(
    browser: Browser, address: str, activity: StoredActivity, kept: Kept, clock: Clock, hours: int
) -> None:
    with phone(browser, f"{address}/a/{activity.code}") as page:
        open_for_long(page, kept, clock, hours)
    tell("open for long", hours=hours, records=len(kept()))


def letters(number: int) -> str:
    """A name's ending of its own: no digits stand in names."""
    return chr(97 + number // 26) + chr(97 + number % 26)
