"""The second factor: the codes of RFC 6238, each taken once, and recovery codes for when the phone is gone."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from storage import second_factor
from storage.database import Database
from storage.errors import Missing, NotAllowed
from storage.second_factor import Offer
from storage.staff import Person
from storage.tables import PersonRow, RecoveryCodeRow
from tests.conftest import Clock

# RFC 6238, appendix B: the seed "12345678901234567890", SHA-1; the last six of its eight digits.
SEED = base64.b32encode(b"12345678901234567890").decode()
VECTORS = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}
MARKS = [f"{number:064x}" for number in range(10)]


def code_at(seed: str, moment: datetime, steps: int = 0) -> str:
    """What an app shows that many steps from then, made without our own code."""
    counter = int(moment.timestamp()) // 30 + steps
    return HOTP(base64.b32decode(seed), 6, SHA1()).generate(counter).decode()  # noqa: S303


def turned_on(session: Session, person: Person, clock: Clock) -> Offer:
    """A second factor that is on since a minute ago."""
    new = second_factor.offer(session, person.id)
    code = code_at(new.seed, clock())
    assert second_factor.turn_on(session, person.id, new, code, MARKS, now=clock())
    clock.advance(minutes=1)
    return new


@pytest.mark.parametrize(("seconds", "code"), VECTORS.items())
def test_the_vectors_of_the_rfc(seconds: int, code: str, database: Database, person: Person) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    with database.write() as session:
        sealed = base64.b64encode(session.info["vault"].seal(SEED, second_factor.COLUMN, person.id)).decode()
        assert not second_factor.turn_on(session, person.id, Offer(SEED, sealed), "000000", [], now=moment)
        assert second_factor.turn_on(session, person.id, Offer(SEED, sealed), code, [], now=moment)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(
    steps: int, taken: bool, database: Database, person: Person, clock: Clock
) -> None:
    with database.write() as session:
        new = turned_on(session, person, clock)
        assert second_factor.take(session, person.id, code_at(new.seed, clock(), steps), clock()) is taken


def test_a_code_is_taken_once_and_none_before_it(database: Database, person: Person, clock: Clock) -> None:
    with database.write() as session:
        new = turned_on(session, person, clock)
    for steps, taken in ((0, True), (0, False), (-1, False), (1, True), (0, False), (1, False)):
        with database.write() as session:
            code = code_at(new.seed, clock(), steps)
            assert second_factor.take(session, person.id, code, clock()) is taken, steps


def test_the_code_that_turned_it_on_signs_nobody_in(database: Database, person: Person, clock: Clock) -> None:
    with database.write() as session:
        new = turned_on(session, person, clock)
        clock.advance(minutes=-1)
    with database.write() as session:
        assert not second_factor.take(session, person.id, code_at(new.seed, clock()), clock())


def at_once(database: Database, person: Person, code: str, clock: Clock, times: int = 8) -> int:
    """How many of so many workers take the same code at the same moment."""
    ready = Barrier(times)

    def one(_: int) -> bool:
        ready.wait()
        with database.write() as session:
            return second_factor.take(session, person.id, code, clock())

    with ThreadPoolExecutor(times) as pool:
        return sum(pool.map(one, range(times)))


def test_of_many_workers_one_takes_a_code(database: Database, person: Person, clock: Clock) -> None:
    with database.write() as session:
        new = turned_on(session, person, clock)
    assert at_once(database, person, code_at(new.seed, clock()), clock) == 1


def test_without_the_comparison_all_of_them_would(
    database: Database, person: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test before."""
    with database.write() as session:
        new = turned_on(session, person, clock)
    monkeypatch.setattr(second_factor, "or_", lambda *_: true())
    assert at_once(database, person, code_at(new.seed, clock()), clock) == 8


def test_a_seed_is_sealed_for_its_person(database: Database, person: Person, clock: Clock) -> None:
    with database.write() as session:
        new = turned_on(session, person, clock)
        assert second_factor.offered(session, person.id, new.sealed) == new
        for other, sealed in (
            ("0" * 32, new.sealed),
            (person.id, "x"),
            (person.id, ""),
            (person.id, "\u00e9"),
        ):
            with pytest.raises(Missing):
                second_factor.offered(session, other, sealed)
    with database.read() as session:
        kept = session.scalar(select(PersonRow.totp).where(PersonRow.id == person.id))
    assert kept
    assert new.seed.encode() not in kept
    assert base64.b32decode(new.seed) not in kept


def test_a_recovery_code_works_once_and_for_its_person(
    database: Database, person: Person, clock: Clock
) -> None:
    with database.write() as session:
        turned_on(session, person, clock)
        assert second_factor.left(session, person.id) == 10
        assert not second_factor.take_recovery_code(session, "0" * 32, MARKS[3], clock())
        assert second_factor.take_recovery_code(session, person.id, MARKS[3], clock())
        assert not second_factor.take_recovery_code(session, person.id, MARKS[3], clock())
        assert second_factor.left(session, person.id) == 9
        second_factor.renew(session, person.id, ["f" * 64], now=clock())
        assert not second_factor.take_recovery_code(session, person.id, MARKS[4], clock())
        assert second_factor.left(session, person.id) == 1


def test_off_is_off(database: Database, person: Person, clock: Clock) -> None:
    with database.write() as session:
        new = turned_on(session, person, clock)
        with pytest.raises(NotAllowed):
            second_factor.turn_on(session, person.id, new, "", MARKS, now=clock())
        second_factor.turn_off(session, person.id, actor="console", now=clock())
        assert not second_factor.take(session, person.id, code_at(new.seed, clock()), clock())
        assert list(session.scalars(select(RecoveryCodeRow))) == []
        for nothing in (person.id, "0" * 32):
            with pytest.raises(Missing):
                second_factor.turn_off(session, nothing, actor="console", now=clock())
        with pytest.raises(NotAllowed):
            second_factor.renew(session, person.id, MARKS, now=clock())


def test_whether_everybody_needs_one(database: Database, person: Person, clock: Clock) -> None:
    for everybody in (False, True, True, False):
        with database.write() as session:
            second_factor.require(session, everybody, actor="console", now=clock())
        with database.read() as session:
            assert second_factor.required(session) is everybody


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("123 456", "123456"),
        ("k7m4p-9qx2t", "K7M4P9QX2T"),
        (" K7M4P 9QX2T ", "K7M4P9QX2T"),
        ("12345", ""),
        ("1234567", ""),
        ("\u0661\u0662\u0663\u0664\u0665\u0666", ""),
        ("K7M4P-9QX20", ""),
        ("", ""),
        ("x" * 5000, ""),
    ],
)
def test_codes_as_they_are_typed(typed: str, code: str) -> None:
    assert second_factor.compact(typed) == code


def test_recovery_codes_are_ten_and_read_aloud() -> None:
    made = second_factor.new_recovery_codes()
    assert len(set(made)) == 10
    assert all(second_factor.compact(second_factor.printed(code)) == code for code in made)
    assert all(not second_factor.is_of_the_app(code) for code in made)
