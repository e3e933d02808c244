"""A shared tablet, as far as the server sees to it: what it is sent holds nothing of a person once they are gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storage.activities import StoredActivity
from tests.attest.conftest import Kept, Post
from tests.conftest import Clock, answers
from tests.reading import Page

Make = Callable[..., StoredActivity]

OF_A_PERSON = ("Amara", "Okafor", "MD0012345", "1234567893", "September", "amara@example.org")


@pytest.fixture
def shared(make_activity: Make) -> StoredActivity:
    return make_activity(kiosk=True)


@pytest.fixture
def visit(client: FlaskClient, shared: StoredActivity) -> dict[str, str]:
    """What a browser sends from the tablet's form when it is filled in."""
    return Page(client.get(f"/a/{shared.code}")).values | answers()


@pytest.fixture
def receipt(client: FlaskClient, shared: StoredActivity, visit: dict[str, str]) -> str:
    """Where the tablet was led when the record was stored."""
    sent = client.post(f"/a/{shared.code}", data=visit | {"step": "submit"})
    assert sent.status_code == 303
    return sent.location


def personal(page: Page) -> list[str]:
    """What of the person stands on a page, in hidden fields too."""
    html = page.tree.text_content() + " ".join(page.tree.xpath("//@value"))
    return [words for words in OF_A_PERSON if words in html]


def test_the_reference_is_all_that_is_shown(
    client: FlaskClient, shared: StoredActivity, receipt: str
) -> None:
    answer = client.get(receipt)
    page = Page(answer)
    assert page.heading == "Thank you. Your answers are saved"
    assert len(page.tree.xpath("string(//*[@class='reference'])")) == len("K7M4-PQ2X")
    assert "localhost/r with this reference and your birth month and day" in page.text
    assert page.tree.xpath("//a[text()='Next person']/@href") == [f"/a/{shared.code}"]
    assert personal(page) == []
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_opens_it_elsewhere_is_what_we_have(
    client: FlaskClient, shared: StoredActivity, post: Post
) -> None:
    page = Page(client.get(post("submit", to=shared, profession="pharmacist").location))
    assert "with this reference and your email address" in page.text


def test_where_there_is_nothing_to_open_it_by_nothing_is_promised(
    client: FlaskClient, make_activity: Make, post: Post
) -> None:
    silent = make_activity(kiosk=True, email="off")
    page = Page(client.get(post("submit", to=silent, profession="pharmacist").location))
    assert "Write it down" in page.text
    assert "your own phone" not in page.text


def test_a_letter_is_promised_where_one_is_sent(
    app: Flask, client: FlaskClient, shared: StoredActivity, receipt: str
) -> None:
    assert "on its way" not in Page(client.get(receipt)).text
    house = app.extensions["attest"]
    mail = replace(house.config, smtp_url="smtp://localhost:2525", mail_from="cme@example.org")
    app.extensions["attest"] = replace(house, config=mail)
    assert "Your receipt is on its way to the email address you gave." in Page(client.get(receipt)).text


@pytest.mark.parametrize(
    ("fields", "proof"),
    [
        ({}, {"known_month": "9", "known_day": "27"}),
        ({"profession": "pharmacist"}, {"known_email": "amara@example.org"}),
        ({"consent": "no"}, {"known_email": "amara@example.org"}),
    ],
)
def test_what_it_says_opens_the_receipt_does(
    client: FlaskClient, shared: StoredActivity, post: Post, fields: dict[str, str], proof: dict[str, str]
) -> None:
    page = Page(client.get(post("submit", to=shared, **fields).location))
    assert ("birth month and day" in page.text) is ("known_month" in proof)
    reference = page.tree.xpath("string(//*[@class='reference'])")
    assert client.get("/r", follow_redirects=True).request.path == "/r/"
    found = client.post("/r/", data={"reference": reference} | proof)
    assert found.status_code == 303
    assert Page(client.get(found.location)).heading == "Your receipt"


def test_after_two_minutes_the_address_shows_nothing(client: FlaskClient, receipt: str, clock: Clock) -> None:
    reference = Page(client.get(receipt)).tree.xpath("string(//*[@class='reference'])")
    clock.advance(minutes=2)
    assert reference in client.get(receipt).text
    clock.advance(seconds=1)
    page = Page(client.get(receipt))
    assert page.status == 200
    assert reference not in page.text
    assert "your receipt opens with your reference at localhost/r" in page.text
    assert page.tree.xpath("//*[@class='reference']") == []


def test_the_tablet_never_learns_the_address_that_opens_for_good(
    client: FlaskClient, shared: StoredActivity, visit: dict[str, str], receipt: str, clock: Clock
) -> None:
    """The address that a letter holds works on; it is another, and neither can be made from the other."""
    headers = {"Accept": "application/json"}
    told = client.post(f"/a/{shared.code}", data=visit | {"step": "submit"}, headers=headers).get_json()
    lasting = told["receipt_url"].removeprefix("http://localhost")
    clock.advance(days=1)
    assert Page(client.get(lasting)).heading == "Your receipt"
    token, ticket = lasting.rpartition("/")[2], receipt.rpartition("/")[2]
    assert token not in receipt
    assert client.get(f"/r/{ticket}").status_code == 404
    assert client.get(f"/r/kiosk/{token}").status_code == 404
    assert client.get(f"/r/kiosk/{ticket[:-1]}").status_code == 404


@pytest.mark.parametrize(
    "again",
    [{"step": "check"}, {"edit": "first_name"}, {"step": "submit"}, {"step": "submit", "npi": "12"}],
)
def test_a_form_that_the_browser_sends_once_more_shows_nothing(
    client: FlaskClient, shared: StoredActivity, visit: dict[str, str], receipt: str, again: dict[str, str]
) -> None:
    """As Back and "send again" make it do where no script runs, from before the box was ticked."""
    page = Page(client.post(f"/a/{shared.code}", data=visit | {"attest": ""} | again))
    assert personal(page) == []
    assert page.heading == "These answers are saved"


def test_on_a_phone_of_ones_own_it_does(client: FlaskClient, activity: StoredActivity, post: Post) -> None:
    """The negative control: the same on a form that is not a tablet's shows everything."""
    sent = {"submission_id": "6f0c1b9e-3f6a-4f0e-8a5e-5a2f7a1d9b11"}
    assert post("submit", **sent).status_code == 303
    assert personal(Page(post("check", **sent))) == list(OF_A_PERSON)


def test_a_lost_answer_leads_to_the_same_receipt(
    client: FlaskClient, shared: StoredActivity, visit: dict[str, str], receipt: str, kept: Kept
) -> None:
    again = client.post(f"/a/{shared.code}", data=visit | {"step": "submit"})
    assert (again.status_code, again.location) == (303, receipt)
    assert len(kept(shared)) == 1


def test_each_visit_has_an_id_from_its_first_page(client: FlaskClient, shared: StoredActivity) -> None:
    ids = [Page(client.get(f"/a/{shared.code}")).values["submission_id"] for _ in range(2)]
    assert ids[0] != ids[1]
    wrong = Page(client.post(f"/a/{shared.code}", data={"step": "check", "submission_id": ids[0]}))
    assert wrong.values["submission_id"] == ids[0]


def test_nothing_is_filled_in_for_the_next(client: FlaskClient, shared: StoredActivity) -> None:
    tree = Page(client.get(f"/a/{shared.code}")).tree
    assert set(tree.xpath("//form//@autocomplete")) == {"off"}
    assert set(tree.xpath("//form/@autocomplete")) == {"off"}


def test_the_script_is_there_and_no_other(client: FlaskClient, shared: StoredActivity, receipt: str) -> None:
    for address in (f"/a/{shared.code}", receipt):
        (script,) = Page(client.get(address)).tree.iter("script")
        assert script.get("src", "").endswith("/kiosk.js")
        assert script.get("data-form") == f"/a/{shared.code}"
        assert len(client.get(script.get("src")).data) < 5000


def test_a_phone_of_ones_own_is_not_cleared(
    client: FlaskClient, activity: StoredActivity, post: Post
) -> None:
    for address in (f"/a/{activity.code}", post("submit").location):
        assert "kiosk" not in client.get(address).text
