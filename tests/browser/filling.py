"""Fills in the learner's page as a person would."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.conftest import answers

CHOSEN = ("profession", "consent", "credits")


def fill_in(page: Page, **fields: str) -> None:
    """A physician's answers, with what is given changed; fields that the page does not ask are passed over."""
    for name, value in answers(**fields).items():
        if name == "attest":
            continue
        if name in CHOSEN:
            page.check(f"[name={name}][value='{value}']")
        elif name == "license_state":
            page.select_option(f"[name={name}]", value)
        elif page.locator(f"[name={name}]:visible").count():
            page.fill(f"[name={name}]", value)
    dates = page.locator("[name=completion_date]")
    if dates.count():
        dates.last.check()
