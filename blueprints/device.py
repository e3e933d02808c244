"""A browser in words, for the list of where somebody is signed in: "Firefox on Windows"."""

from __future__ import annotations

# In this order: most browsers claim to be others as well.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
UNKNOWN = "A browser"


def in_words(user_agent: str) -> str:
    """What it calls itself, in at most 60 characters of our own."""
    browser = _first(BROWSERS, user_agent) or UNKNOWN
    system = _first(SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def _first(words: dict[str, str], user_agent: str) -> str | None:
    return next((name for mark, name in words.items() if mark in user_agent), None)
