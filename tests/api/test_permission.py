"""Of any record it can be shown in which words its learner was asked, whatever was asked of others since."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from storage import consents
from tests.api.contract import Api
from tests.conftest import Clock

WORDS = [f"{{provider}} may tell PARS what I earned, wording {number}." for number in range(5)]


@pytest.fixture
def asked(api: Api, records_of: str, arrive: Callable[..., Any], clock: Clock) -> dict[str, str]:
    """Five learners, each asked in other words: record id to the words that stood on the page."""
    activity = records_of.removesuffix("/records")
    shown = {}
    for number, words in enumerate(WORDS):
        api.patch(activity, {"consent_text": words})
        made = arrive(last_name=f"Okafor{'abcde'[number]}", license_number=f"MD{number}", npi="")
        shown[made["id"]] = words.replace("{provider}", "Lakeside Teaching Hospital")
    clock.advance(days=365)
    return shown


def differing(api: Api, asked: dict[str, str]) -> int:
    """How many records show other words than those that stood on the page."""
    told = {record_id: api.get(f"/records/{record_id}/permission") for record_id in asked}
    assert all(each["sha256"] == hashlib.sha256(each["text"].encode()).hexdigest() for each in told.values())
    return sum(each["text"] != asked[record_id] for record_id, each in told.items())


def test_each_shows_its_own_words_a_year_later(api: Api, asked: dict[str, str]) -> None:
    assert differing(api, asked) == 0


def test_a_build_that_shows_the_words_of_today_is_caught(
    api: Api, asked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, newest = consents.asked, list(asked)[-1]
    monkeypatch.setattr(consents, "asked", lambda session, _: own(session, newest))
    assert differing(api, asked) == len(WORDS) - 1
