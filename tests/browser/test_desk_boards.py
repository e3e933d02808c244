"""Set up: a board that is not on the list is typed in, saved with a word of warning, and offered to learners."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from storage.activities import StoredActivity

pytestmark = pytest.mark.browser


def test_a_board_that_is_not_on_the_list(
    address: str,
    open_page: Callable[..., Page],
    faults: Callable[[Page], list[str]],
    signed_in: dict[str, object],
    activity: StoredActivity,
) -> None:
    page = open_page(f"{address}/desk/activities/{activity.id}/set-up", storage_state=signed_in)
    page.get_by_role("button", name="Add a board").click()
    page.get_by_label("Board", exact=True).select_option(label="Another board")
    board = page.get_by_label("Board", exact=True)
    expect(board).to_be_focused()
    page.keyboard.type("ABNS")
    page.get_by_label("Credit type").fill("Continuing")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("ABNS is not on our list of boards.")).to_be_visible()
    expect(board).to_have_value("ABNS")
    assert faults(page) == []
    learner = open_page(f"{address}/a/{activity.code}")
    learner.get_by_label("Board certification (optional)").select_option("ABNS")


def test_another_credit_type_of_a_listed_board(
    address: str, open_page: Callable[..., Page], signed_in: dict[str, object], activity: StoredActivity
) -> None:
    page = open_page(f"{address}/desk/activities/{activity.id}/set-up", storage_state=signed_in)
    page.get_by_role("button", name="Add a board").click()
    page.get_by_label("Board", exact=True).select_option("ABS")
    page.get_by_label("Credit type").select_option(label="Another credit type")
    page.get_by_label("Credit type").fill("Something new")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("The known credit types of ABS are")).to_be_visible()
    expect(page.get_by_label("Credit type")).to_have_value("Something new")
