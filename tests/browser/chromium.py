"""Where a Chromium is: the one Playwright fetched, else the system's. Run as a program: exit 1 where there is none."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable(playwright: Playwright) -> str | None:
    """The path to give to `playwright.chromium.launch(executable_path=…)`, or None."""
    fetched = playwright.chromium.executable_path
    if Path(fetched).exists():
        return fetched
    return next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__":
    with sync_playwright() as running:
        sys.exit(executable(running) is None)
