"""Works a page as somebody does who has no mouse: Tab, Enter, arrows and letters, nothing else."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_TABS = 150
FOCUSED = """() => {
  const element = document.activeElement;
  const label = element.labels?.[0]?.innerText ?? element.getAttribute("aria-label") ?? element.innerText ?? "";
  return label.replace(/\\s+/g, " ").trim();
}"""


def focused(page: Page) -> str:
    """The name of what has the focus."""
    return str(page.evaluate(FOCUSED))


def reach(page: Page, name: str) -> None:
    """Tab on until something whose name begins with `name` has the focus."""
    met = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        met.append(focused(page))
        if met[-1].startswith(name):
            return
    raise AssertionError(f"Tab does not lead to {name!r}, only to {met}")


def press(page: Page, name: str) -> None:
    """Tab to a link or button and press Enter."""
    reach(page, name)
    page.keyboard.press("Enter")


def write(page: Page, name: str, text: str) -> None:
    """Tab to a field and type; in a list the letters choose."""
    reach(page, name)
    page.keyboard.type(text)
