"""How long after closing a form is taken, and the words for how late it came."""

from datetime import UTC, datetime, timedelta

import pytest

from pars.opening import last_call, lateness

CLOSES = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(seconds=-1), ""),
        (timedelta(seconds=0), "Less than a minute after closing"),
        (timedelta(minutes=1), "1 minute after closing"),
        (timedelta(minutes=119), "119 minutes after closing"),
        (timedelta(hours=2), "2 hours after closing"),
        (timedelta(hours=47), "47 hours after closing"),
        (timedelta(days=2), "2 days after closing"),
    ],
)
def test_lateness_in_words(after: timedelta, words: str) -> None:
    assert lateness(CLOSES, CLOSES + after) == words


def test_without_a_closing_time_nobody_is_late() -> None:
    assert lateness(None, CLOSES) == ""


def test_closing_by_hand_and_no_minutes_have_no_last_call() -> None:
    assert last_call("open", CLOSES, 10) == CLOSES + timedelta(minutes=10)
    assert last_call("closed", CLOSES, 10) is None
    assert last_call("open", CLOSES, 0) is None
    assert last_call("open", None, 10) is None
