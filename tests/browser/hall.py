"""What a bad network does to the learner's page, done to a page in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser.filling import fill_in

SCRIPTS = Path(__file__).parents[2] / "static" / "attest"
NOT_SENT = "Not sent yet."
SENT = "Sent."
WATCH = """
new MutationObserver(() => {
  const said = document.querySelector('[role=status]')?.innerText;
  if (said?.startsWith('Sent.')) window.saidSent = true;
}).observe(document, { childList: true, subtree: true });
"""
"""Notes in the page whether it ever said "Sent."."""
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('attest:'))"

Lose = Callable[[Route], None]


def is_post(route: Route) -> bool:
    return route.request.method == "POST"


def dropped(route: Route) -> None:
    """The request never reaches the server."""
    route.abort("internetdisconnected") if is_post(route) else route.fallback()


def unheard(route: Route) -> None:
    """The server has it, and its answer never reaches the phone."""
    if not is_post(route):
        return route.fallback()
    route.fetch(max_redirects=0)
    return route.abort("connectionreset")


def answered(status: int, body: str, content_type: str = "text/html") -> Lose:
    """Somebody else answers in the server's place."""

    def fulfill(route: Route) -> None:
        if is_post(route):
            route.fulfill(status=status, body=body, content_type=content_type)
        else:
            route.fallback()

    return fulfill


def rewritten(page: Page, script: str, old: str, new: str) -> None:
    """A build with a fault: this script with other words in it. `old` must be there."""
    source = (SCRIPTS / script).read_text(encoding="utf-8")
    assert old in source
    changed = source.replace(old, new)
    page.route(
        f"**/{script}",
        lambda route: route.fulfill(body=changed, content_type="text/javascript; charset=utf-8"),
    )


def to_check(page: Page, **fields: str) -> None:
    """From the blank form to the check screen, confirmed."""
    fill_in(page, **fields)
    page.click("text=Check your answers")
    expect(page.locator("h1")).to_have_text("Check your answers")
    page.check("[name=attest]")


def send(page: Page) -> None:
    page.click("text=Send my attestation", no_wait_after=True)


def says(page: Page, words: str) -> None:
    expect(page.locator("[role=status]")).to_contain_text(words)


def try_again(page: Page) -> None:
    """As the browser does when the network is back."""
    page.evaluate("dispatchEvent(new Event('online'))")


def at_receipt(page: Page) -> None:
    page.wait_for_url("**/r/*")
    expect(page.locator("h1")).to_have_text("Your receipt")


def kept_in(page: Page) -> list[str]:
    """The keys in the browser's storage, of this site."""
    return sorted(page.evaluate(KEPT))
