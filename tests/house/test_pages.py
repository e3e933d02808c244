"""Every page: one heading, no id twice, a label for each input, a language and a title; a link leads somewhere."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from blueprints.identity import cookie_name
from pars.asking import AGAIN
from pars.record import Policy
from storage import links, lists, signins, staff
from storage.activities import StoredActivity
from storage.database import Database
from tests.conftest import Clock, answers

NO_LABEL_NEEDED = {"hidden", "submit", "button", "image", "reset"}


def faults(text: str) -> list[str]:
    """What is wrong with a page, in words."""
    page = html.document_fromstring(text)
    found = []
    if len(page.xpath("//h1")) != 1:
        found.append(f"{len(page.xpath('//h1'))} h1")
    if len(page.xpath("//main")) != 1:
        found.append(f"{len(page.xpath('//main'))} main")
    if page.get("lang") != "en":
        found.append("no language")
    if not (page.findtext(".//title") or "").strip():
        found.append("no title")
    found += [f"id {name} twice" for name, times in Counter(page.xpath("//@id")).items() if times > 1]
    found += [
        f"no label for {field.get('name')}"
        for field in page.xpath("//input|//select|//textarea")
        if not _labeled(field)
    ]
    found += [
        f"nothing at #{link[1:]}"
        for link in page.xpath("//a/@href[starts-with(., '#')]")
        if not page.get_element_by_id(link[1:], None) is not None
    ]
    for listed in page.xpath("//@aria-describedby|//@aria-labelledby"):
        found += [
            f"nothing called {name}" for name in listed.split() if page.get_element_by_id(name, None) is None
        ]
    return found


def _labeled(field: html.HtmlElement) -> bool:
    if (
        field.get("type", "text") in NO_LABEL_NEEDED
        or field.get("aria-label")
        or field.get("aria-labelledby")
    ):
        return True
    labels = [*field.iterancestors("label"), *field.xpath("//label[@for=$id]", id=field.get("id", ""))]
    return any(label.text_content().strip() for label in labels)


@pytest.fixture
def signed_in(
    app: Flask, client: FlaskClient, database: Database, clock: Clock, person: staff.Person
) -> FlaskClient:
    with database.write() as session:
        token = signins.start(session, person.id, clock())
    with app.app_context():
        client.set_cookie(cookie_name(), token)
    return client


def assert_whole(client: FlaskClient, address: str, status: int = 200) -> None:
    response = client.get(address)
    assert response.status_code == status, address
    assert faults(response.text) == [], address


def test_pages_for_learners(client: FlaskClient, activity: StoredActivity) -> None:
    form = f"/a/{activity.code}"
    for address in ("/", form):
        assert_whole(client, address)
    assert_whole(client, "/a/ZZZZZZ", 404)
    assert_whole(client, "/r/of-nobody", 404)
    empty = client.post(form, data={"step": "check"})
    assert (empty.status_code, faults(empty.text)) == (400, [])
    check = client.post(form, data=answers(step="check"))
    assert (check.status_code, faults(check.text)) == (200, [])
    sent = client.post(form, data=answers(step="submit", submission_id=str(uuid4())))
    assert sent.status_code == 303
    assert_whole(client, sent.location)


def test_the_page_behind_a_link(
    client: FlaskClient, activity: StoredActivity, database: Database, clock: Clock
) -> None:
    client.post(f"/a/{activity.code}", data=answers(step="submit", submission_id=str(uuid4())))
    with database.write() as session:
        (record,) = lists.page(session, activity.id).items
        link = links.create(
            session, record.id, fields=AGAIN, reason="Why", policy=Policy(), actor="console", now=clock()
        )
    address = f"/c/{link.token}"
    assert_whole(client, address)
    wrong = client.post(address, data={"npi": "12", "birth_day": "31", "credits": "less"})
    assert (wrong.status_code, faults(wrong.text)) == (400, [])
    thanks = client.post(address, data={"npi": "1993999998"})
    assert (thanks.status_code, faults(thanks.text)) == (200, [])
    assert_whole(client, address, 404)


def test_the_pages_of_a_receipt(client: FlaskClient, activity: StoredActivity) -> None:
    receipt = client.post(f"/a/{activity.code}", data=answers(step="submit")).location
    theirs = {"known_month": "9", "known_day": "27"}
    for address in ("/r/", f"{receipt}/correct", f"{receipt}/withdraw"):
        assert_whole(client, address)
        wrong = client.post(address, data={"known_month": "1", "known_email": "x"})
        assert (wrong.status_code, faults(wrong.text)) == (400, [])
    form = client.post(f"{receipt}/correct", data=theirs)
    done = client.post(f"{receipt}/withdraw", data=theirs)
    for page in (form, done):
        assert (page.status_code, faults(page.text)) == (200, [])


def test_the_page_of_a_closed_activity(client: FlaskClient, make_activity, clock: Clock) -> None:
    assert_whole(client, f"/a/{make_activity(closes_at=clock() - timedelta(hours=1)).code}")


def test_pages_before_signing_in(client: FlaskClient, database: Database, clock: Clock) -> None:
    with database.write() as session:
        token = staff.invite(session, email=None, role="administrator", actor="console", now=clock())
    for address in ("/desk/sign-in", f"/desk/welcome/{token}"):
        assert_whole(client, address)
    assert_whole(client, "/desk/welcome/spent", 404)


def test_pages_of_the_desk(signed_in: FlaskClient, activity: StoredActivity) -> None:
    for page in ("poster", "tent", "slide"):
        assert_whole(signed_in, f"/desk/activities/{activity.id}/{page}")
    assert_whole(signed_in, "/desk/activities/nothing/poster", 404)
    for page in ("second-factor", "password"):
        assert_whole(signed_in, f"/desk/{page}")


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>A</h1><h1>B</h1>", "2 h1"),
        ("<h1 id='a'>A</h1><p id='a'>B</p>", "id a twice"),
        ("<h1>A</h1><input name='npi'>", "no label for npi"),
        ("<h1>A</h1><label for='x'></label><input id='x' name='npi'>", "no label for npi"),
        ("<h1>A</h1><a href='#gone'>B</a>", "nothing at #gone"),
        ("<h1>A</h1><p aria-describedby='gone'>B</p>", "nothing called gone"),
    ],
)
def test_the_check_sees_each_fault(body: str, fault: str) -> None:
    assert faults(f"<html lang='en'><title>A</title><main>{body}</main></html>") == [fault]
