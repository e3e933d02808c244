"""Signing in: who gets in, who does not and learns nothing from it, and where it leads."""

from __future__ import annotations

import statistics
import time

import pytest
from flask.testing import FlaskClient

from blueprints.desk.way_in import own_path
from storage import staff
from tests.conftest import PASSWORD, Clock
from tests.desk.browsing import sign_in, token

COOKIE = "attest_session"


def test_the_right_password_opens_the_desk(client: FlaskClient, person: staff.Person) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert client.get("/desk").status_code == 200


def test_the_page_can_be_asked_for_without_its_body(client: FlaskClient) -> None:
    answer = client.head("/desk/sign-in")
    assert (answer.status_code, answer.data) == (200, b"")


def test_the_address_may_be_typed_in_capitals_and_with_spaces(
    client: FlaskClient, person: staff.Person
) -> None:
    assert sign_in(client, email="  Grace@Example.ORG ").status_code == 303


def test_the_page_that_was_wanted_comes_after_the_sign_in(client: FlaskClient, person: staff.Person) -> None:
    turned_away = client.get("/desk/activities/new?state=ready")
    assert turned_away.status_code == 302
    page = client.get(turned_away.location)
    assert 'value="/desk/activities/new?state=ready"' in page.text
    assert (
        sign_in(client, next="/desk/activities/new?state=ready").location
        == "/desk/activities/new?state=ready"
    )


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "https:evil.example",
        "https://evil.example/desk",
        "javascript:alert(1)",
        "/desk\r\nX: y",
        "/desk/..//evil.example",
        "/desk@evil.example",
        "/deskside",
        "/a/ABCDEF",
        "",
    ],
)
def test_next_never_leads_away(wanted: str, client: FlaskClient, person: staff.Person) -> None:
    assert own_path(wanted) == "/desk"
    assert sign_in(client, next=wanted).location == "/desk"


@pytest.mark.parametrize(
    "wanted", ["/desk", "/desk/people", "/desk/activities/0af3/review?state=ready&problem=nickname"]
)
def test_next_leads_to_the_pages_of_the_desk(wanted: str) -> None:
    assert own_path(wanted) == wanted


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    client: FlaskClient, person: staff.Person
) -> None:
    wrong = sign_in(client, password="not the right one")
    unknown = sign_in(client, email="nobody@example.org", password="not the right one")
    assert wrong.status_code == unknown.status_code == 400
    assert "is not right" in wrong.text
    assert "<title>Error: " in wrong.text
    assert _without_token(wrong.text) == _without_token(unknown.text.replace("nobody@", "grace@"))


@pytest.mark.slow
def test_a_wrong_password_and_an_unknown_address_take_the_same_time(
    client: FlaskClient, person: staff.Person, clock: Clock
) -> None:
    # Processor time: a busy machine makes the clock on the wall tell something else each time.
    times: dict[str, list[float]] = {"grace@example.org": [], "nobody@example.org": []}
    for _ in range(12):
        clock.advance(minutes=15)
        for email, taken in times.items():
            data = {"csrf_token": token(client), "email": email, "password": "not the right one"}
            started = time.process_time()
            client.post("/desk/sign-in", data=data)
            taken.append(time.process_time() - started)
    known, unknown = (statistics.median(taken) for taken in times.values())
    assert known == pytest.approx(unknown, rel=0.4)


def test_nothing_typed_is_answered_beside_each_field(client: FlaskClient) -> None:
    answer = sign_in(client, email=" ", password="")
    assert answer.status_code == 400
    assert 'href="#email"' in answer.text
    assert 'href="#password"' in answer.text


def test_the_password_is_never_sent_back(client: FlaskClient, person: staff.Person) -> None:
    assert "marzipan" not in sign_in(client, password="marzipan marzipan").text


def test_the_secret_against_forged_requests_is_new_after_the_sign_in(
    client: FlaskClient, person: staff.Person
) -> None:
    before = token(client)
    sign_in(client)
    assert client.post("/desk/sign-out", data={"csrf_token": before}).status_code == 400
    assert client.get("/desk").status_code == 200


def test_without_its_token_the_form_is_refused_and_keeps_the_address(
    client: FlaskClient, person: staff.Person
) -> None:
    client.get("/desk/sign-in")
    answer = client.post("/desk/sign-in", data={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 400
    assert "open for too long" in answer.text
    assert f'value="{person.email}"' in answer.text
    assert client.get_cookie(COOKIE) is None


def test_another_site_cannot_send_the_form(client: FlaskClient, person: staff.Person) -> None:
    data = {"csrf_token": token(client), "email": person.email, "password": PASSWORD}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
    ):
        assert client.post("/desk/sign-in", data=data, headers=headers).status_code == 403
    assert client.get_cookie(COOKIE) is None


def test_another_site_cannot_sign_anybody_out(coordinator: FlaskClient) -> None:
    assert coordinator.post("/desk/sign-out").status_code == 400
    assert coordinator.post("/desk/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    coordinator.get("/desk/sign-out")
    assert coordinator.get("/desk").status_code == 200


def _without_token(page: str) -> str:
    before, _, rest = page.partition('name="csrf_token"')
    return before + rest.partition(">")[2]
