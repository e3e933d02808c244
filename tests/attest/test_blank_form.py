"""The form before anybody has typed: the same for all, small, and asking what its activity asks."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from pars.record import BoardCredit, Policy
from storage import activities
from storage.activities import StoredActivity
from storage.database import Database
from tests.conftest import Clock
from tests.reading import Page

Make = Callable[..., StoredActivity]


def test_the_heading_shows_a_wrong_code_at_once(client: FlaskClient, activity: StoredActivity) -> None:
    page = Page(client.get(f"/a/{activity.code}"))
    assert page.heading == "Trauma Grand Rounds"
    for words in (
        "Lakeside Teaching Hospital",
        "Monday, November 23, 2026",
        "Up to 6 AMA PRA Category 1 Credits™",
    ):
        assert words in page.text


def test_everybody_gets_the_same_bytes_and_no_cookie(client: FlaskClient, activity: StoredActivity) -> None:
    first = client.get(f"/a/{activity.code}")
    second = client.get(f"/a/{activity.code}", headers={"User-Agent": "another phone"})
    assert first.data == second.data
    assert "Set-Cookie" not in first.headers
    assert first.headers["Cache-Control"] == "no-cache"


def test_a_page_that_is_still_the_same_is_not_sent_again(
    client: FlaskClient, activity: StoredActivity
) -> None:
    etag = client.get(f"/a/{activity.code}").headers["ETag"]
    again = client.get(f"/a/{activity.code}", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.data == b""


def test_a_changed_activity_is_a_new_page(
    client: FlaskClient, activity: StoredActivity, database: Database, clock: Clock
) -> None:
    etag = client.get(f"/a/{activity.code}").headers["ETag"]
    with database.write() as session:
        changed = replace(activity.activity, title="Burn Care")
        activities.update(
            session, activity.id, changed, version=None, actor="console", now=clock(), policy=Policy()
        )
    again = client.get(f"/a/{activity.code}", headers={"If-None-Match": etag})
    assert Page(again).heading == "Burn Care"


def test_the_first_visit_is_small(client: FlaskClient, activity: StoredActivity) -> None:
    plain = client.get(f"/a/{activity.code}")
    zipped = client.get(f"/a/{activity.code}", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert len(zipped.data) < 12_000


def test_a_shared_tablet_keeps_nothing(client: FlaskClient, make_activity: Make) -> None:
    answer = client.get(f"/a/{make_activity(kiosk=True).code}")
    assert answer.headers["Cache-Control"] == "no-store"
    (form,) = Page(answer).tree.iter("form")
    assert form.get("autocomplete") == "off"


def test_nothing_is_chosen_beforehand(client: FlaskClient, activity: StoredActivity) -> None:
    values = Page(client.get(f"/a/{activity.code}")).values
    assert values == {"step": "check", "consent_version": activity.consent_sha256}


def test_fields_are_marked_for_the_phone_to_fill_in(client: FlaskClient, activity: StoredActivity) -> None:
    tree = Page(client.get(f"/a/{activity.code}")).tree
    tokens = {field.get("name"): field.get("autocomplete") for field in tree.xpath("//input[@autocomplete]")}
    assert tokens == {
        "remarks": "off",
        "first_name": "given-name",
        "last_name": "family-name",
        "license_number": "off",
        "npi": "off",
        "birth_month": "bday-month",
        "birth_day": "bday-day",
        "credits_less": "off",
        "email": "email",
    }
    assert tree.xpath("//*[@placeholder or @maxlength or @required]") == []


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, {"email"}),
        ({"email": "off"}, set()),
        ({"format": "enduring", "ends_on": date(2027, 11, 22)}, {"email", "completion_date"}),
        ({"boards": (BoardCredit(board="ABS", credit_type="Accredited CME", points_max=Decimal(6)),)},
         {"email", "board", "board_id"}),
    ],
)  # fmt: skip
def test_an_activity_asks_only_what_it_needs(
    client: FlaskClient, make_activity: Make, fields: dict[str, object], asked: set[str]
) -> None:
    names = Page(client.get(f"/a/{make_activity(**fields).code}")).names()
    assert names & {"email", "completion_date", "board", "board_id"} == asked


def test_days_of_a_series_are_chosen_from(client: FlaskClient, make_activity: Make) -> None:
    days = (date(2026, 11, 2), date(2026, 11, 16))
    series = make_activity(format="series", starts_on=days[0], ends_on=days[1], dates=days)
    tree = Page(client.get(f"/a/{series.code}")).tree
    labels = [label.text_content() for label in tree.xpath("//label[input/@name='completion_date']")]
    assert labels == ["Monday, November 2, 2026", "Monday, November 16, 2026"]


def test_the_states_of_the_provider_come_first(client: FlaskClient, make_activity: Make) -> None:
    tree = Page(client.get(f"/a/{make_activity(home_states=('ME', 'NH')).code}")).tree
    options = [option.get("value") for option in tree.xpath("//select[@name='license_state']//option")]
    assert options[:4] == ["", "ME", "NH", "AL"]
    assert options[-1] == "none"
    assert {"DC", "PR", "VI", "GU", "MP", "AS"} <= set(options)


def test_professions_that_are_not_reported_close_the_questions_for_reports(
    client: FlaskClient, activity: StoredActivity
) -> None:
    tree = Page(client.get(f"/a/{activity.code}")).tree
    brief = {radio.get("value") for radio in tree.xpath("//input[@class='brief']")}
    assert brief == {"pa", "np", "pharmacist", "other"}
