"""The check screen: every answer as it is kept, what was changed, and what is worth a second look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from storage.activities import StoredActivity
from storage.record_rows import StoredRecord
from tests.attest.conftest import Post
from tests.conftest import answers
from tests.reading import Page

Kept = Callable[..., list[StoredRecord]]


def test_it_shows_every_answer(post: Post) -> None:
    answer = post()
    page = Page(answer)
    assert (page.status, page.heading) == (200, "Check your answers")
    assert page.answers == {
        "Profession": "Physician (MD)",
        "First name": "Amara",
        "Last name": "Okafor",
        "State of license": "Maine",
        "License number": "MD0012345",
        "NPI": "1234567893",
        "Birth month and day": "September 27",
        "Credits claimed": "6 of 6",
        "Completed on": "Monday, November 23, 2026",
        "Email address": "amara@example.org",
        "Permission to send it": "Yes, send it",
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_nothing_is_stored_by_looking(post: Post, kept: Kept) -> None:
    post()
    assert kept() == []


def test_each_visit_has_a_submission_id_of_its_own(post: Post) -> None:
    ids = [Page(post()).values["submission_id"] for _ in range(2)]
    assert len(ids[0]) == 36
    assert ids[0] != ids[1]


def test_a_submission_id_made_sooner_is_kept(post: Post) -> None:
    sooner = "0d8b6b5e-6a59-4bb8-9d2e-0b8a4be0d2a1"
    assert Page(post(submission_id=sooner)).values["submission_id"] == sooner


@pytest.mark.parametrize(
    ("fields", "label", "words"),
    [
        ({"npi": "1234567890"}, "NPI", "typing mistake"),
        ({"first_name": "Bob"}, "First name", "Is Bob how your license shows it?"),
        ({"last_name": "OKAFOR", "first_name": "AMARA"}, "Last name", "all in capitals"),
        ({"last_name": "Internist, MD"}, "Last name", "You typed “Internist, MD”. We keep “Internist”."),
        ({"last_name": "O\u2019Brien"}, "Last name", "We keep “O'Brien”."),
        ({"license_number": "see wallet", "npi": ""}, "License number", "does not look like a license number"),
    ],
)  # fmt: skip
def test_notes_stand_beside_their_answer(post: Post, fields: dict[str, str], label: str, words: str) -> None:
    page = Page(post(**fields))
    assert page.heading == "Check your answers"
    assert any(words in note for note in page.notes.get(label, [])), page.notes


def test_an_answer_without_anything_odd_has_no_note(post: Post) -> None:
    assert Page(post()).notes == {}


def test_no_number_at_all_is_asked_about_and_stops_nobody(post: Post, kept: Kept) -> None:
    page = Page(post(license_number="", npi="", license_later="y"))
    assert page.text.count("may not find you") == 1
    assert post("submit", license_number="", npi="", license_later="y").status_code == 303
    assert len(kept()) == 1


def test_an_npi_in_the_wrong_place_is_moved_by_one_tap(
    client: FlaskClient, post: Post, activity: StoredActivity
) -> None:
    page = Page(post(license_number="1993999998", npi=""))
    (button,) = page.tree.xpath("//button[@name='move']")
    assert (button.get("value"), button.text) == ("npi", "Move it to NPI")
    moved = Page(client.post(f"/a/{activity.code}", data=page.values | {"move": "npi"}))
    assert (moved.heading, moved.answers["NPI"], moved.answers["License number"]) == (
        "Check your answers",
        "1993999998",
        "Not given",
    )


def test_a_license_in_the_place_of_the_npi_is_moved_too(
    client: FlaskClient, activity: StoredActivity
) -> None:
    typed = answers(license_number="1993999998", npi="MD0012345") | {
        "step": "check",
        "move": "license_number",
    }
    page = Page(client.post(f"/a/{activity.code}", data=typed))
    assert (page.answers["License number"], page.answers["NPI"]) == ("MD0012345", "1993999998")


def test_the_way_back_leads_to_the_form_as_it_was_filled(
    client: FlaskClient, post: Post, activity: StoredActivity
) -> None:
    typed = {"first_name": "Bob", "last_name": "Internist, MD", "credits": "less", "credits_less": "1.25"}
    page = Page(post(**typed))
    back = Page(client.post(f"/a/{activity.code}", data=page.values | {"edit": "last_name"}))
    assert (back.status, back.heading, back.errors) == (200, "Trauma Grand Rounds", {})
    assert back.values | typed == back.values
    assert back.tree.xpath("//*[@autofocus]/@name") == ["last_name"]


def test_enter_sends_and_does_not_change(post: Post) -> None:
    """A form's first button is the one that Enter presses: it must be neither a move nor a change."""
    buttons = Page(post(license_number="1993999998", npi="")).tree.xpath("//form//button")
    assert buttons[0].get("name") is None
    assert buttons[0].get("type", "submit") == "submit"


@pytest.mark.parametrize("profession", ["pa", "np", "pharmacist", "other"])
def test_others_are_asked_little_and_told_why(post: Post, kept: Kept, profession: str) -> None:
    page = Page(post(profession=profession))
    assert set(page.answers) == {
        "Profession", "First name", "Last name", "Credits claimed", "Completed on", "Email address",
    }  # fmt: skip
    assert "for physicians only" in page.text
    post("submit", profession=profession)
    (stored,) = kept()
    assert (stored.record.license_number, stored.record.npi, stored.record.birth_month) == ("", "", None)
    assert stored.state == "not_for_pars"


def test_no_permission_keeps_no_identifiers(post: Post, kept: Kept) -> None:
    page = Page(post(consent="no"))
    assert page.answers["Permission to send it"] == "No, do not send it"
    assert "MD0012345" not in " ".join(page.answers.values())
    assert "nothing is sent" in page.text
    post("submit", consent="no")
    (stored,) = kept()
    assert (stored.record.license_number, stored.record.npi, stored.record.birth_month) == ("", "", None)
    assert stored.state == "not_for_pars"


def test_without_a_us_license_the_learner_is_told_so(post: Post) -> None:
    page = Page(post(license_state="none", license_number="", npi=""))
    assert page.answers["State of license"] == "Not licensed in the US"
    assert "Without a US license" in page.text


@pytest.mark.parametrize("profession", ["md", "do", "resident"])
def test_who_gave_no_number_is_not_promised_a_report(post: Post, profession: str) -> None:
    page = Page(post(profession=profession, license_number="", npi=""))
    assert "looks at your record before it is reported" in page.text
    assert "You need not report it yourself" not in page.text


def test_a_second_attestation_is_told_and_shows_nothing_of_the_first(post: Post, kept: Kept) -> None:
    post("submit")
    page = Page(post(email="another@example.org"))
    assert "You may have sent this already" in page.text
    assert page.tree.xpath("//main//a[@href='/r/']")
    assert "amara@example.org" not in page.text
    post("submit", email="another@example.org")
    assert len(kept()) == 2


def test_the_date_of_the_activity_is_its_own(
    client: FlaskClient, make_activity: Callable[..., StoredActivity]
) -> None:
    """At 10:30 PM in New York it is tomorrow in London."""
    days = {"starts_on": date(2026, 11, 22), "ends_on": date(2026, 11, 23)}
    course = make_activity(**days)
    typed = answers(completion_date="2026-11-23") | {"step": "check"}
    assert (
        Page(client.post(f"/a/{course.code}", data=typed)).answers["Completed on"]
        == "Monday, November 23, 2026"
    )


def test_a_script_gets_the_problems(post: Post) -> None:
    answer = post(json=True, npi="12", first_name="Bob")
    assert answer.status_code == 200
    problems = {(p["field"], p["code"], p["level"]) for p in answer.json["problems"]}
    assert ("npi", "npi_digits", "error") in problems
    assert ("first_name", "nickname", "notice") in problems
