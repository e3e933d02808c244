"""People, one-time links, sessions, tokens, limits: what opens a door opens it once, and can be shut."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import api_tokens, limits, passwords, signins, staff
from storage.database import Database
from storage.errors import LinkSpent, Missing, NotAllowed, Taken
from storage.staff import Person
from storage.vault import fingerprint
from tests.conftest import PASSWORD, Clock


def test_a_link_works_once_and_for_a_day(database: Database, clock: Clock) -> None:
    with database.write() as session:
        link = staff.invite(
            session, email="Ada@Example.org", role="coordinator", actor="console", now=clock()
        )
        late = staff.invite(session, email=None, role="coordinator", actor="console", now=clock())
        assert staff.invitation(session, link, clock()).email == "ada@example.org"
        staff.redeem(session, link, email="other@example.org", name="Ada", password_hash="-", now=clock())
        assert staff.find(session, "ADA@example.org") is not None
        assert staff.find(session, "other@example.org") is None
    clock.advance(hours=24)
    with database.read() as session:
        for spent in (link, late, "never made"):
            with pytest.raises(LinkSpent):
                staff.invitation(session, spent, clock())


def test_a_link_is_withdrawn_before_it_is_used(database: Database, clock: Clock) -> None:
    with database.write() as session:
        first, second = (
            staff.invite(session, email=email, role="coordinator", actor="console", now=clock())
            for email in ("ada@example.org", None)
        )
        assert {one.email for one in staff.pending(session, clock())} == {"ada@example.org", None}
        (ada,) = (one for one in staff.pending(session, clock()) if one.email)
        assert first not in ada.id
        staff.withdraw(session, ada.id, actor="console", now=clock())
        with pytest.raises(LinkSpent):
            staff.invitation(session, first, clock())
        for unknown in (ada.id, "never made"):
            with pytest.raises(Missing):
                staff.withdraw(session, unknown, actor="console", now=clock())
        staff.redeem(session, second, email="bo@example.org", name="Bo", password_hash="-", now=clock())
        assert staff.pending(session, clock()) == []
        staff.invite(session, email=None, role="coordinator", actor="console", now=clock())
        clock.advance(hours=24)
        assert staff.pending(session, clock()) == []


def test_an_address_has_one_account(database: Database, person: Person, clock: Clock) -> None:
    with database.write() as session, pytest.raises(Taken):
        staff.invite(session, email=person.email, role="coordinator", actor="console", now=clock())


def test_a_forgotten_password_is_set_anew(database: Database, person: Person, clock: Clock) -> None:
    with database.write() as session:
        session_token = signins.start(session, person.id, clock())
        first, second = (
            staff.invite(
                session, email=person.email, role="coordinator", actor="console", now=clock(), again=True
            )
            for _ in range(2)
        )
        staff.redeem(session, second, email="", name="Grace", password_hash="new", now=clock())
        found = staff.find(session, person.email)
        assert found is not None
        assert (found.id, found.password_hash, found.role) == (person.id, "new", "administrator")
        assert signins.who(session, session_token, clock()) is None
        with pytest.raises(LinkSpent):
            staff.invitation(session, first, clock())


def test_somebody_who_administers_is_always_left(
    database: Database, person: Person, other_administrator: Person, clock: Clock
) -> None:
    def end(who: Person) -> None:
        with database.write() as session:
            staff.deactivate(session, who.id, actor="token", now=clock())

    end(other_administrator)
    with pytest.raises(NotAllowed):
        end(person)
    with pytest.raises(NotAllowed), database.write() as session:
        staff.set_role(session, person.id, "coordinator", actor="token", now=clock())


@pytest.mark.usefixtures("other_administrator")
def test_a_link_from_before_gives_no_role_and_no_access_back(
    database: Database, person: Person, clock: Clock
) -> None:
    def link() -> str:
        return staff.invite(session, email=person.email, role="-", actor="console", now=clock(), again=True)

    with database.write() as session:
        password = link()
        staff.set_role(session, person.id, "coordinator", actor="console", now=clock())
        found = staff.redeem(session, password, email="", name="Grace", password_hash="-", now=clock())
        assert found.role == "coordinator"
        password = link()
        staff.deactivate(session, person.id, actor="console", now=clock())
        with pytest.raises(LinkSpent):
            staff.invitation(session, password, clock())


@pytest.mark.usefixtures("other_administrator")
def test_a_session_ends_when_it_is_told_to(database: Database, person: Person, clock: Clock) -> None:
    with database.write() as session:
        token, other = (signins.start(session, person.id, clock()) for _ in range(2))
        signins.end(session, token)
        assert signins.who(session, token, clock()) is None
        assert signins.who(session, other, clock()) is not None
        staff.deactivate(session, person.id, actor="console", now=clock())
        assert signins.who(session, other, clock()) is None
        signins.seen(session, fingerprint(other), clock())
        assert signins.who(session, other, clock()) is None, "an ended session cannot come back"


@pytest.mark.parametrize(
    ("idle", "total", "open_still"),
    [(29, 29, True), (30, 30, False), (20, 700, True), (20, 720, False), (-5, -5, False)],
)
def test_a_session_ends_by_itself(
    database: Database, person: Person, clock: Clock, idle: int, total: int, open_still: bool
) -> None:
    with database.write() as session:
        token = signins.start(session, person.id, clock())
    clock.advance(minutes=total - idle)
    with database.write() as session:
        signins.seen(session, fingerprint(token), clock())
    clock.advance(minutes=idle)
    with database.read() as session:
        assert (signins.who(session, token, clock()) is not None) is open_still


def test_the_sixth_session_ends_the_first(database: Database, person: Person, clock: Clock) -> None:
    tokens = []
    for _ in range(6):
        clock.advance(seconds=1)
        with database.write() as session:
            tokens.append(signins.start(session, person.id, clock()))
    with database.read() as session:
        assert [signins.who(session, token, clock()) is not None for token in tokens] == [False] + [True] * 5


@pytest.mark.sqlite
def test_tokens_are_kept_as_fingerprints_and_can_be_revoked(
    database: Database, token: str, clock: Clock
) -> None:
    with database.write() as session:
        found = api_tokens.who(session, token)
        assert found is not None
        assert api_tokens.who(session, token + "x") is None
        api_tokens.revoke(session, found.id, actor="console", now=clock())
        assert api_tokens.who(session, token) is None
    path = str(database.url.database)
    with open(path, "rb") as file:
        assert token.encode() not in file.read()


def test_limits_count_by_window_and_by_whom(database: Database, clock: Clock) -> None:
    def allowed(who: str) -> bool:
        with database.write() as session:
            return limits.allow(session, "t", who, limit=2, window=timedelta(minutes=15), now=clock())

    assert [allowed("a") for _ in range(3)] == [True, True, False]
    assert allowed("b")
    clock.advance(minutes=15)
    assert allowed("a")
    with database.write() as session:
        limits.forgive(session, "t", "a", clock())
    assert [allowed("a") for _ in range(3)] == [True, True, False]


def test_passwords_right_wrong_unknown_and_composed_either_way() -> None:
    kept = passwords.hash_password("caf\u00e9 on the third floor")
    assert passwords.verify(kept, "cafe\u0301 on the third floor")
    assert not passwords.verify(kept, PASSWORD)
    assert not passwords.verify(None, PASSWORD)
    assert not passwords.verify(kept, "x" * 5_000_000)


@pytest.mark.parametrize("weak", ["short", "x" * 129, "password1234", "aaaaaaaaaaaaaa", "attest123456789"])
def test_weak_passwords_are_named(weak: str) -> None:
    assert passwords.problem(weak)


def test_good_passwords_are_not() -> None:
    for good in (PASSWORD, "x9kq mw2z tbv4 " * 8, "ünïcödé wörds too"):
        assert passwords.problem(good) is None
