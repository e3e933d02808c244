"""Where a record stands, in the learner's words, from its arrival to PARS's answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from pars.record import Policy
from storage import deletions, merging, outcomes, proposals, records, typing_sheet
from storage.activities import StoredActivity
from storage.database import Database
from storage.proposals import Proposal
from tests.attest.conftest import Kept, Post, Report
from tests.attest.receipts import BIRTHDAY, correct
from tests.conftest import Clock
from tests.reading import Page

Answer = Callable[..., None]


def stands(client: FlaskClient, receipt: str) -> tuple[str, str]:
    """The title and the words of the panel."""
    (panel,) = Page(client.get(receipt)).tree.xpath("//section[h2='Where your record stands']/div")
    return panel.findtext("h3"), " ".join(panel.text_content().split())


def withdraw(client: FlaskClient, receipt: str) -> None:
    assert client.post(f"{receipt}/withdraw", data=BIRTHDAY).status_code == 200


@pytest.fixture
def answer(database: Database, kept: Kept, clock: Clock) -> Answer:
    """PARS's answer to the one record."""

    def decide(status: str, reason: str = "") -> None:
        with database.write() as session:
            outcomes.decide(
                session, kept()[0].id, status, reason, source="hand", actor="console", now=clock()
            )

    return decide


def test_received(client: FlaskClient, receipt: str) -> None:
    title, words = stands(client, receipt)
    assert title == "Received"
    assert "within 30 days" in words


def test_reported_then_accepted(
    client: FlaskClient, receipt: str, report: Report, answer: Answer, clock: Clock
) -> None:
    clock.advance(days=1)
    report()
    assert stands(client, receipt) == (
        "Reported",
        "Reported Lakeside Teaching Hospital reported your credit to the ACCME on November 24, 2026. "
        "There is no answer yet.",
    )
    clock.advance(days=2)
    answer("accepted")
    title, words = stands(client, receipt)
    assert title == "Accepted"
    assert "November 26, 2026" in words


def test_the_day_is_that_of_the_activity(
    client: FlaskClient, receipt: str, report: Report, clock: Clock
) -> None:
    clock.advance(hours=4)  # past midnight in London, not in New York
    assert clock().date() == date(2026, 11, 24)
    report()
    assert "on November 23, 2026" in stands(client, receipt)[1]


def test_a_rejected_learner_is_waited_for(
    client: FlaskClient, receipt: str, report: Report, answer: Answer
) -> None:
    report()
    answer("rejected", "License number does not match")
    title, words = stands(client, receipt)
    assert title == "Waiting for you"
    assert "Your license number does not match what your licensing board has." in words
    assert words.endswith("Please look again at: License number")


def test_a_reason_that_learners_can_do_nothing_about(
    client: FlaskClient, receipt: str, report: Report, answer: Answer
) -> None:
    report()
    answer("rejected", "Duplicate")
    title, words = stands(client, receipt)
    assert title == "Not accepted"
    assert "seems to be reported already" in words
    assert "Please look again" not in words


def test_a_double_is_for_the_office(client: FlaskClient, receipt: str, post: Post) -> None:
    post("submit", email="other@example.org")
    assert stands(client, receipt)[0] == "Received"


def test_a_correction_on_its_way(
    client: FlaskClient,
    receipt: str,
    report: Report,
    proposed: Callable[[], Proposal | None],
    database: Database,
    clock: Clock,
) -> None:
    report()
    correct(client, receipt, license_number="MD77")
    assert stands(client, receipt)[0] == "Correction received"
    found = proposed()
    with database.write() as session:
        proposals.take(
            session, found.id, reason="", version=None, actor="console", now=clock(), policy=Policy()
        )
    title, words = stands(client, receipt)
    assert title == "Correction received"
    assert "goes out with the next report" in words
    facts = Page(client.get(receipt)).answers
    assert facts["Last changed"].endswith("by Lakeside Teaching Hospital")
    report()
    assert stands(client, receipt)[0] == "Reported"


def test_set_aside_says_so_and_not_why(
    client: FlaskClient, receipt: str, kept: Kept, database: Database, clock: Clock, report: Report
) -> None:
    report()
    with database.write() as session:
        records.set_aside(
            session,
            kept()[0].id,
            reason="Was at lunch",
            version=None,
            actor="x",
            now=clock(),
            policy=Policy(),
        )
    title, words = stands(client, receipt)
    assert title == "Not reported"
    assert "has taken this record out" in words
    assert "The next report takes it back" in words
    assert "lunch" not in client.get(receipt).text
    report()
    assert "asked the ACCME on November 23, 2026 to delete it" in stands(client, receipt)[1]


def test_nothing_is_gone_before_pars_says_so(
    client: FlaskClient, receipt: str, kept: Kept, database: Database, clock: Clock, report: Report
) -> None:
    report()
    withdraw(client, receipt)
    report()
    said = {"waiting": stands(client, receipt)[1]}
    for status, reason in (("rejected", "Sent to the board already"), ("accepted", "")):
        with database.write() as session:
            deletions.decide(
                session, kept()[0].id, status, reason, source="hand", actor="console", now=clock()
            )
        said[status] = stands(client, receipt)[1]
    assert "There is no answer yet." in said["waiting"]
    assert "it is not deleted yet" in said["rejected"]
    assert "Sent to the board" not in said["rejected"]
    assert [status for status in said if "taken back on November 23, 2026" in said[status]] == ["accepted"]


def test_what_was_deleted_by_hand_is_gone(
    client: FlaskClient, receipt: str, kept: Kept, database: Database, clock: Clock, report: Report
) -> None:
    report()
    withdraw(client, receipt)
    stored = kept()[0]
    with database.write() as session:
        typing_sheet.tick(
            session,
            stored.activity_id,
            stored.id,
            version=None,
            host="localhost",
            actor="console",
            now=clock(),
        )
    assert "taken back on November 23, 2026" in stands(client, receipt)[1]


def test_every_state_has_words(
    client: FlaskClient, post: Post, make_activity: Callable[..., StoredActivity]
) -> None:
    for fields in ({"consent": "no"}, {"profession": "pa"}, {"license_state": "none"}):
        assert stands(client, post("submit", **fields).location)[0] == "Not reported"


def test_a_merged_record_leads_to_the_one_that_is_kept(
    client: FlaskClient, receipt: str, post: Post, database: Database, kept: Kept, clock: Clock
) -> None:
    clock.advance(minutes=1)
    post("submit", email="else@example.org")
    second, first = kept()
    with database.write() as session:
        merging.merge(
            session,
            second.id,
            {first.id: first.version},
            {},
            reason="Twice",
            version=None,
            actor="staff:1",
            now=clock(),
            policy=Policy(),
        )
    title, words = stands(client, receipt)
    assert title == "Put together with your other record"
    assert "Its own receipt says where it stands" in words
    page = client.get(receipt).get_data(as_text=True)
    assert "Withdraw my permission" in page
    assert "Correct my details" not in page
