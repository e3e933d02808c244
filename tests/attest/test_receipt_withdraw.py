"""Taking the permission back: nothing goes out, what went out is taken back, and what only a report needs is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from blueprints.attest import proving
from pars.record import Policy
from storage import erasing, records
from storage.activities import StoredActivity
from storage.database import Database
from storage.proposals import Proposal
from storage.tables import RecordRow
from tests.attest.conftest import Ask, Kept, Post, Report
from tests.attest.receipts import BIRTHDAY, BY_EMAIL, OTHER_BIRTHDAY, correct, prove
from tests.conftest import Clock
from tests.reading import Page

ERASED = ("MD0012345", "1234567893", "27")


def take_back(client: FlaskClient, receipt: str, **given: str) -> Page:
    return Page(client.post(f"{receipt}/withdraw", data=given or BIRTHDAY))


def test_one_screen_says_what_happens_and_asks_who_it_is(client: FlaskClient, receipt: str) -> None:
    page = Page(client.get(f"{receipt}/withdraw"))
    assert (page.status, page.heading) == (200, "Withdraw my permission")
    assert "Nothing is sent to the ACCME or to any board" in page.text
    assert page.names() == {"known_month", "known_day", "known_email", "known_number"}


def test_before_a_report_nothing_goes_out(
    client: FlaskClient, receipt: str, kept: Kept, activity: StoredActivity, token: str
) -> None:
    page = take_back(client, receipt)
    assert (page.status, page.heading) == (200, "Your permission is withdrawn")
    assert "what was sent" not in page.text, "there is nothing of the kind"
    assert kept()[0].state == "not_for_pars"
    answer = client.post(
        f"/api/v1/activities/{activity.id}/exports",
        json={"format": "tab", "kind": "add"},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 409
    assert "You said no" in Page(client.get(receipt)).text


def test_after_a_report_the_next_file_takes_it_back(
    client: FlaskClient, receipt: str, report: Report
) -> None:
    added = report()
    assert "The next report to the ACCME takes it back" in Page(client.get(f"{receipt}/withdraw")).text
    assert "what becomes of what was sent" in take_back(client, receipt).text
    assert "The next report takes it back" in Page(client.get(receipt)).text
    assert report() == [["Delete", *added[0][1:]]]
    assert "asked the ACCME on November 23, 2026 to delete it" in Page(client.get(receipt)).text


def test_a_correction_after_it_does_not_sound_like_a_new_report(
    client: FlaskClient, receipt: str, report: Report
) -> None:
    report()
    assert "reported anew" in correct(client, receipt, first_name="Amarachi").text
    take_back(client, receipt)
    address = f"{receipt}/correct"
    shown = Page(prove(client, address, known_email="amara@example.org"))  # the birthday is erased
    said = client.post(address, data=shown.values | {"attest": "y", "first_name": "Amarachi"}).text
    assert "They are not reported" in said
    assert "reported anew" not in said


def whole(database: Database, record_id: str) -> str:
    """All that is known of a record, opened."""
    with database.read() as session:
        return str(records.details(session, record_id))


def test_what_only_a_report_needs_is_erased_wherever_it_was(
    client: FlaskClient, receipt: str, kept: Kept, database: Database
) -> None:
    correct(client, receipt, license_number="MD77", npi="1993999998")
    take_back(client, receipt)
    known = whole(database, kept()[0].id)
    for secret in ("MD0012345", "1234567893", "MD77", "1993999998", "birth_day': '27'"):
        assert secret not in known
    record = kept()[0].record
    assert (record.birth_month, record.license_number, record.npi) == (None, "", "")
    assert (record.last_name, record.email) == ("Okafor", "amara@example.org")


def test_without_the_erasing_it_would_still_be_there(
    client: FlaskClient, receipt: str, kept: Kept, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "erase_answers", lambda *_: None)
    take_back(client, receipt)
    assert "MD0012345" in whole(database, kept()[0].id)


def test_the_desk_sees_who_did_it(client: FlaskClient, receipt: str, kept: Kept, database: Database) -> None:
    take_back(client, receipt)
    with database.read() as session:
        details = records.details(session, kept()[0].id)
    last = details.history[-1]
    assert (last.actor, [(c.field, c.before, c.after) for c in last.changes]) == (
        "learner",
        [("consent", "yes", "no")],
    )


def test_sent_twice_it_is_done_once(client: FlaskClient, receipt: str, kept: Kept) -> None:
    first = take_back(client, receipt)
    before = kept()[0]
    assert take_back(client, receipt).text == first.text
    assert kept()[0] == before


def test_what_was_waiting_is_dropped(
    client: FlaskClient, receipt: str, ask: Ask, report: Report, proposed: Callable[[], Proposal | None]
) -> None:
    report()
    link = ask()
    correct(client, receipt, license_number="MD77")
    assert proposed()
    take_back(client, receipt)
    assert proposed() is None
    assert client.get(f"/c/{link.token}").status_code == 404


def test_of_a_record_set_aside_too(
    client: FlaskClient, receipt: str, kept: Kept, database: Database, clock: Clock
) -> None:
    with database.write() as session:
        records.set_aside(
            session, kept()[0].id, reason="Twice", version=None, actor="console", now=clock(), policy=Policy()
        )
    assert take_back(client, receipt).heading == "Your permission is withdrawn"
    assert (kept()[0].state, kept()[0].record.consent) == ("set_aside", False)


def test_what_is_erased_meanwhile_is_not_called_withdrawn(
    client: FlaskClient,
    receipt: str,
    kept: Kept,
    database: Database,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A purge between the look at the record and the step itself."""

    def purged(*_: Any) -> None:
        with database.write() as session:
            erasing.erase_identifiers(session, [session.get_one(RecordRow, kept()[0].id)], now=clock())

    monkeypatch.setattr(proving, "show", purged)
    assert take_back(client, receipt).heading != "Your permission is withdrawn"
    assert kept()[0].record.consent is True


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"known_day": ""}, "Enter your birth month and day"),
        (OTHER_BIRTHDAY, "This is not what we have on record"),
        (BY_EMAIL | {"known_number": "MD1"}, "This is not what we have on record"),
    ],
)
def test_nobody_else_can(
    client: FlaskClient, receipt: str, kept: Kept, given: dict[str, str], words: str
) -> None:
    page = take_back(client, receipt, **given)
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert words in page.errors["known_month"]
    assert kept()[0].record.consent is True


def test_by_email_and_number_where_the_birthday_may_be_wrong(client: FlaskClient, receipt: str) -> None:
    assert take_back(client, receipt, **BY_EMAIL).status == 200


@pytest.mark.parametrize("fields", [{"consent": "no"}, {"profession": "pharmacist"}])
def test_there_is_nothing_to_take_back(client: FlaskClient, post: Post, fields: dict[str, str]) -> None:
    receipt = post("submit", **fields).location
    assert "Withdraw" not in Page(client.get(receipt)).text
    assert client.get(f"{receipt}/withdraw").location == receipt


def test_a_wrong_address_is_a_plain_404(client: FlaskClient) -> None:
    for path in ("withdraw", "correct", "license"):
        assert client.get(f"/r/AAAAAAAAAAAAAAAAAAAAAA/{path}").status_code == 404
        assert client.post(f"/r/AAAAAAAAAAAAAAAAAAAAAA/{path}").status_code == 404
