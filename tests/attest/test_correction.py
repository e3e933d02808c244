"""The page behind a link: the answers in question and no others, and nothing that tells who somebody is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from pars.record import BoardCredit
from storage import codes
from storage.activities import StoredActivity
from storage.proposals import Proposal
from tests.attest.conftest import Ask, Kept, Post
from tests.attest.correcting import ANSWERS, IN_DOUBT, send
from tests.reading import Page

Proposed = Callable[[], Proposal]


def test_it_asks_what_is_in_question_and_says_who_asks_and_why(client: FlaskClient, ask: Ask) -> None:
    page = Page(client.get(f"/c/{ask('license_number', 'birth_day').token}"))
    assert (page.status, page.heading) == (200, "Please check your details")
    assert page.names() == {"submission_id", "license_number", "birth_month", "birth_day"}
    for words in (
        "Lakeside Teaching Hospital asks Amara Okafor",
        "Trauma Grand Rounds",
        "Monday, November 23, 2026",
        "Your board could not find you.",
        "cme@example.org",
    ):
        assert words in page.text


def test_it_shows_names_and_nothing_that_identifies(client: FlaskClient, ask: Ask) -> None:
    answer = client.get(f"/c/{ask(*IN_DOUBT, 'npi', 'email', 'credits').token}")
    values = Page(answer).values
    values.pop("submission_id")
    assert values == {"first_name": "Amara", "last_name": "Okafor", "credits": "6"}
    for secret in ("MD0012345", "1234567893", "September", "amara@example.org"):
        assert secret not in answer.text


def test_it_needs_no_cookie_and_no_script_and_is_kept_by_nobody(client: FlaskClient, ask: Ask) -> None:
    link = ask()
    shown = client.get(f"/c/{link.token}")
    for answer in (shown, send(client, link, **ANSWERS), client.get(f"/c/{link.token}")):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert "<script" not in answer.text


def test_what_comes_back_is_a_proposal_and_changes_nothing(
    client: FlaskClient, ask: Ask, kept: Kept, proposed: Proposed
) -> None:
    link = ask()
    before = kept()[0]
    thanks = Page(send(client, link, **ANSWERS))
    assert (thanks.status, thanks.heading) == (200, "Thank you")
    assert codes.format_reference(before.reference) in thanks.text
    assert kept()[0] == replace(before, version=before.version + 1)
    found = proposed()
    assert {(change.field, change.before, change.after) for change in found.changes} == {
        ("license_state", "ME", "VT"),
        ("license_number", "MD0012345", "VT99"),
        ("birth_day", "27", "28"),
    }
    assert found.confirmed == ("first_name", "last_name", "birth_month")


def test_a_question_left_empty_stays_as_it_was(client: FlaskClient, ask: Ask, proposed: Proposed) -> None:
    send(client, ask("license_number", "npi", "birth_day"), npi="1993999998")
    assert [change.field for change in proposed().changes] == ["npi"]
    assert proposed().confirmed == ()


def test_the_same_answers_again_say_that_all_is_right(
    client: FlaskClient, ask: Ask, proposed: Proposed, decline: Callable[[], None]
) -> None:
    """And the page does not say so: whoever holds the link could try birthdays on it."""
    same = send(client, ask("birth_day"), birth_month="9", birth_day="27")
    assert proposed().changes == ()
    assert proposed().confirmed == ("birth_month", "birth_day")
    decline()
    other = send(client, ask("birth_day"), birth_month="1", birth_day="2")
    assert Page(same).text == Page(other).text


def test_only_the_answers_in_question_are_taken(client: FlaskClient, ask: Ask, proposed: Proposed) -> None:
    smuggled = {
        "first_name": "Eve",
        "profession": "do",
        "consent": "no",
        "credits": "1",
        "email": "e@example.org",
    }
    send(client, ask("license_number"), license_number="MD77", **smuggled)
    assert [change.field for change in proposed().changes] == ["license_number"]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"birth_month": "2", "birth_day": "30"}, {"birth_month": "Birth date must be a real month and day"}),
        ({"birth_month": "2"}, {"birth_month": "Enter your birth month and day"}),
        ({"npi": "12"}, {"npi": "NPI must be 10 digits"}),
        ({"license_state": "ZZ"}, {"license_state": "Choose a US state or territory from the list"}),
        (
            {"credits": "less", "credits_less": "0.33"},
            {"credits_less": "Credits must be in steps of 0.25, for example 0.75"},
        ),
        ({"credits": "less"}, {"credits_less": "Enter how many credits you are claiming"}),
        ({"first_name": "Am@ra"}, {"first_name": None}),
    ],
)
def test_errors_are_those_of_the_form_and_spend_nothing(
    client: FlaskClient,
    ask: Ask,
    proposed: Proposed,
    fields: dict[str, str],
    errors: dict[str, str],
) -> None:
    link = ask("first_name", "license_state", "npi", "birth_day", "credits")
    unlisted = {"license_state": None} if "license_state" in fields else {}
    page = Page(send(client, link, **fields))
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert list(page.errors) == list(errors)
    for name, words in errors.items():
        assert words is None or page.errors[name] == words
    assert {name: page.values.get(name) for name in fields} == fields | unlisted
    assert proposed() is None
    assert Page(send(client, link, npi="1993999998", credits="6", first_name="Amara")).heading == "Thank you"


def test_nothing_answered_is_told(client: FlaskClient, ask: Ask) -> None:
    page = Page(send(client, ask("license_number"), license_number="  "))
    assert page.status == 400
    assert "Answer at least one question" in page.text


def test_a_name_emptied_stays(client: FlaskClient, ask: Ask, proposed: Proposed) -> None:
    send(client, ask("first_name", "npi"), first_name="", npi="1993999998")
    assert [change.field for change in proposed().changes] == ["npi"]


def test_every_question_can_be_asked_again(
    client: FlaskClient, ask: Ask, make_activity: Callable[..., StoredActivity], post: Post
) -> None:
    series = make_activity(
        format="series",
        starts_on=date(2026, 11, 2),
        dates=(date(2026, 11, 2), date(2026, 11, 23)),
        boards=(BoardCredit(board="ABS", credit_type="Accredited CME", points_max=Decimal(6)),),
    )
    assert post("submit", to=series, completion_date="2026-11-02").status_code == 303
    link = ask("completion_date", "board", "board_id", "credits", to=series)
    page = Page(client.get(f"/c/{link.token}"))
    assert page.values["completion_date"] == "2026-11-02"
    assert "As I answered before" in page.text
    done = send(client, link, completion_date="2026-11-23", board="ABS", board_id="B1")
    assert Page(done).heading == "Thank you"
