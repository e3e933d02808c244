"""A series whose dates give different credits, as the learner meets it: without a script, and judged by the server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from pars.record import SeriesSession
from storage.activities import StoredActivity
from tests.attest.conftest import Ask, Kept, Post
from tests.reading import Page

SHORT, LONG = date(2026, 11, 9), date(2026, 11, 16)


@pytest.fixture
def series(make_activity: Callable[..., StoredActivity]) -> StoredActivity:
    return make_activity(
        format="series",
        starts_on=SHORT,
        ends_on=LONG,
        dates=(SHORT, LONG),
        credits_max=Decimal(1),
        sessions=(SeriesSession(date=LONG, title="Sepsis", credits_max=Decimal("1.5")),),
    )


def test_each_date_says_what_it_gives(client: FlaskClient, series: StoredActivity) -> None:
    page = Page(client.get(f"/a/{series.code}"))
    for words in (
        "Up to 1.5 AMA PRA Category 1 Credits™",
        "Monday, November 9, 2026 (1 credit)",
        "Monday, November 16, 2026: Sepsis (1.5 credits)",
        "Maximum 1.5, depending on the date below.",
        "All of that date",
    ):
        assert words in page.text


def test_a_series_of_equal_dates_does_not(
    client: FlaskClient, make_activity: Callable[..., StoredActivity]
) -> None:
    plain = make_activity(format="series", starts_on=SHORT, ends_on=LONG, dates=(SHORT, LONG))
    page = Page(client.get(f"/a/{plain.code}"))
    assert "Monday, November 9, 2026" in page.text
    assert "All 6" in page.text
    assert "6 credits)" not in page.text


@pytest.mark.parametrize(("day", "most"), [(SHORT, "1"), (LONG, "1.5")])
def test_all_are_all_of_the_date(
    post: Post, series: StoredActivity, kept: Kept, day: date, most: str
) -> None:
    said = {"to": series, "credits": "all", "completion_date": day.isoformat()}
    assert Page(post(**said)).answers["Credits claimed"] == f"{most} of {most}"
    assert post("submit", **said).status_code == 303
    (stored,) = kept(series)
    assert stored.record.credits == Decimal(most)


def test_more_than_the_date_gives_is_refused_with_the_date(post: Post, series: StoredActivity) -> None:
    said = {"to": series, "credits": "less", "completion_date": SHORT.isoformat()}
    page = Page(post(**said, credits_less="1.5"))
    assert page.status == 400
    assert page.errors == {"credits_less": "Credits must be 1 or less for 11/9/2026"}
    assert page.values["credits"] == "less"
    assert page.values["credits_less"] == "1.5"


def test_the_form_comes_back_as_it_was_answered(post: Post, series: StoredActivity) -> None:
    page = Page(post(to=series, credits="all", completion_date=LONG.isoformat(), first_name=""))
    assert page.status == 400
    assert page.values["credits"] == "all"
    without_date = Page(post(to=series, credits="all"))
    assert list(without_date.errors) == ["completion_date"]
    assert without_date.values["credits"] == "all"


def test_a_number_that_is_all_of_its_date_stands_as_all(post: Post, series: StoredActivity) -> None:
    page = Page(post(to=series, credits="1.5", completion_date=LONG.isoformat(), first_name=""))
    assert page.values["credits"] == "all"
    page = Page(post(to=series, credits="1", completion_date=LONG.isoformat(), first_name=""))
    assert (page.values["credits"], page.values["credits_less"]) == ("less", "1")


def test_where_the_date_is_known_all_is_a_number_again(
    client: FlaskClient, post: Post, series: StoredActivity, kept: Kept, ask: Ask
) -> None:
    post("submit", to=series, credits="less", credits_less="0.5", completion_date=LONG.isoformat())
    page = Page(client.get(f"/c/{ask('credits', to=series).token}"))
    assert "All 1.5" in page.text
    assert "Maximum 1.5. Claim" in page.text
    both = Page(client.get(f"/c/{ask('credits', 'completion_date', to=series).token}"))
    assert "All of that date" in both.text


@pytest.mark.parametrize(("claimed", "status"), [("1.25", 400), ("1", 200)])
def test_a_correction_is_held_to_the_date_that_stays(
    client: FlaskClient, post: Post, series: StoredActivity, ask: Ask, claimed: str, status: int
) -> None:
    post("submit", to=series, credits="less", credits_less="0.5", completion_date=SHORT.isoformat())
    address = f"/c/{ask('credits', to=series).token}"
    sent = Page(client.get(address)).values | {"credits": "less", "credits_less": claimed}
    answer = client.post(address, data=sent)
    assert answer.status_code == status
    assert ("Credits must be 1 or less for 11/9/2026" in answer.text) == (status == 400)
