"""Sending: stored before anybody is told so, exactly once, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, build_opener
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from config import Config
from pars.record import Policy
from storage import activities, attestations
from storage.activities import StoredActivity
from storage.database import Database
from storage.record_rows import StoredRecord
from tests.attest.conftest import Post
from tests.conftest import Clock, an_activity, answers
from tests.reading import Page
from tests.serving import served

Kept = Callable[..., list[StoredRecord]]


def typed_again(page: Page, **fields: str) -> bool:
    """Whether the page would send all of a physician's answers again, with what is given changed."""
    expected = {name: value for name, value in answers(**fields).items() if value and name != "attest"}
    return page.values | expected == page.values


def test_from_the_blank_form_to_the_receipt(
    client: FlaskClient, activity: StoredActivity, kept: Kept
) -> None:
    blank = Page(client.get(f"/a/{activity.code}"))
    check = Page(client.post(f"/a/{activity.code}", data=blank.values | answers()))
    assert "attest" not in check.values
    sent = client.post(f"/a/{activity.code}", data=check.values | {"attest": "y"})
    assert sent.status_code == 303
    assert sent.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in sent.headers
    assert Page(client.get(sent.location)).heading == "Your receipt"
    (stored,) = kept()
    assert (stored.record.first_name, stored.record.license_number, stored.state) == (
        "Amara",
        "MD0012345",
        "ready",
    )


def test_without_a_check_screen_it_is_stored_as_well(post: Post, kept: Kept) -> None:
    assert post("submit").status_code == 303
    assert len(kept()) == 1


def test_a_repeat_leads_to_the_same_receipt(post: Post, kept: Kept) -> None:
    submission = str(uuid4())
    first, second = (post("submit", submission_id=submission) for _ in range(2))
    assert (second.status_code, second.location) == (303, first.location)
    assert len(kept()) == 1


@pytest.mark.parametrize("submission", ["", "not a uuid", "1"])
def test_a_repeat_without_an_id_is_known_by_its_answers(post: Post, kept: Kept, submission: str) -> None:
    first, second = (post("submit", submission_id=submission) for _ in range(2))
    assert second.location == first.location
    assert len(kept()) == 1


def test_the_same_id_with_other_answers_changes_nothing(post: Post, kept: Kept) -> None:
    submission = str(uuid4())
    post("submit", submission_id=submission)
    other = post("submit", submission_id=submission, first_name="Somebody", last_name="Else")
    page = Page(other)
    assert (page.status, page.heading) == (409, "Your first answers were already saved")
    assert page.tree.xpath("//main//a[@href='/r/']")
    assert "Amara" not in page.text
    assert [stored.record.first_name for stored in kept()] == ["Amara"]
    assert post("submit", submission_id=submission, first_name="Somebody", json=True).status_code == 409


def test_six_posts_at_once_make_one_record(app: Flask, activity: StoredActivity, kept: Kept) -> None:
    body = urlencode(answers() | {"step": "submit", "submission_id": str(uuid4())}).encode()

    class Stay(HTTPRedirectHandler):
        def http_error_303(self, request, answer, code, message, headers):  # type: ignore[no-untyped-def]
            return answer

    with served(app) as address, ThreadPoolExecutor(6) as pool:

        def send(_: int) -> tuple[int, str]:
            with build_opener(Stay).open(f"{address}/a/{activity.code}", body) as answer:
                return answer.status, answer.headers["Location"]

        receipts = set(pool.map(send, range(6)))
    ((status, _),) = receipts
    assert status == 303
    assert len(kept()) == 1


def test_what_was_not_confirmed_is_asked_for_on_the_check_screen(post: Post, kept: Kept) -> None:
    page = Page(post("submit", attest=""))
    assert (page.status, page.heading) == (400, "Check your answers")
    assert page.title.startswith("Error: ")
    assert page.errors == {"attest": "Confirm that you took part and that the credits match your time"}
    assert typed_again(page)
    assert kept() == []


def test_an_error_leads_back_to_the_form(post: Post, kept: Kept) -> None:
    page = Page(post("submit", npi="12345"))
    assert (page.status, page.errors) == (400, {"npi": "NPI must be 10 digits"})
    assert typed_again(page, npi="12345")
    assert kept() == []


def test_a_filled_trap_is_held_back_and_not_lost(
    client: FlaskClient, activity: StoredActivity, kept: Kept
) -> None:
    check = Page(client.post(f"/a/{activity.code}", data=answers(remarks="hello") | {"step": "check"}))
    assert "hello" not in check.text
    assert client.post(f"/a/{activity.code}", data=check.values | {"attest": "y"}).status_code == 303
    (stored,) = kept()
    assert stored.state == "needs_attention"
    assert [problem.code for problem in stored.problems] == ["honeypot_filled"]


def test_an_older_consent_text_is_kept_as_the_one_that_was_shown(
    client: FlaskClient, activity: StoredActivity, database: Database, clock: Clock, post: Post
) -> None:
    seen = activity.consent_sha256
    with database.write() as session:
        newer = replace(activity.activity, consent_text="A new text.")
        activities.update(
            session, activity.id, newer, version=None, actor="console", now=clock(), policy=Policy()
        )
    page = Page(post(consent_version=seen, npi="1"))
    assert "We send your record to the ACCME" in page.text
    assert page.values["consent_version"] == seen
    sent = post("submit", consent_version=seen)
    with database.read() as session:
        found = attestations.receipt(session, sent.location.removeprefix("/r/"))
    assert found.consent_text == activity.activity.consent_text


@pytest.mark.parametrize("version", ["0" * 64, "\0", "x" * 5000])
def test_a_consent_text_that_nobody_was_shown_is_asked_for_anew(post: Post, kept: Kept, version: str) -> None:
    page = Page(post("submit", consent_version=version))
    assert page.status == 400
    assert "has changed" in page.text
    assert "consent" in page.errors
    assert "consent" not in page.values
    assert kept() == []


class TestJson:
    def test_created_then_known(self, post: Post) -> None:
        submission = str(uuid4())
        first, second = (post("submit", submission_id=submission, json=True) for _ in range(2))
        assert (first.status_code, second.status_code) == (201, 200)
        assert first.json == second.json
        assert len(first.json["reference"]) == 9
        assert first.json["receipt_url"].startswith("http://localhost/r/")

    def test_every_problem_at_once(self, post: Post) -> None:
        answer = post("submit", json=True, first_name="", npi="1", attest="")
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
        assert {problem["field"] for problem in answer.json["problems"]} >= {"first_name", "npi", "attest"}
        assert set(answer.json["problems"][0]) == {"field", "code", "level", "message"}


class TestTooMany:
    @pytest.fixture
    def config(self, config: Config) -> Config:
        return replace(config, address_posts_per_minute=2)

    def test_everything_typed_is_kept(self, post: Post, kept: Kept, clock: Clock) -> None:
        submission = str(uuid4())
        for name in ("Ana", "Bea"):
            post("submit", first_name=name)
        refused = post("submit", first_name="Zoe", submission_id=submission)
        page = Page(refused)
        assert (page.status, refused.headers["Retry-After"]) == (429, "60")
        assert "Nothing was saved" in page.text
        assert typed_again(page, first_name="Zoe")
        assert (page.values["submission_id"], page.values["attest"]) == (submission, "y")
        assert len(kept()) == 2
        clock.advance(minutes=1)
        assert post("submit", first_name="Zoe", submission_id=submission).status_code == 303

    def test_a_script_is_told_as_well(self, post: Post) -> None:
        answers = [post("submit", first_name=name, json=True) for name in ("Ana", "Bea", "Zoe")]
        assert [answer.status_code for answer in answers] == [201, 201, 429]

    def test_looking_is_not_counted(self, post: Post) -> None:
        assert [post().status_code for _ in range(5)] == [200] * 5


def test_a_hall_behind_one_address_is_not_too_many(config: Config) -> None:
    assert config.learner_posts_per_minute >= 3000
    assert config.address_posts_per_minute >= 2000


def test_a_failure_of_ours_says_so_and_keeps_what_was_typed(config: Config, clock: Clock) -> None:
    """The database can be read and not written to: a full disk, say."""
    app = create_app(config, clock)
    database: Database = app.extensions["attest"].database
    with database.write() as session:
        stored = activities.create(session, an_activity(), actor="console", now=clock())

    def refuse() -> None:
        raise OSError("disk full: Amara Okafor")

    database.write = refuse  # type: ignore[assignment, method-assign]
    answer = app.test_client().post(f"/a/{stored.code}", data=answers() | {"step": "submit"})
    page = Page(answer)
    assert page.status == 500
    assert "nothing was saved" in page.text
    assert "disk full" not in page.text
    assert typed_again(page)
    database.dispose()


def test_a_retry_after_closing_time_still_finds_its_receipt(
    client: FlaskClient, make_activity: Callable[..., StoredActivity], clock: Clock
) -> None:
    """The answer was lost on the way, the activity closed meanwhile: the learner is not told that nothing was saved."""
    stored = make_activity(closes_at=clock() + timedelta(minutes=5))
    sent = {**answers(), "step": "submit", "submission_id": str(uuid4())}
    first = client.post(f"/a/{stored.code}", data=sent)
    clock.advance(minutes=10)
    assert client.post(f"/a/{stored.code}", data=sent).location == first.location
    for other in ({**sent, "submission_id": str(uuid4())}, {**sent, "first_name": "Else"}):
        assert client.post(f"/a/{stored.code}", data=other).status_code == 200
