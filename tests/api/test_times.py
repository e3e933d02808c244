"""Times that the provider sets: days to report in, and how long things are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from config import Config, ConfigError
from pars.provider import IDENTIFIER_DAYS, RECORD_YEARS
from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.conftest import Clock
from tests.reading import Page


def clocks(api: Api, activity: StoredActivity, record_id: str) -> list[Any]:
    """The days left, wherever the desk tells them, and what is due by tomorrow."""
    closing = api.get(f"/activities/{activity.id}/closing")
    shown = api.get(f"/activities/{activity.id}")
    (need,) = api.get("/needs")["items"]
    due = api.get(f"/activities/{activity.id}/records?due=1")["total"]
    left = [each["days_left"] for each in (closing, shown, need, api.get(f"/records/{record_id}"))]
    return [*left, closing["report_by"], shown["report_by"], closing["overdue"], due]


def test_the_desk_counts_down_to_the_window(
    api: Api, activity: StoredActivity, arrive: Callable[..., Any], clock: Clock
) -> None:
    record_id = arrive()["id"]
    clock.advance(days=13)
    assert clocks(api, activity, record_id) == [17] * 4 + ["2026-12-23"] * 2 + [0, 0]
    api.patch("/provider", {"reporting_days": 14})
    assert clocks(api, activity, record_id) == [1] * 4 + ["2026-12-07"] * 2 + [0, 1]
    clock.advance(days=2)
    assert clocks(api, activity, record_id) == [-1] * 4 + ["2026-12-07"] * 2 + [1, 1]
    api.patch("/provider", {"reporting_days": None})
    assert api.get("/provider")["reporting_days"] == 30


@pytest.mark.parametrize(
    ("days", "words"), [(14, "within 14 days"), (1, "within a day"), (None, "within 30 days")]
)
def test_learners_are_promised_the_same(
    api: Api, client: FlaskClient, arrive: Callable[..., Any], days: int | None, words: str
) -> None:
    api.patch("/provider", {"reporting_days": days})
    assert words in Page(client.get(arrive()["receipt_url"])).text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reporting_days", 0),
        ("reporting_days", 367),
        ("keep_identifiers_days", 29),
        ("keep_identifiers_days", 366),
        ("keep_records_years", 5),
        ("keep_records_years", True),
        ("keep_records_years", "6"),
    ],
)
def test_times_that_cannot_be(api: Api, name: str, value: object) -> None:
    (problem,) = api.patch("/provider", {name: value}, 422)["problems"]
    assert (problem["field"], problem["code"]) == (name, "whole_number")
    assert api.get("/provider")["version"] == 0


def test_what_the_desk_leaves_open_is_as_the_server_is_set(api: Api) -> None:
    shown = api.get("/provider")
    assert (shown["keep_identifiers_days"], shown["keep_records_years"]) == (None, None)
    assert shown["server"] == {"keep_identifiers_days": 90, "keep_records_years": 6}


@pytest.mark.parametrize(
    ("setting", "limits"),
    [("ATTEST_KEEP_IDENTIFIERS_DAYS", IDENTIFIER_DAYS), ("ATTEST_KEEP_RECORDS_YEARS", RECORD_YEARS)],
)
def test_desk_and_server_take_the_same(setting: str, limits: tuple[int, int], tmp_path: Any) -> None:
    for within in limits:
        Config.from_environment({setting: str(within)}, tmp_path)
    for beyond in (limits[0] - 1, limits[1] + 1):
        with pytest.raises(ConfigError):
            Config.from_environment({setting: str(beyond)}, tmp_path)
