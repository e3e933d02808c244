"""Server-side sessions of people: idle for 30 minutes or 12 hours old, and they are over."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.staff import Person, as_person
from storage.tables import PersonRow, SigninRow
from storage.vault import fingerprint

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
MOST = 5


def start(session: Session, person_id: str, now: datetime) -> str:
    """A new session's token (256 bits). The oldest beyond five of one person end."""
    token = secrets.token_urlsafe(32)
    session.add(SigninRow(token_mark=fingerprint(token), person_id=person_id, started_at=now, seen_at=now))
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


def who(session: Session, token: str, now: datetime) -> tuple[Person, bool] | None:
    """The person signed in by that token, and whether `seen` is due; None where the session is over."""
    found = session.execute(
        select(SigninRow, PersonRow)
        .join(PersonRow, PersonRow.id == SigninRow.person_id)
        .where(SigninRow.token_mark == fingerprint(token), PersonRow.active)
    ).first()
    if found is None:
        return None
    signin, person = found
    # A clock that was set back must not make an old session young: only 0 <= age counts.
    idle, age = now - signin.seen_at, now - signin.started_at
    if not (-NOTED_EVERY <= idle < IDLE and -NOTED_EVERY <= age < ABSOLUTE):
        return None
    return as_person(person), idle >= NOTED_EVERY


def seen(session: Session, token: str, now: datetime) -> None:
    """Note that the session is in use. An ended session stays ended: this only updates."""
    session.execute(update(SigninRow).where(SigninRow.token_mark == fingerprint(token)).values(seen_at=now))


def end(session: Session, token: str) -> None:
    session.execute(delete(SigninRow).where(SigninRow.token_mark == fingerprint(token)))


def end_all(session: Session, person_id: str) -> None:
    session.execute(delete(SigninRow).where(SigninRow.person_id == person_id))
