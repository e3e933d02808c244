"""A clock that is set back or forward: nobody stays signed in by it, nothing stands still for good."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import leases, limits, purging, signins, staff
from storage.database import Database
from tests.conftest import Clock

LEASE = timedelta(seconds=60)
WINDOW = timedelta(minutes=15)
TRIES = 10


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=-400), timedelta(hours=13)])
def test_no_session_outlives_a_jump(
    database: Database, person: staff.Person, clock: Clock, jump: timedelta
) -> None:
    """Set back, an old session would be young again."""
    with database.write() as session:
        token = signins.start(session, person.id, clock())
        assert signins.who(session, token, clock())
        assert signins.who(session, token, clock() + jump) is None


def take(database: Database, clock: Clock, holder: str) -> bool:
    with database.write() as session:
        return leases.take(session, "work", holder, until=clock() + LEASE, now=clock())


def test_who_died_before_the_clock_was_set_back_holds_nobody_up(database: Database, clock: Clock) -> None:
    assert take(database, clock, "dead")
    clock.advance(days=-1)
    assert take(database, clock, "next")


def test_a_lease_is_not_lost_to_a_clock_that_is_a_little_behind(database: Database, clock: Clock) -> None:
    assert take(database, clock, "first")
    clock.advance(seconds=-LEASE.total_seconds() / 2)
    assert not take(database, clock, "second")


def test_a_purge_goes_on_after_the_clock_was_set_back(database: Database, clock: Clock) -> None:
    with database.write() as session:
        purging.done(session, clock())
    with database.read() as session:
        assert not purging.is_due(session, clock())
        assert not purging.is_due(session, clock() + timedelta(hours=23))
        assert purging.is_due(session, clock() - timedelta(hours=1))


def test_a_jump_gives_a_guesser_one_window_more_and_no_others(database: Database, clock: Clock) -> None:
    allowed = 0
    for _ in range(3):
        for jump in (WINDOW, -WINDOW):
            for _ in range(TRIES + 5):
                with database.write() as session:
                    allowed += limits.allow(
                        session, "sign-in", "grace", limit=TRIES, window=WINDOW, now=clock()
                    )
            clock.now += jump
    assert allowed == 2 * TRIES
