"""The license number that was not at hand: added from the receipt, now or by a link that comes by mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from config import Config
from storage import letters
from storage.activities import StoredActivity
from storage.database import Database
from storage.proposals import Proposal
from tests.attest.conftest import Ask, Kept, Post, Report
from tests.attest.correcting import ANSWERS
from tests.attest.receipts import correct, form, prove
from tests.conftest import Clock
from tests.reading import Page

LEFT_OUT = {"license_number": "", "npi": "", "license_later": "y"}


@pytest.fixture
def receipt(post: Post) -> str:
    return str(post("submit", **LEFT_OUT).location)


def test_the_receipt_waits_for_it(client: FlaskClient, receipt: str) -> None:
    page = Page(client.get(receipt))
    assert "Waiting for you" in page.text
    assert page.tree.xpath("//a[text()='Add my license number']/@href") == [f"{receipt}/license"]


def test_it_asks_for_no_more(client: FlaskClient, receipt: str, kept: Kept, report: Report) -> None:
    page = Page(prove(client, f"{receipt}/license"))
    assert page.names() == {"step", "proof", "license_number", "npi", "attest"}
    sent = form(client, f"{receipt}/license") | {"license_number": "MD77", "first_name": "Eve"}
    assert Page(client.post(f"{receipt}/license", data=sent)).heading == "Thank you"
    assert kept()[0].state == "ready"
    assert report() == [["Add", "Amara", "Okafor", "09/27", "Maine", "MD77"]]
    assert "Add my license number" not in Page(client.get(receipt)).text


def test_nothing_given_is_told(client: FlaskClient, receipt: str) -> None:
    page = Page(correct(client, receipt, path="license"))
    assert page.status == 400
    assert "Answer at least one question" in page.text


@pytest.mark.parametrize("fields", [{}, {"profession": "np"}, {"consent": "no"}])
def test_nobody_else_is_asked(client: FlaskClient, post: Post, fields: dict[str, str]) -> None:
    receipt = post("submit", **fields).location
    assert "Add my license number" not in Page(client.get(receipt)).text
    assert client.get(f"{receipt}/license").location == f"{receipt}/correct"


def test_without_a_mail_server_the_address_of_the_receipt_is_the_link(
    client: FlaskClient, receipt: str
) -> None:
    assert "Send me a link" not in Page(client.get(f"{receipt}/license")).text
    assert client.post(f"{receipt}/license/later").status_code == 404


class TestByMail:
    @pytest.fixture
    def config(self, config: Config) -> Config:
        return replace(config, smtp_url="smtp://localhost:1", mail_from="office@example.org")

    @pytest.fixture
    def mail(self, database: Database, clock: Clock) -> Callable[[], list[str]]:
        """Takes the letters that are due; the addresses in those that carry a link to correct."""

        def take() -> list[str]:
            found = []
            with database.write() as session:
                while letter := letters.claim(session, clock()):
                    assert letter.words.to == "amara@example.org"
                    found += re.findall(r"/c/\S+", letter.words.text)
            return found

        return take

    def later(self, client: FlaskClient, receipt: str) -> Page:
        assert "Send me a link for later" in Page(client.get(f"{receipt}/license")).text
        page = Page(client.post(f"{receipt}/license/later"))
        assert (page.status, page.heading) == (200, "Look in your mail")
        return page

    def test_it_leads_to_the_two_numbers(
        self,
        client: FlaskClient,
        receipt: str,
        mail: Callable[[], list[str]],
        proposed: Callable[[], Proposal | None],
    ) -> None:
        assert "December 7, 2026" in self.later(client, receipt).text
        (link,) = mail()
        page = Page(client.get(link))
        assert page.names() == {"submission_id", "license_number", "npi"}
        assert Page(client.post(link, data=page.values | ANSWERS)).heading == "Thank you"
        assert [change.field for change in proposed().changes] == ["license_number"]

    def test_there_is_one_a_day_at_most(
        self, client: FlaskClient, receipt: str, mail: Callable[[], list[str]], clock: Clock
    ) -> None:
        first = self.later(client, receipt)
        assert self.later(client, receipt).text == first.text
        clock.advance(hours=23)
        self.later(client, receipt)
        assert len(mail()) == 1
        clock.advance(days=14)
        self.later(client, receipt)
        assert len(mail()) == 1

    def test_links_cannot_flood_a_mailbox(
        self, client: FlaskClient, post: Post, mail: Callable[[], list[str]], clock: Clock
    ) -> None:
        receipts = [
            str(post("submit", **LEFT_OUT, submission_id=str(uuid4()), birth_day=str(day)).location)
            for day in range(1, letters.RECEIPTS_A_DAY)
        ]
        self.later(client, receipts[0])  # with the receipts: all of a day
        assert len(mail()) == 1
        page = Page(client.post(f"{receipts[1]}/license/later"))
        assert (page.status, page.heading) == (429, "No letter was sent")
        assert mail() == []
        clock.advance(days=1)
        self.later(client, receipts[1])
        assert len(mail()) == 1

    def test_a_link_of_the_office_is_not_replaced(
        self, client: FlaskClient, receipt: str, ask: Ask, mail: Callable[[], list[str]]
    ) -> None:
        link = ask("license_number", "birth_month")
        self.later(client, receipt)
        assert mail() == []
        assert client.get(f"/c/{link.token}").status_code == 200

    def test_no_address_no_letter(
        self, client: FlaskClient, post: Post, make_activity: Callable[..., StoredActivity]
    ) -> None:
        receipt = post("submit", to=make_activity(email="off"), **LEFT_OUT).location
        assert "Send me a link" not in Page(client.get(f"{receipt}/license")).text
        assert client.post(f"{receipt}/license/later").status_code == 404
