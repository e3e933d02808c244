"""Who comes late: minutes after closing, a cap that is never passed, and a personal link."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue

from blueprints.attest import receiving
from blueprints.attest.visit import Late
from storage import audit, late_links, places, records
from storage.activities import StoredActivity
from storage.database import Database
from storage.record_rows import StoredRecord
from tests.attest.conftest import Post
from tests.conftest import Clock, answers
from tests.reading import Page

Make = Callable[..., StoredActivity]
Kept = Callable[..., list[StoredRecord]]
Invite = Callable[..., str]

CLOSES = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
LEARNERS = 20
CAP = 5


def told(database: Database, record: StoredRecord) -> list[tuple[str, str]]:
    """The steps in a record's history, each with its reason."""
    with database.read() as session:
        return [(event.action, event.reason) for event in records.details(session, record.id).history]


@pytest.fixture
def closing(make_activity: Make) -> StoredActivity:
    """An activity that closes at six in the evening, and takes open forms ten minutes longer."""
    return make_activity(closes_at=CLOSES, grace_minutes=10)


@pytest.fixture
def invite(database: Database, clock: Clock) -> Invite:
    """Makes a personal link, good for a week; its address."""

    def make(stored: StoredActivity, note: str = "") -> str:
        with database.write() as session:
            expires = clock() + timedelta(days=7)
            made = late_links.make(
                session, stored.id, note=note, expires_at=expires, actor="console", now=clock()
            )
        return f"/l/{made.token}"

    return make


# Minutes after closing


def test_a_form_that_was_open_is_taken_and_its_learner_told(
    database: Database, post: Post, kept: Kept, closing: StoredActivity, clock: Clock
) -> None:
    clock.now = CLOSES + timedelta(minutes=4)
    checked = Page(post("check", to=closing))
    assert checked.heading == "Check your answers"
    assert "we take it until Monday, November 23, 2026, 6:10 PM EST" in checked.text
    assert post("submit", to=closing).status_code == 303
    (record,) = kept(closing)
    assert ("came late", "4 minutes after closing") in told(database, record)


def test_nobody_new_finds_a_form_by_then(client: FlaskClient, closing: StoredActivity, clock: Clock) -> None:
    clock.now = CLOSES + timedelta(minutes=4)
    assert Page(client.get(f"/a/{closing.code}")).heading == "This activity is closed"


@pytest.mark.parametrize(("minutes", "stored"), [(-1, 1), (0, 1), (9, 1), (10, 0), (11, 0)])
def test_the_minutes_have_an_end(
    post: Post, kept: Kept, closing: StoredActivity, clock: Clock, minutes: int, stored: int
) -> None:
    clock.now = CLOSES + timedelta(minutes=minutes)
    post("submit", to=closing)
    assert len(kept(closing)) == stored


def test_without_such_minutes_closing_is_closing(
    post: Post, kept: Kept, make_activity: Make, clock: Clock
) -> None:
    """The control of the above: what takes them in is the setting."""
    strict = make_activity(closes_at=CLOSES)
    clock.now = CLOSES
    post("submit", to=strict)
    assert kept(strict) == []


def test_who_comes_in_time_is_not_called_late(
    database: Database, post: Post, kept: Kept, closing: StoredActivity
) -> None:
    post("submit", to=closing)
    assert "came late" not in dict(told(database, kept(closing)[0]))


# The cap


@pytest.fixture
def capped(make_activity: Make) -> StoredActivity:
    return make_activity(learners_max=CAP)


def rush(app: Flask, stored: StoredActivity, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Twenty posts of twenty learners, all of whom are told that there is room before the first is stored."""
    start, receive = Barrier(LEARNERS), receiving.receive

    def receive_together(stored: StoredActivity, late: Late | None) -> ResponseReturnValue:
        start.wait(timeout=120)
        return receive(stored, late)

    def send(number: int) -> int:
        typed = answers(
            step="submit", license_number=f"MD10{number:03}", npi="", last_name=f"Eze{chr(97 + number)}"
        )
        return app.test_client().post(f"/a/{stored.code}", data=typed).status_code

    monkeypatch.setattr(receiving, "receive", receive_together)
    with ThreadPoolExecutor(LEARNERS) as hall:
        return list(hall.map(send, range(LEARNERS)))


def test_twenty_at_once_are_never_more_than_the_cap(
    app: Flask, capped: StoredActivity, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = rush(app, capped, monkeypatch)
    assert sorted(said) == [200] * (LEARNERS - CAP) + [303] * CAP
    assert len(kept(capped)) == CAP


def test_without_the_count_in_the_transaction_they_are(
    app: Flask, capped: StoredActivity, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the above: a look before the transaction is not enough."""
    monkeypatch.setattr(places, "claim", lambda session, activity_id: None)
    rush(app, capped, monkeypatch)
    assert len(kept(capped)) > CAP


def test_who_comes_to_a_full_activity_is_told_before_typing(
    client: FlaskClient, post: Post, make_activity: Make, kept: Kept
) -> None:
    full = make_activity(learners_max=1)
    assert Page(client.get(f"/a/{full.code}")).heading == full.activity.title
    mine = str(uuid4())
    first = post("submit", to=full, submission_id=mine)
    seen = Page(client.get(f"/a/{full.code}"))
    assert seen.heading == "This activity is full"
    assert "It has a place for one learner, and it is taken." in seen.text
    for step in ("check", "submit"):
        assert Page(post(step, to=full, last_name="Novak")).heading == "This activity is full"
    assert post("submit", to=full, json=True, last_name="Novak").status_code == 409
    assert post("submit", to=full, submission_id=mine).location == first.location
    assert len(kept(full)) == 1


# A personal link


def test_a_link_opens_a_closed_form_once(
    client: FlaskClient,
    database: Database,
    make_activity: Make,
    kept: Kept,
    invite: Invite,
    clock: Clock,
) -> None:
    stored = make_activity(closes_at=CLOSES)
    clock.now = CLOSES + timedelta(days=2)
    link = invite(stored)
    for _ in range(2):  # looking at it does not spend it
        blank = Page(client.get(link))
        assert blank.heading == stored.activity.title
    check = Page(client.post(link, data=blank.values | answers()))
    assert "This link is yours alone" in check.text
    whole = check.values | {"attest": "y"}
    sent = client.post(link, data=whole)
    assert sent.status_code == 303
    assert client.post(link, data=whole).location == sent.location
    assert client.get(link).status_code == 404
    other = client.post(link, data=whole | {"submission_id": str(uuid4()), "last_name": "Novak"})
    assert (other.status_code, Page(other).heading) == (404, "This link does not work any more")
    (record,) = kept(stored)
    assert ("came late", "By a personal link. 2 days after closing") in told(database, record)
    with database.read() as session:
        actions = [entry.action for entry in audit.page(session, stored.id)[0]]
    assert actions.count("late link used") == 1


def test_a_link_goes_beyond_the_cap(
    client: FlaskClient, post: Post, make_activity: Make, kept: Kept, invite: Invite
) -> None:
    full = make_activity(learners_max=1)
    post("submit", to=full)
    typed = answers(step="submit", last_name="Novak", license_number="MD77", npi="")
    assert client.post(invite(full), data=typed).status_code == 303
    assert len(kept(full)) == 2


def test_two_who_share_a_link_at_once_are_one_record(
    app: Flask, make_activity: Make, kept: Kept, invite: Invite
) -> None:
    stored = make_activity(status="closed")
    link = invite(stored)

    def send(number: int) -> int:
        typed = answers(step="submit", submission_id=str(uuid4()), last_name=f"Eze{chr(97 + number)}")
        return app.test_client().post(link, data=typed).status_code

    with ThreadPoolExecutor(4) as hall:
        said = list(hall.map(send, range(4)))
    assert sorted(said) == [303, 404, 404, 404]
    assert len(kept(stored)) == 1


def test_a_link_is_over_after_its_day_and_when_it_is_ended(
    client: FlaskClient, database: Database, make_activity: Make, invite: Invite, clock: Clock
) -> None:
    stored = make_activity(status="closed")
    one, other = invite(stored), invite(stored)
    with database.write() as session:
        late_links.end(session, late_links.of(session, stored.id)[0].id, actor="console", now=clock())
    assert sorted(client.get(link).status_code for link in (one, other)) == [200, 404]
    clock.advance(days=7)
    assert {client.get(link).status_code for link in (one, other)} == {404}
    assert client.get("/l/never-was").status_code == 404
    answer = client.post("/l/never-was", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_on_a_kiosk_activity_the_link_is_no_kiosk(
    client: FlaskClient, make_activity: Make, invite: Invite
) -> None:
    """It is opened on a device of the learner's own, so it leads to the receipt itself."""
    link = invite(make_activity(kiosk=True, status="closed"))
    sent = client.post(link, data=answers(step="submit"))
    assert sent.location.startswith("/r/")
    assert "/r/kiosk/" not in sent.location


def test_what_is_kept_of_a_link_neither_opens_nor_names(
    database: Database, config: object, make_activity: Make, invite: Invite
) -> None:
    stored = make_activity(status="closed")
    token = invite(stored, "Dr. Amara Okafor").removeprefix("/l/")
    with database.read() as session:
        (link,) = late_links.of(session, stored.id)
        raw = b"".join(
            str(row).encode() for row in session.connection().exec_driver_sql("SELECT * FROM late_links")
        )
    assert link.note == "Dr. Amara Okafor"
    assert token.encode() not in raw
    assert b"Okafor" not in raw
