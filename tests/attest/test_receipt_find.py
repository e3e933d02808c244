"""Finding a receipt by its reference: open to its learner, alike for everybody else, and not to be guessed."""

from __future__ import annotations

import logging
import re
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.attest import proving
from storage import codes, own_record, records
from storage.activities import StoredActivity
from storage.database import Database
from tests.attest.conftest import Kept, Post
from tests.attest.receipts import BIRTHDAY, BY_EMAIL, OTHER_BIRTHDAY
from tests.conftest import Clock
from tests.reading import Page


def find(client: FlaskClient, reference: str, **given: str) -> TestResponse:
    return client.post("/r/", data={"reference": reference} | (given or BIRTHDAY))


def birthdays() -> Iterator[dict[str, str]]:
    """All of them, the right one last."""
    for month in range(1, 13):
        for day in range(1, 32):
            if (month, day) != (9, 27):
                yield {"known_month": str(month), "known_day": str(day)}
    yield BIRTHDAY


@pytest.fixture
def reference(receipt: str, kept: Kept) -> str:
    return kept()[0].reference


def test_the_learner_is_led_to_the_receipt(client: FlaskClient, receipt: str, reference: str) -> None:
    for typed in (reference, codes.format_reference(reference), f" {reference.lower()} "):
        for given in (BIRTHDAY, BY_EMAIL, {"known_month": "sep", "known_day": "27"}):
            answer = find(client, typed, **given)
            assert (answer.status_code, answer.location) == (303, receipt)
            assert answer.headers["Cache-Control"] == "no-store"


def test_the_start_page_leads_here(client: FlaskClient) -> None:
    (link,) = Page(client.get("/")).tree.xpath("//a[@href='/r/']")
    assert "receipt" in link.text_content()
    assert Page(client.get("/r/")).heading == "Find my receipt"


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"reference": "", **BIRTHDAY}, {"reference"}),
        ({"reference": "K7M4-PQ2", **BIRTHDAY}, {"reference"}),
        ({"reference": "K7M4-PQ2O", **BIRTHDAY}, {"reference"}),
        ({"reference": "K7M4-PQ2X", "known_month": "9"}, {"known_month"}),
        ({"reference": "K7M4-PQ2X", "known_number": "1234567893"}, {"known_month"}),
        ({}, {"reference", "known_month"}),
    ],
)
def test_what_is_missing_is_told(client: FlaskClient, fields: dict[str, str], errors: set[str]) -> None:
    page = Page(client.post("/r/", data=fields))
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert set(page.errors) == errors
    assert {name: page.values.get(name) for name in fields if fields[name]} == {
        name: value for name, value in fields.items() if value
    }


def alike(answer: TestResponse, reference: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    """An answer without what was typed, and without what differs from request to request."""
    assert reference.encode() in answer.data
    headers = [(name, value) for name, value in answer.headers if name not in ("X-Request-ID", "Date")]
    return answer.status_code, answer.data.replace(reference.encode(), b"REFERENCE"), headers


class TestFishing:
    def test_nobody_learns_which_references_there_are(self, client: FlaskClient, reference: str) -> None:
        """A wrong birthday for a record, no such record, and each again until both are shut."""
        other = codes.new(codes.REFERENCE)
        for _ in range(own_record.TRIES_A_DAY + 2):
            there = alike(find(client, reference, **OTHER_BIRTHDAY), reference)
            nowhere = alike(find(client, other, **OTHER_BIRTHDAY), other)
            assert there == nowhere

    def test_nor_by_the_time_it_takes(
        self, client: FlaskClient, post: Post, kept: Kept, activity: StoredActivity
    ) -> None:
        assert abs(lag(client, post, kept)) < 0.005

    def test_the_clock_would_see_a_slower_answer(
        self, client: FlaskClient, post: Post, kept: Kept, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        honest = own_record.as_record
        monkeypatch.setattr(own_record, "as_record", lambda *args: work(0.01) or honest(*args))
        assert lag(client, post, kept) > 0.005

    def test_a_build_that_tells_is_found_out(
        self, client: FlaskClient, reference: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        honest = own_record.find

        def tell(session: object, wanted: str, *args: object, **more: object) -> object:
            found = honest(session, wanted, *args, **more)
            return found if wanted == reference else proving.Refusal("There is no such reference", 404)

        monkeypatch.setattr(own_record, "find", tell)
        other = codes.new(codes.REFERENCE)
        there = alike(find(client, reference, **OTHER_BIRTHDAY), reference)
        assert there != alike(find(client, other, **OTHER_BIRTHDAY), other)

    def test_a_withdrawn_record_is_like_none(self, client: FlaskClient, post: Post, kept: Kept) -> None:
        post("submit", consent="no")
        mine, other = kept()[0].reference, codes.new(codes.REFERENCE)
        assert alike(find(client, mine), mine) == alike(find(client, other), other)


def lag(client: FlaskClient, post: Post, kept: Kept) -> float:
    """By how many seconds a wrong guess at a record that is there takes longer than one at none, as a median.

    Seconds of work, which a busy machine does not stretch; those on the wall are in tests/soak/test_fishing.py.
    """
    for number in range(10):
        assert post("submit", first_name="Noa", license_number=f"MD{number}", npi="").status_code == 303
    taken: dict[bool, list[float]] = {True: [], False: []}
    for stored in kept() * 2:
        for there, reference in ((True, stored.reference), (False, codes.new(codes.REFERENCE))):
            started = time.thread_time()
            find(client, reference, **OTHER_BIRTHDAY)
            taken[there].append(time.thread_time() - started)
    return statistics.median(taken[True]) - statistics.median(taken[False])


def work(seconds: float) -> None:
    """Keep the machine busy for so long."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


class TestGuessing:
    def test_a_birthday_is_not_found_in_a_year(
        self, client: FlaskClient, reference: str, clock: Clock
    ) -> None:
        """Five tries a day, and after four such days none any more: for the right one as well."""
        ends = []
        for given in birthdays():
            ends.append(find(client, reference, **given).status_code)
            if ends[-1] == 429:
                clock.advance(days=1)
        judged = own_record.TRIES_A_DAY * own_record.DAYS_OF_TRIES
        assert 303 not in ends
        assert judged == 20

    def test_without_the_limit_it_is(
        self, client: FlaskClient, reference: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(own_record, "TRIES_A_DAY", 1000)
        assert [find(client, reference, **given).status_code for given in birthdays()][-1] == 303

    def test_tries_too_many_for_a_reference_count_for_the_network(
        self, client: FlaskClient, reference: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(proving, "TRIES_PER_ADDRESS", own_record.TRIES_A_DAY + 2)
        for _ in range(own_record.TRIES_A_DAY + 2):
            find(client, reference, **OTHER_BIRTHDAY)
        assert proving.CROWDED in find(client, codes.new(codes.REFERENCE), **OTHER_BIRTHDAY).text

    def test_the_receipts_own_pages_count_the_same(
        self, client: FlaskClient, receipt: str, reference: str
    ) -> None:
        ends = [
            client.post(f"{receipt}/{path}", data=OTHER_BIRTHDAY).status_code
            for path in ("correct", "withdraw", "license", "correct", "withdraw", "correct")
        ]
        assert ends == [400] * own_record.TRIES_A_DAY + [429]
        assert find(client, reference).status_code == 429

    def test_many_at_once_have_no_more_tries(
        self, app: Flask, reference: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        judged: list[bool] = []
        honest = own_record.proves
        monkeypatch.setattr(own_record, "proves", lambda *args: judged.append(True) or honest(*args))
        with ThreadPoolExecutor(8) as pool:
            guesses = [
                pool.submit(find, app.test_client(), reference, known_month="1", known_day=str(day))
                for day in range(1, 29)
            ]
            ends = [guess.result().status_code for guess in guesses]
        assert ends.count(400) == own_record.TRIES_A_DAY
        assert len(judged) == own_record.TRIES_A_DAY

    def test_the_right_answer_forgives_the_wrong_ones(self, client: FlaskClient, reference: str) -> None:
        for _ in range(3):
            for _ in range(own_record.TRIES_A_DAY - 1):
                assert find(client, reference, **OTHER_BIRTHDAY).status_code == 400
            assert find(client, reference).status_code == 303

    def test_tomorrow_is_another_day(self, client: FlaskClient, reference: str, clock: Clock) -> None:
        for _ in range(own_record.TRIES_A_DAY):
            find(client, reference, **OTHER_BIRTHDAY)
        assert "one try too many" in Page(find(client, reference)).text
        clock.advance(days=1)
        assert find(client, reference).status_code == 303

    def test_the_desk_sees_that_somebody_tried(
        self, client: FlaskClient, reference: str, kept: Kept, database: Database
    ) -> None:
        for _ in range(own_record.TRIES_A_DAY + 3):
            find(client, reference, **OTHER_BIRTHDAY)
        with database.read() as session:
            steps = records.details(session, kept()[0].id).history
        assert [step.action for step in steps] == ["received", "tries used up"]


def test_a_hall_behind_one_address_is_let_in(client: FlaskClient, post: Post, kept: Kept) -> None:
    """And one address cannot try without end."""
    for number in range(40):
        post("submit", first_name="Noa", license_number=f"MD{number}", npi="")
    assert {find(client, stored.reference).status_code for stored in kept()} == {303}


def test_one_address_cannot_go_on_forever(
    client: FlaskClient, reference: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "TRIES_PER_ADDRESS", 3)
    ends = [find(client, codes.new(codes.REFERENCE)).status_code for _ in range(3)]
    assert ends == [400, 400, 400]
    shut = find(client, reference)
    assert shut.status_code == 429
    assert "Wait 15 minutes" in Page(shut).text
    clock.advance(minutes=15)
    assert find(client, reference).status_code == 303


def test_nothing_of_it_is_logged(
    client: FlaskClient, receipt: str, reference: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("attest").propagate = True
    find(client, reference, **BY_EMAIL)
    find(client, reference, **OTHER_BIRTHDAY)
    said = caplog.text + str([record.__dict__ for record in caplog.records])
    for secret in (reference, "amara", "MD0012345", receipt.removeprefix("/r/")):
        assert secret not in said
    assert re.search("'route': '/r/'", said)
