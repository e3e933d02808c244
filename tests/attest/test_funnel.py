"""The funnel counts visits and nothing else: every figure against a count of our own, and no trace of anybody."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from blueprints import background
from blueprints.attest import funnel
from blueprints.current import House
from storage import leases, tallies
from storage.activities import StoredActivity
from storage.database import Database, DatabaseError
from storage.tallies import Funnel
from tests.attest.conftest import Post
from tests.conftest import Clock, answers
from tests.kept import everything_kept

Look = Callable[..., Funnel]
Make = Callable[..., StoredActivity]

WRONG = {
    "first_name:first_name_missing": {"first_name": ""},
    "npi:npi_digits": {"npi": "12"},
    "credits:credits_too_many": {"credits": "99"},
    "consent:consent_missing": {"consent": ""},
}


@pytest.fixture
def house(app: Flask) -> House:
    house: House = app.extensions["attest"]
    return house


@pytest.fixture
def look(house: House, activity: StoredActivity) -> Look:
    """The figures, after what is in memory was kept."""

    def figures(of: StoredActivity | None = None) -> Funnel:
        house.counts.keep(house.database)
        with house.database.read() as session:
            return tallies.of(session, (of or activity).id)

    return figures


def test_every_figure_is_that_of_the_events(
    client: FlaskClient, post: Post, clock: Clock, activity: StoredActivity, look: Look
) -> None:
    """A hall of 120 learners, played by chance from a fixed seed, and counted beside."""
    chance, address = Random(4), f"/a/{activity.code}"
    counted: Counter[str] = Counter()
    times, hours = [], []
    for number in range(120):
        if number in (50, 90):
            clock.advance(hours=1)
            hours.append(dict(counted))
        client.get(address)
        counted["opened"] += 1
        me = {"first_name": "".join(chance.choices("abcdefgh", k=9)).title(), "license_number": f"MD{number}"}
        for rule, wrong in WRONG.items():
            if chance.random() < 0.2:
                assert post("check", **me | wrong).status_code == 400, rule
                counted.update(["refused", rule])
        if chance.random() < 0.1:
            continue
        assert post("check", **me).status_code == 200
        counted["checked"] += 1
        if chance.random() < 0.2:
            assert post("submit", **me, attest="").status_code == 400
            counted.update(["refused", "attest:attest_missing"])
        if chance.random() < 0.1:
            continue
        seconds = chance.choice([0, 4, 9000, *range(5, 900)])
        for _ in range(chance.choice([1, 1, 2])):
            assert post("submit", **me, seconds=str(seconds)).status_code == 303
        counted["stored"] += 1
        times += [seconds] if 5 <= seconds <= 7200 else []
    hours.append(dict(counted))

    found = look()
    assert {what: getattr(found, what) for what in ("opened", "checked", "refused", "stored")} == {
        what: counted[what] for what in ("opened", "checked", "refused", "stored")
    }
    assert {f"{field}:{code}": number for field, code, number in found.rules} == {
        rule: counted[rule] for rule in (*WRONG, "attest:attest_missing")
    }
    assert found.completion == round(counted["stored"] / 120, 4)
    assert sum(found.took.values()) == len(times) > 60
    middle = sorted(times)[(len(times) - 1) // 2]
    assert found.median_seconds is not None
    assert abs(found.median_seconds - middle) <= (5 if middle < 600 else 30)
    assert [one.hour.hour for one in found.hours] == [22, 23, 0]
    for what in ("opened", "checked", "refused", "stored"):
        until = [sum(getattr(one, what) for one in found.hours[: n + 1]) for n in range(3)]
        assert until == [hour.get(what, 0) for hour in hours]


def test_what_is_no_visit_is_not_counted(
    client: FlaskClient, activity: StoredActivity, make_activity: Make, clock: Clock, look: Look
) -> None:
    address = f"/a/{activity.code}"
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    assert look().opened == 2, "an answer of 304 opens the form too"
    client.head(address)
    client.get(address.lower())  # sent on to the right address
    client.get(address, headers={"Sec-Fetch-Mode": "cors"})  # a script keeps a copy
    client.get(address, headers={"Sec-Purpose": "prefetch"})
    client.get("/desk/preview")
    assert look().opened == 2
    over = make_activity(closes_at=clock())
    assert b"is closed" in client.get(f"/a/{over.code}").data
    assert look(over).opened == 0


def test_a_repeat_is_stored_once_and_another_answer_never(post: Post, look: Look) -> None:
    same = "5e5a4f4c-3e7a-4d0e-9d1c-2f9f0c3a7b11"
    for _ in range(3):
        assert post("submit", submission_id=same, seconds="40").status_code == 303
    assert post("submit", submission_id=same, first_name="Ama").status_code == 409
    assert (look().stored, dict(look().took)) == (1, {40: 1})


@pytest.mark.parametrize("seconds", ["", "4", "7201", "-9", "1e3", "٤٢", "9" * 400])
def test_a_time_that_says_nothing_is_left_out(post: Post, look: Look, seconds: str) -> None:
    post("submit", seconds=seconds)
    assert (look().stored, look().median_seconds) == (1, None)


def test_scripts_count_as_pages_do(post: Post, look: Look) -> None:
    post("check", json=True)
    post("check", json=True, npi="12")
    post("submit", json=True)
    found = look()
    assert (found.checked, found.refused, found.stored) == (1, 1, 1)
    assert found.rules == [("npi", "npi_digits", 1)]


def test_counts_of_two_processes_add_up_and_wait_for_a_database_that_takes_none(
    house: House, activity: StoredActivity, clock: Clock, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DatabaseError("the disk is full")

    for _ in range(2):  # the second time the row is there already
        house.counts.add(activity.id, tallies.OPENED, now=clock())
        house.counts.keep(house.database)
    house.counts.add(activity.id, tallies.OPENED, now=clock())
    with monkeypatch.context() as broken:
        broken.setattr(tallies, "add", full)
        with pytest.raises(DatabaseError):
            house.counts.keep(house.database)
    assert look().opened == 3


def test_each_process_keeps_its_counts_while_another_does_the_work(
    app: Flask, house: House, activity: StoredActivity, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.database.write() as session:
        assert leases.take(
            session, background.NAME, "another", until=clock() + timedelta(days=1), now=clock()
        )
    monkeypatch.setattr(background, "COUNTS_EVERY", 0.05)
    house.counts.add(activity.id, tallies.OPENED, now=clock())
    background.start(app)
    try:
        deadline = time.monotonic() + 10
        while _kept(house, activity) < 1 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert _kept(house, activity) == 1
        monkeypatch.setattr(background, "COUNTS_EVERY", 3600)
        house.counts.add(activity.id, tallies.OPENED, now=clock())
    finally:
        background.stop(app)
    assert _kept(house, activity) == 2, "what is left is kept on the way out"


def _kept(house: House, activity: StoredActivity) -> int:
    with house.database.read() as session:
        return tallies.of(session, activity.id).opened


def test_hours_can_be_chosen(house: House, activity: StoredActivity, clock: Clock, look: Look) -> None:
    start = clock()
    for _ in range(3):
        house.counts.add(activity.id, tallies.OPENED, now=clock())
        clock.advance(hours=1)
    assert look().opened == 3
    with house.database.read() as session:
        later = tallies.of(session, activity.id, since=tallies.hour_of(start).replace(hour=23))
        first = tallies.of(session, activity.id, until=tallies.hour_of(start).replace(hour=23))
    assert (first.opened, later.opened) == (1, 2)


def test_no_trace_of_anybody_is_counted(
    client: FlaskClient, post: Post, activity: StoredActivity, look: Look, database: Database
) -> None:
    """Whatever a visit carries, the counts hold none of it, neither as values nor as bytes of SQLite's file."""
    assert canaries_in(database, play(client, activity, look)) == set()


def test_the_search_finds_a_count_that_keeps_a_name(
    client: FlaskClient,
    activity: StoredActivity,
    look: Look,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Negative control: a build that counts who it was."""

    def nosy(activity_id: str) -> None:
        who = f"{request.headers.get('User-Agent')} {request.remote_addr}"
        funnel._count(activity_id, tallies.OPENED, [who])

    monkeypatch.setattr(funnel, "opened", nosy)
    assert canaries_in(database, play(client, activity, look)) == {"CanaryBrowser", "203.0.113.77"}


CANARIES = (
    "Canaryfirst",
    "CANARY77",
    "canary@example.org",
    "203.0.113.77",
    "CanaryBrowser",
    "CanaryReferrer",
)


def play(client: FlaskClient, activity: StoredActivity, look: Look) -> Funnel:
    """A visit that is refused and therefore stores nothing: what the file holds of it then is the counts' own."""
    carried = {
        "headers": {"User-Agent": "CanaryBrowser/1", "Referer": "https://example.org/CanaryReferrer"},
        "environ_base": {"REMOTE_ADDR": "203.0.113.77"},
    }
    typed = answers(first_name="Canaryfirst", license_number="CANARY77", email="canary@example.org", npi="12")
    client.get(f"/a/{activity.code}", **carried)  # type: ignore[arg-type]
    client.post(f"/a/{activity.code}", data=typed | {"step": "check"}, **carried)  # type: ignore[arg-type]
    return look()


def canaries_in(database: Database, found: Funnel) -> set[str]:
    """The canaries that stand in the database."""
    assert found.refused
    kept = everything_kept(database)
    assert b"npi:npi_digits" in kept, "the search reads the right files"
    return {canary for canary in CANARIES if canary.encode() in kept}
