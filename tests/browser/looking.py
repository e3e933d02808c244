"""A close look at a screen of the desk, in a wide window and in a narrow, dark one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from storage.record_rows import StoredRecord

Open = Callable[..., Page]
Kept = Callable[[], list[StoredRecord]]
Faults = Callable[[Page], list[str]]
Show = Callable[..., Page]
Call = Callable[[str, dict[str, Any]], Any]

WINDOWS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "320 px, dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def look(page: Page, faults: Faults, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.wait_for_load_state("networkidle")
    assert faults(page) == []
    assert not page.evaluate(TOO_WIDE)
    assert page.title() == f"{heading} · attest"
