"""The way to the form: by its code, however it is typed, and while it is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from pars.record import Policy
from storage import activities
from storage.activities import StoredActivity
from storage.database import Database
from tests.attest.conftest import Post
from tests.conftest import Clock
from tests.reading import Page

Make = Callable[..., StoredActivity]


@pytest.mark.parametrize(
    "address", ["/a/ZZZZZZ", "/a/nothing-like-a-code", "/a/%00", "/a/%ff", "/a/" + "A" * 3000]
)
def test_an_unknown_code_is_a_plain_404(client: FlaskClient, address: str) -> None:
    page = Page(client.get(address))
    assert (page.status, page.heading) == (404, "We cannot find that page")


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_what_was_never_open_is_as_unknown_as_a_code_that_never_was(
    status: str, client: FlaskClient, make_activity: Make, post: Post
) -> None:
    hidden = make_activity(status=status)
    assert client.get(f"/a/{hidden.code}").data == client.get("/a/ZZZZZZ").data
    assert client.get("/", query_string={"code": hidden.code}).status_code == 404
    assert post("submit", to=hidden).status_code == 404


def test_what_was_open_and_is_closed_by_hand_says_so(
    client: FlaskClient, database: Database, activity: StoredActivity, clock: Clock
) -> None:
    with database.write() as session:
        activities.update(
            session,
            activity.id,
            replace(activity.activity, status="closed"),
            version=None,
            actor="console",
            now=clock(),
            policy=Policy(),
        )
    assert Page(client.get(f"/a/{activity.code}")).heading == "This activity is closed"


def test_small_letters_and_spaces_are_understood(client: FlaskClient, activity: StoredActivity) -> None:
    code = activity.code
    for typed in (code.lower(), f"{code[:3]} {code[3:]}", f" {code[:3]}-{code[3:].lower()} "):
        answer = client.get(f"/a/{typed}")
        assert answer.status_code == 302
        assert answer.location == f"/a/{code}"


def test_the_start_page_leads_to_the_form(client: FlaskClient, activity: StoredActivity) -> None:
    assert Page(client.get("/")).heading == "Claim your CME credit"
    assert client.get("/", query_string={"code": activity.code.lower()}).location == f"/a/{activity.code}"


def test_the_start_page_says_which_code_it_does_not_know(client: FlaskClient) -> None:
    page = Page(client.get("/?code=zzz zzz"))
    assert page.status == 404
    assert page.title.startswith("Error: ")
    assert page.errors == {"code": "We do not know this code. Check it and type it again"}
    assert page.values == {"code": "zzz zzz"}


def test_a_closed_activity_says_so_with_dates_and_contact(
    client: FlaskClient, make_activity: Make, post: Post
) -> None:
    closed = make_activity(closes_at=datetime(2026, 11, 23, 21, 0, tzinfo=UTC))
    for answer in (client.get(f"/a/{closed.code}"), post("submit", to=closed)):
        page = Page(answer)
        assert (page.status, page.heading) == (200, "This activity is closed")
        assert page.answers["Closed"] == "Monday, November 23, 2026, 4:00 PM EST"
        assert "cme@example.org" in page.text
        assert "no-store" in answer.headers["Cache-Control"]


def test_an_activity_opens_by_itself(client: FlaskClient, make_activity: Make, clock: Clock) -> None:
    soon = make_activity(opens_at=datetime(2026, 11, 23, 23, 0, tzinfo=UTC))
    early = Page(client.get(f"/a/{soon.code}"))
    assert (early.status, early.heading) == (200, "This activity is not open yet")
    assert early.answers["Opens"] == "Monday, November 23, 2026, 6:00 PM EST"
    clock.advance(minutes=30)
    assert Page(client.get(f"/a/{soon.code}")).heading == "Trauma Grand Rounds"


def test_a_script_is_told_that_it_is_closed(make_activity: Make, post: Post) -> None:
    answer = post("submit", to=make_activity(closes_at=datetime(2026, 11, 23, 21, 0, tzinfo=UTC)), json=True)
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")


def test_robots_stay_out_and_the_icon_is_there(client: FlaskClient) -> None:
    assert "Disallow: /" in client.get("/robots.txt").text
    icon = client.get("/favicon.ico")
    assert icon.status_code == 200
    assert icon.data.startswith(b"\0\0\1\0")


def test_an_activity_that_has_not_begun_says_when_it_does(
    client: FlaskClient, make_activity: Callable[..., StoredActivity], clock: Clock
) -> None:
    """Not a full form that is then refused for a question it never asked."""
    stored = make_activity(starts_on=date(2026, 11, 25), ends_on=date(2026, 11, 25))
    page = client.get(f"/a/{stored.code}")
    assert page.status_code == 200
    assert "not open yet" in page.text
    assert "November 25, 2026" in page.text
    clock.advance(hours=30.4)  # 22:30 UTC on the 23rd to 04:54 UTC on the 25th: still the 24th in New York
    assert "not open yet" in client.get(f"/a/{stored.code}").text
    clock.advance(hours=0.2)
    assert "Check your answers" in client.get(f"/a/{stored.code}").text


def test_a_series_offers_only_the_days_that_have_come(
    client: FlaskClient, make_activity: Callable[..., StoredActivity], clock: Clock
) -> None:
    days = (date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 30))
    stored = make_activity(format="series", starts_on=days[0], ends_on=days[2], dates=days)
    before = client.get(f"/a/{stored.code}").text
    assert [day.isoformat() in before for day in days] == [True, True, False]
    clock.advance(days=7)
    assert days[2].isoformat() in client.get(f"/a/{stored.code}").text
