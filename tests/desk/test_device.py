"""A browser in words: what its owner would call it, and never what it says of itself."""

from __future__ import annotations

import pytest

from blueprints.device import in_words

MOZILLA = "Mozilla/5.0 "
KIT = "AppleWebKit/537.36 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            MOZILLA + "(Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Windows",
        ),
        (MOZILLA + f"(X11; Linux x86_64) {KIT}Chrome/140.0.0.0 Safari/537.36", "Chrome on Linux"),
        (
            MOZILLA + f"(Windows NT 10.0; Win64; x64) {KIT}Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge on Windows",
        ),
        (
            MOZILLA + f"(Macintosh; Intel Mac OS X 10_15_7) {KIT}Version/18.5 Safari/605.1.15",
            "Safari on Mac",
        ),
        (
            MOZILLA
            + f"(iPhone; CPU iPhone OS 18_5 like Mac OS X) {KIT}Version/18.5 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            MOZILLA + f"(Linux; Android 15; K) {KIT}Chrome/140.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.5.0", "A browser"),
        ("", "A browser"),
        ("<b>canary</b>" * 1000, "A browser"),
    ],
)
def test_words(user_agent: str, words: str) -> None:
    assert in_words(user_agent) == words
    assert len(words) <= 60
