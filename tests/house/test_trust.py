"""A page that says which test shows a promise names a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.files import ROOT, named

PAGES = [ROOT / "docs" / name for name in ("trust.md", "asvs.md")]
PROMISES = {f"P{number}" for number in range(1, 37)}


def not_there(text: str) -> list[str]:
    """The tests that stand as code in a page and do not exist."""
    return [path for path in re.findall(r"`(tests/[\w./]*)`", text) if not (ROOT / path).exists()]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_each_test_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not_there(text) == []
    assert "`tests/" in text


def test_every_promise_is_shown_or_said_not_to_be() -> None:
    assert PROMISES - set(re.findall(r"\bP\d+\b", PAGES[0].read_text(encoding="utf-8"))) == set()


def test_the_check_sees_what_is_missing() -> None:
    assert not_there("`tests/house/test_trust.py`, `tests/house/test_dreams.py`") == [
        "tests/house/test_dreams.py"
    ]
