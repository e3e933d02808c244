"""Server-side sessions of people: idle for 30 minutes or 12 hours old, and they are over."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.errors import Missing
from storage.staff import Person, as_person
from storage.tables import PersonRow, SigninRow
from storage.vault import fingerprint

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
MOST = 5


@dataclass(frozen=True, slots=True)
class Signin:
    """A session. `id` is the fingerprint of its token, which opens nothing; `device` is a browser in words, or ""."""

    id: str
    person_id: str
    device: str
    started_at: datetime
    seen_at: datetime
    proved_at: datetime | None

    def note_due(self, now: datetime) -> bool:
        """Whether it is time to write down that the session is in use."""
        return now - self.seen_at >= NOTED_EVERY

    def proved_within(self, period: timedelta, now: datetime) -> bool:
        """Whether its person has shown who they are within that time. A clock set back shows nothing."""
        return self.proved_at is not None and -NOTED_EVERY <= now - self.proved_at < period

    def is_open(self, now: datetime) -> bool:
        # A clock that was set back must not make an old session young: only 0 <= age counts.
        idle, age = now - self.seen_at, now - self.started_at
        return -NOTED_EVERY <= idle < IDLE and -NOTED_EVERY <= age < ABSOLUTE


def start(session: Session, person_id: str, now: datetime, device: str = "") -> str:
    """A new session's token (256 bits), for somebody who has just proved who they are.

    The oldest beyond five of one person end.
    """
    token = secrets.token_urlsafe(32)
    session.add(
        SigninRow(
            token_mark=fingerprint(token),
            person_id=person_id,
            started_at=now,
            seen_at=now,
            proved_at=now,
            device=device,
        )
    )
    session.flush()
    newest = (
        select(SigninRow.token_mark)
        .where(SigninRow.person_id == person_id)
        .order_by(SigninRow.started_at.desc())
        .limit(MOST)
    )
    kept = list(session.scalars(newest))
    session.execute(
        delete(SigninRow).where(SigninRow.person_id == person_id, SigninRow.token_mark.not_in(kept))
    )
    session.execute(delete(SigninRow).where(SigninRow.started_at < now - ABSOLUTE))
    return token


def who(session: Session, token: str, now: datetime) -> tuple[Person, Signin] | None:
    """The person signed in by that token, and the session; None where it is over."""
    found = session.execute(
        select(SigninRow, PersonRow)
        .join(PersonRow, PersonRow.id == SigninRow.person_id)
        .where(SigninRow.token_mark == fingerprint(token), PersonRow.active)
    ).first()
    if found is None:
        return None
    row, person = found
    signin = _as_signin(row)
    return (as_person(person), signin) if signin.is_open(now) else None


def open_ones(session: Session, person_id: str, now: datetime) -> list[Signin]:
    """Where that person is signed in, the newest first."""
    rows = session.scalars(
        select(SigninRow)
        .where(SigninRow.person_id == person_id)
        .order_by(SigninRow.started_at.desc(), SigninRow.token_mark)
    )
    return [signin for signin in map(_as_signin, rows) if signin.is_open(now)]


def seen(session: Session, signin_id: str, now: datetime) -> None:
    """Note that the session is in use. An ended session stays ended: this only updates."""
    session.execute(update(SigninRow).where(SigninRow.token_mark == signin_id).values(seen_at=now))


def proved(session: Session, signin_id: str, now: datetime) -> None:
    """Note that its person has just shown again who they are."""
    session.execute(update(SigninRow).where(SigninRow.token_mark == signin_id).values(proved_at=now))


def end(session: Session, token: str) -> None:
    session.execute(delete(SigninRow).where(SigninRow.token_mark == fingerprint(token)))


def end_one(session: Session, person_id: str, signin_id: str) -> None:
    """End one session of that person; raises Missing."""
    row = session.get(SigninRow, signin_id)
    if row is None or row.person_id != person_id:
        raise Missing
    session.delete(row)


def end_all(session: Session, person_id: str, *, but: str = "") -> None:
    """End the sessions of that person; the one with the id `but` stays."""
    session.execute(delete(SigninRow).where(SigninRow.person_id == person_id, SigninRow.token_mark != but))


def _as_signin(row: SigninRow) -> Signin:
    return Signin(row.token_mark, row.person_id, row.device, row.started_at, row.seen_at, row.proved_at)
