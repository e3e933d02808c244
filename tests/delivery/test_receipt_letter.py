"""The receipt as a letter: one for each attestation of those who gave an address, and no more in it than it needs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.attest import receiving
from blueprints.current import House
from blueprints.letters import send_letters
from config import Config
from storage import letters, lists
from storage.activities import StoredActivity
from storage.database import Database
from storage.tables import LetterRow
from tests.conftest import Clock, answers
from tests.delivery.smtp import Server
from tests.reading import Page

Make = Callable[..., StoredActivity]
SAME = "5e5a4f4c-3e7a-4d0e-9d1c-2f9f0c3a7b11"
WITH_RECEIPT = "For your receipt, and if a board cannot match your record"
WITHOUT = "So that we can ask you if a board cannot match your record"


@pytest.fixture
def config(config: Config, server: Server) -> Config:
    return replace(config, smtp_url=f"smtp://localhost:{server.port}", mail_from="office@example.org")


@pytest.fixture
def house(app: Flask) -> House:
    house: House = app.extensions["attest"]
    return house


def submit(client: FlaskClient, to: StoredActivity, **fields: str) -> str:
    """Send the form; the receipt's address."""
    answer = client.post(f"/a/{to.code}", data=answers(**fields) | {"step": "submit"})
    assert answer.status_code == 303
    return str(answer.location)


def test_the_page_says_where_the_letter_is(
    house: House, client: FlaskClient, activity: StoredActivity, server: Server
) -> None:
    address = submit(client, activity)
    assert "A copy is on its way to your email address" in Page(client.get(address)).text
    send_letters(house)
    assert "A copy was sent to your email address" in Page(client.get(address)).text


def test_the_letter_is_the_receipt(
    house: House, client: FlaskClient, activity: StoredActivity, server: Server
) -> None:
    address = submit(client, activity, credits="5.75")
    assert send_letters(house) == 1
    (letter,) = server.got.letters
    reference = re.findall(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", client.get(address).text)[0]
    assert letter["To"] == "amara@example.org"
    assert letter["Subject"] == f"Your receipt {reference} for CME credit"
    assert letter["Reply-To"] == "cme@example.org"
    assert letter.get_content() == (
        "Dear Amara Okafor,\n\n"
        "Lakeside Teaching Hospital has received your attestation. Please keep this letter: it is your receipt.\n\n"
        f"Reference: {reference}\nActivity: Trauma Grand Rounds\n"
        "Credits: 5.75 AMA PRA Category 1 Credits™\nCompleted on: November 23, 2026\n\n"
        "Your receipt opens here whenever you need it:\n\n"
        f"http://localhost{address}\n\n"
        "The address is meant for you alone. Please do not pass it on.\n\n"
        "Is anything wrong, or did you not take part? Just answer this letter, or write to cme@example.org.\n\n"
        "Lakeside Teaching Hospital\n"
    )


def test_it_names_no_number_of_anybody(
    house: House, client: FlaskClient, activity: StoredActivity, server: Server
) -> None:
    submit(client, activity)
    send_letters(house)
    for secret in ("MD0012345", "1234567893", "September", "Maine"):
        assert secret not in server.got.texts[0].decode()


def test_there_is_one_for_each_attestation(
    house: House, client: FlaskClient, activity: StoredActivity, server: Server, token: str
) -> None:
    """Not for a repeat, not after it was sent, and not for what a coordinator corrects."""
    submit(client, activity, submission_id=SAME)
    submit(client, activity, submission_id=SAME)
    assert send_letters(house) == 1
    submit(client, activity, submission_id=SAME)
    with house.database.read() as session:
        (record,) = lists.page(session, activity.id).items
    corrected = client.patch(
        f"/api/v1/records/{record.id}",
        data=json.dumps({"first_name": "Ama", "reason": "As on the license."}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "If-Match": f'"{record.version}"'},
    )
    assert corrected.status_code == 200
    assert send_letters(house) == 0
    submit(client, activity, first_name="Bea", license_number="MD2")
    assert send_letters(house) == 1
    assert len(server.got.texts) == 2


def test_the_check_of_one_letter_can_fail(
    house: House,
    client: FlaskClient,
    activity: StoredActivity,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Negative control: a build whose letters have a key of their own each time sends two for one attestation."""
    keys = iter("ab")

    def each_time(session: object, record_id: str, words: letters.Words, *, now: object) -> None:
        letters.put(session, next(keys), record_id, words, actor="learner", now=now)  # type: ignore[arg-type]

    submitted = receiving.attestations.submit

    def never_known(*given: object, **named: object) -> object:
        return replace(submitted(*given, **named), repeated=False)  # type: ignore[arg-type]

    monkeypatch.setattr(letters, "put_receipt", each_time)
    monkeypatch.setattr(receiving.attestations, "submit", never_known)
    submit(client, activity, submission_id=SAME)
    submit(client, activity, submission_id=SAME)
    assert send_letters(house) == 2


@pytest.mark.parametrize(
    ("setup", "fields"),
    [
        ({"email": "optional"}, {"email": ""}),
        ({"email": "off"}, {}),
        ({}, {"remarks": "a program filled this in"}),
    ],
)
def test_nobody_is_written_to_without_having_asked(
    client: FlaskClient,
    make_activity: Make,
    database: Database,
    setup: dict[str, str],
    fields: dict[str, str],
) -> None:
    submit(client, make_activity(**setup), **fields)
    with database.read() as session:
        assert session.query(LetterRow).count() == 0


def test_a_mailbox_cannot_be_flooded(
    client: FlaskClient, activity: StoredActivity, database: Database, clock: Clock
) -> None:
    for number in range(letters.RECEIPTS_A_DAY + 3):
        submit(client, activity, license_number=f"MD{number}", email="Victim@example.org")
    submit(client, activity, license_number="MD99", email="another@example.org")
    with database.read() as session:
        assert session.query(LetterRow).count() == letters.RECEIPTS_A_DAY + 1
    clock.advance(days=1)
    submit(client, activity, license_number="MD98", email="victim@example.org")
    with database.read() as session:
        assert session.query(LetterRow).count() == letters.RECEIPTS_A_DAY + 2


def test_the_form_says_what_the_address_is_for(client: FlaskClient, activity: StoredActivity) -> None:
    assert WITH_RECEIPT in Page(client.get(f"/a/{activity.code}")).text
    back = client.post(f"/a/{activity.code}", data=answers(npi="12") | {"step": "check"})
    assert WITH_RECEIPT in Page(back).text


class TestWithoutAMailServer:
    @pytest.fixture
    def config(self, config: Config) -> Config:
        return replace(config, smtp_url="", mail_from="")

    def test_nothing_is_promised_and_nothing_written(
        self, client: FlaskClient, activity: StoredActivity, database: Database
    ) -> None:
        page = Page(client.get(f"/a/{activity.code}")).text
        assert WITHOUT in page
        assert WITH_RECEIPT not in page
        submit(client, activity)
        with database.read() as session:
            assert session.query(LetterRow).count() == 0
