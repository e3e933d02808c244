"""The one page of the desk: only for those signed in, the same for each of its addresses, with nobody's data in it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from storage.activities import StoredActivity
from storage.staff import Person
from tests.desk.browsing import META

PATHS = ["/desk", "/desk/", "/desk/people", "/desk/activities/abc/review", "/desk/no/such/screen"]


@pytest.mark.parametrize("path", PATHS)
def test_it_asks_strangers_to_sign_in(path: str, client: FlaskClient) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/desk/sign-in")


@pytest.mark.parametrize("path", PATHS)
def test_every_address_gives_the_same_shell(path: str, coordinator: FlaskClient) -> None:
    answer = coordinator.get(path)
    assert answer.status_code == 200
    assert '<div id="desk">' in answer.text
    assert "/static/desk/main.js" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert META.search(answer.text)


def test_it_holds_nobodys_data(coordinator: FlaskClient, activity: StoredActivity, person: Person) -> None:
    page = coordinator.get(f"/desk/activities/{activity.id}/review").text
    assert "<title>attest desk</title>" in page
    for value in (person.name, person.email, activity.activity.title, activity.id):
        assert value not in page


def test_an_api_token_opens_no_pages(client: FlaskClient, token: str) -> None:
    assert client.get("/desk", headers={"Authorization": f"Bearer {token}"}).status_code == 302
