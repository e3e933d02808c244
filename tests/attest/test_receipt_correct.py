"""Correcting one's own record: at once before any report, by a coordinator's hand after one, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.attest import proving
from pars.record import Policy
from storage import own_record, records
from storage.activities import StoredActivity
from storage.database import Database
from storage.proposals import Proposal
from tests.attest.conftest import Call, Kept, Post, Report
from tests.attest.receipts import BIRTHDAY, correct, form, prove
from tests.conftest import Clock
from tests.reading import Page

Proposed = Callable[[], Proposal | None]


def test_before_any_report_the_record_is_corrected_at_once(
    client: FlaskClient, receipt: str, kept: Kept, database: Database
) -> None:
    page = Page(correct(client, receipt, license_number="MD77", first_name="Amaka"))
    assert (page.status, page.heading) == (200, "Thank you")
    assert "Your record is corrected" in page.text
    record = kept()[0].record
    assert (record.license_number, record.first_name, record.npi) == ("MD77", "Amaka", "1234567893")
    with database.read() as session:
        step = records.details(session, kept()[0].id).history[-1]
    assert (step.actor, step.action) == ("learner", "corrected")
    assert {(c.field, c.before, c.after) for c in step.changes} == {
        ("license_number", "MD0012345", "MD77"),
        ("first_name", "Amara", "Amaka"),
    }
    assert (
        Page(client.get(receipt)).answers["Last changed"] == "Monday, November 23, 2026, 5:30 PM EST, by you"
    )


def test_it_is_judged_by_the_same_rules(client: FlaskClient, receipt: str, kept: Kept) -> None:
    address = f"{receipt}/correct"
    page = Page(
        client.post(
            address, data=form(client, address) | {"npi": "12", "birth_month": "2", "birth_day": "30"}
        )
    )
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert set(page.errors) == {"npi", "birth_month"}
    assert page.values["npi"] == "12"
    assert kept()[0].version == 1


def test_a_warning_sends_it_back_to_a_coordinator(
    client: FlaskClient, receipt: str, kept: Kept, post: Post
) -> None:
    post("submit", first_name="Noa", license_number="MD99", npi="", birth_day="1", email="n@example.org")
    assert {stored.state for stored in kept()} == {"ready"}
    correct(client, receipt, license_number="MD99", npi="1993999998")
    assert {stored.state for stored in kept()} == {"needs_attention"}


def test_it_has_to_be_confirmed_anew(client: FlaskClient, receipt: str, kept: Kept) -> None:
    page = Page(correct(client, receipt, license_number="MD77", attest=""))
    assert page.status == 400
    assert set(page.errors) == {"attest"}
    assert page.values["license_number"] == "MD77"
    assert kept()[0].record.license_number == "MD0012345"


def test_what_identifies_is_not_shown(client: FlaskClient, receipt: str) -> None:
    answer = prove(client, f"{receipt}/correct")
    values = Page(answer).values
    assert values.pop("proof")
    assert values == {"step": "send", "first_name": "Amara", "last_name": "Okafor", "credits": "6"}
    for secret in ("MD0012345", "1234567893", "September", "amara@example.org"):
        assert secret not in answer.text


def test_the_same_sent_twice_changes_nothing(client: FlaskClient, receipt: str, kept: Kept) -> None:
    address = f"{receipt}/correct"
    sent = form(client, address) | {"license_number": "MD77"}
    first = client.post(address, data=sent)
    before = kept()[0]
    again = client.post(address, data=sent)
    assert first.data == again.data
    assert kept()[0] == before


class TestAfterAReport:
    @pytest.fixture
    def receipt(self, post: Post, report: Report) -> str:
        address = str(post("submit").location)
        assert report() == [["Add", "Amara", "Okafor", "09/27", "Maine", "MD0012345"]]
        return address

    def test_it_is_proposed_and_goes_out_once_it_is_taken(
        self,
        client: FlaskClient,
        receipt: str,
        kept: Kept,
        proposed: Proposed,
        report: Report,
        api: Call,
    ) -> None:
        page = Page(correct(client, receipt, license_number="MD77"))
        assert "looks at your answers" in page.text
        assert kept()[0].record.license_number == "MD0012345"
        assert "Correction received" in Page(client.get(receipt)).text
        found = proposed()
        assert [(c.field, c.after) for c in found.changes] == [("license_number", "MD77")]
        api(f"/proposals/{found.id}/take")
        assert report() == [
            ["Delete", "Amara", "Okafor", "09/27", "Maine", "MD0012345"],
            ["Add", "Amara", "Okafor", "09/27", "Maine", "MD77"],
        ]

    def test_the_same_sent_twice_is_one_proposal(
        self, client: FlaskClient, receipt: str, proposed: Proposed
    ) -> None:
        address = f"{receipt}/correct"
        sent = form(client, address) | {"license_number": "MD77"}
        client.post(address, data=sent)
        first = proposed()
        client.post(address, data=sent)
        assert proposed() == first

    def test_nothing_changed_is_no_proposal(
        self, client: FlaskClient, receipt: str, proposed: Proposed
    ) -> None:
        """And the page does not say so: whoever is in could try numbers on it."""
        same = correct(client, receipt, license_number="MD0012345")
        assert proposed() is None
        other = correct(client, receipt, license_number="MD77")
        assert same.data == other.data

    def test_a_second_one_takes_the_place_of_the_first(
        self, client: FlaskClient, receipt: str, proposed: Proposed, api: Call, token: str
    ) -> None:
        correct(client, receipt, first_name="Amaka")
        first = proposed()
        correct(client, receipt, license_number="MD77")
        assert {(c.field, c.after) for c in proposed().changes} == {
            ("first_name", "Amaka"),
            ("license_number", "MD77"),
        }
        seen_before = client.post(
            f"/api/v1/proposals/{first.id}/take", json={}, headers={"Authorization": f"Bearer {token}"}
        )
        assert seen_before.status_code == 409

    def test_a_change_can_be_taken_back(self, client: FlaskClient, receipt: str, proposed: Proposed) -> None:
        correct(client, receipt, first_name="Amaka")
        correct(client, receipt, first_name="Amara")
        assert proposed().changes == ()


def test_a_record_set_aside_is_for_the_office(
    client: FlaskClient, receipt: str, kept: Kept, database: Database, clock: Clock
) -> None:
    address = f"{receipt}/correct"
    sent = form(client, address) | {"license_number": "MD77"}
    with database.write() as session:
        records.set_aside(
            session, kept()[0].id, reason="Twice", version=None, actor="console", now=clock(), policy=Policy()
        )
    for answer in (client.get(address), client.post(address, data=sent)):
        page = Page(answer)
        assert page.heading == "Please write to us"
        assert "cme@example.org" in page.text
    assert kept()[0].record.license_number == "MD0012345"
    assert "Correct my details" not in Page(client.get(receipt)).text
    assert "Twice" not in Page(client.get(receipt)).text


class TestWhoIsNotAPhysician:
    def test_proves_by_email_and_corrects_what_was_asked(
        self, client: FlaskClient, post: Post, kept: Kept
    ) -> None:
        address = f"{post('submit', profession='np').location}/correct"
        assert Page(client.get(address)).names() == {"step", "known_email"}
        page = Page(prove(client, address, known_email="amara@example.org"))
        assert page.names() == {
            "step", "proof", "first_name", "last_name", "credits", "credits_less", "email", "attest",
        }  # fmt: skip
        client.post(address, data=page.values | {"credits": "less", "credits_less": "2.5", "attest": "y"})
        assert str(kept()[0].record.credits) == "2.5"

    def test_or_writes_where_nothing_is_known(
        self, client: FlaskClient, post: Post, make_activity: Callable[..., StoredActivity]
    ) -> None:
        receipt = post("submit", to=make_activity(email="off"), profession="np").location
        assert Page(client.get(f"{receipt}/correct")).heading == "Please write to us"


class TestTheProof:
    """What carries the yes from one page to the next."""

    @pytest.mark.parametrize("minutes", [14, 15, 60 * 24 * 8])
    def test_it_holds_for_a_quarter_of_an_hour_and_what_was_typed_for_longer(
        self, client: FlaskClient, receipt: str, kept: Kept, clock: Clock, minutes: int
    ) -> None:
        address = f"{receipt}/correct"
        sent = form(client, address) | {"license_number": "MD77"}
        clock.advance(minutes=minutes)
        page = Page(client.post(address, data=sent))
        if minutes < 15:
            assert page.heading == "Thank you"
            return
        assert (page.status, page.heading) == (400, "First, show that it is you")
        assert proving.EXPIRED in page.text
        assert kept()[0].version == 1
        filled = Page(client.post(address, data=page.values | BIRTHDAY)).values
        assert filled["license_number"] == "MD77"
        client.post(address, data=filled | {"attest": "y"})
        assert kept()[0].record.license_number == "MD77"

    def test_it_opens_no_other_record(
        self, client: FlaskClient, receipt: str, post: Post, kept: Kept
    ) -> None:
        mine = form(client, f"{receipt}/correct")["proof"]
        other = post("submit", first_name="Noa", license_number="MD1", npi="").location
        page = Page(
            client.post(f"{other}/correct", data={"step": "send", "proof": mine, "npi": "1993999998"})
        )
        assert page.heading == "First, show that it is you"

    @pytest.mark.parametrize("forged", ["", "x", "W10.x", "bnVsbA.x"])
    def test_it_cannot_be_made_up(self, client: FlaskClient, receipt: str, kept: Kept, forged: str) -> None:
        sent = {"step": "send", "proof": forged, "license_number": "MD77", "attest": "y"}
        assert Page(client.post(f"{receipt}/correct", data=sent)).heading == "First, show that it is you"
        assert kept()[0].version == 1

    def test_it_says_nothing_of_the_learner_and_is_in_no_address(
        self, client: FlaskClient, receipt: str
    ) -> None:
        answer = prove(client, f"{receipt}/correct")
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        proof = Page(answer).values["proof"]
        assert receipt.removeprefix("/r/") not in proof
        assert f"?{proof}" not in answer.text

    def test_without_the_quarter_of_an_hour_it_would_hold_for_good(
        self, client: FlaskClient, receipt: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(proving, "LASTS", timedelta.max)
        address = f"{receipt}/correct"
        sent = form(client, address) | {"license_number": "MD77"}
        clock.advance(days=8)
        assert Page(client.post(address, data=sent)).heading == "Thank you"


def test_a_failure_of_ours_keeps_what_was_typed(
    client: FlaskClient, receipt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{receipt}/correct"
    sent = form(client, address) | {"license_number": "MD77"}

    def fail(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(own_record, "correct", fail)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    page = Page(client.post(address, data=sent))
    assert page.status == 500
    assert "nothing was saved" in page.text
    assert page.values["license_number"] == "MD77"


def test_it_gives_away_nothing_to_whoever_has_the_address_alone(client: FlaskClient, receipt: str) -> None:
    pages = [client.get(f"{receipt}/{path}").text for path in ("correct", "withdraw")]
    for text in pages:
        for secret in ("MD0012345", "1234567893", "September", "amara", "Okafor"):
            assert secret not in text
