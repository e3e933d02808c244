"""Letters on their way out: kept until they are sent, and none is ever sent twice.

A sender claims a letter before it speaks to the mail server, and says afterwards what became of it. Where it
dies in between, nobody can know whether the letter went out: after a while it counts as unknown, and stays
unsent until a coordinator decides. Address and text are sealed, and erased as soon as nothing is to be sent.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from storage import audit, limits
from storage.errors import Missing, TooOften
from storage.tables import HistoryRow, LetterRow, RecordRow
from storage.vault import Vault

COLUMN = "letters.sealed"
LEASE = timedelta(minutes=10)
"""After this long a sender that has said nothing counts as dead. Longer than any conversation with a server takes."""

TRIED_FOR = timedelta(hours=24)
LONGEST_WAIT = timedelta(hours=1)
RECEIPTS_A_DAY = 20
"""To one address: enough for any day of sessions, too few to flood the mailbox of somebody else."""
SERVER = "server"

WAITING: Final = "waiting"
SENDING: Final = "sending"
SENT: Final = "sent"
FAILED: Final = "failed"
UNKNOWN: Final = "unknown"
DROPPED: Final = "dropped"

# Who may say what became of a letter: its sender, also after it was given up.
UNSETTLED = (SENDING, UNKNOWN)
OVERDUE = or_(LetterRow.state == WAITING, LetterRow.state == SENDING)


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says, to whom, and who reads an answer."""

    to: str
    subject: str
    text: str
    reply_to: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that its sender has claimed. Its id never changes, so the Message-ID made of it does not either."""

    id: str
    words: Words
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LetterState:
    """Where a letter stands: waiting, sending, sent, failed, unknown (may have been sent) or dropped."""

    state: str
    sent_at: datetime | None
    error: str


def put(session: Session, key: str, record_id: str, words: Words, *, actor: str, now: datetime) -> None:
    """Give a letter to the post. There is one for each key, however often it is given."""
    if session.scalar(select(LetterRow.id).where(LetterRow.key == key)) is not None:
        return
    row = _write(session, key, record_id, words, actor, now)
    _tell(session, row, "letter written", actor, now)


def put_receipt(session: Session, record_id: str, words: Words, *, now: datetime) -> None:
    """Send a learner the receipt of an attestation just stored; its audit event stands for the letter's writing too.

    Takes few steps, because a learner waits for it and a hall behind that learner.
    """
    if _has_room(session, words, now):
        _write(session, _receipt(record_id), record_id, words, "learner", now)


def receipt_state(session: Session, record_id: str) -> str:
    """Where the letter with the receipt stands, as `LetterState.state`; "" where there is none."""
    return session.scalar(select(LetterRow.state).where(LetterRow.key == _receipt(record_id))) or ""


def _receipt(record_id: str) -> str:
    return f"receipt:{record_id}"


def put_asked_for(session: Session, key: str, record_id: str, words: Words, *, now: datetime) -> None:
    """Send a letter that a learner asked for; it counts as a receipt does, or it could flood a mailbox instead.

    Raises TooOften where the address has had all of a day.
    """
    if not _has_room(session, words, now):
        raise TooOften
    put(session, key, record_id, words, actor="learner", now=now)


def _has_room(session: Session, words: Words, now: datetime) -> bool:
    day = timedelta(days=1)
    return limits.allow(session, "receipt", words.to.casefold(), limit=RECEIPTS_A_DAY, window=day, now=now)


def _write(session: Session, key: str, record_id: str, words: Words, actor: str, now: datetime) -> LetterRow:
    row = LetterRow(
        id=uuid4().hex,
        key=key,
        record_id=record_id,
        created_at=now,
        actor=actor,
        state=WAITING,
        tries=0,
        due_at=now,
        sent_at=None,
        error="",
    )
    vault: Vault = session.info["vault"]
    row.sealed = vault.seal(json.dumps(asdict(words)), COLUMN, row.id)
    session.add(row)
    return row


def due(session: Session, now: datetime) -> bool:
    """Whether there is anything to do; takes no lock."""
    return session.scalar(select(LetterRow.id).where(OVERDUE, LetterRow.due_at <= now).limit(1)) is not None


def claim(session: Session, now: datetime) -> Letter | None:
    """The next letter that is due, for the caller alone; None where there is none.

    Commit before sending it. Letters whose sender died become unknown on the way, and those that could not be
    sent for a day fail.
    """
    foremost = (
        select(LetterRow)
        .where(OVERDUE, LetterRow.due_at <= now)
        .order_by(LetterRow.due_at, LetterRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    while (row := session.scalar(foremost)) is not None:
        if row.state == SENDING:
            _end(session, row, UNKNOWN, "the sender died", now)
        elif now >= row.created_at + TRIED_FOR:
            _end(session, row, FAILED, row.error or "too late", now)
        else:
            row.state, row.due_at, row.tries = SENDING, now + LEASE, row.tries + 1
            session.flush()
            return Letter(row.id, _opened(session, row), row.created_at)
    return None


def settle(session: Session, letter_id: str, state: str, *, error: str = "", now: datetime) -> None:
    """Say what became of a claimed letter: sent, failed, unknown, or waiting for another try.

    `error` is a word of ours, never the server's: servers repeat addresses.
    """
    row = session.get(LetterRow, letter_id, with_for_update=True)
    if row is None or row.state not in UNSETTLED:
        return
    row.error = error
    if state != WAITING:
        _end(session, row, state, error, now)
    elif row.state == SENDING:
        row.state = WAITING
        row.due_at = now + min(timedelta(minutes=2**row.tries), LONGEST_WAIT)


def doubt(session: Session, now: datetime) -> None:
    """After a backup was restored: what waited then may have been sent since, so none of it is sent by itself."""
    for row in session.scalars(select(LetterRow).where(OVERDUE)):
        _end(session, row, UNKNOWN, "restored from a backup", now)


def drop(session: Session, key: str, *, now: datetime) -> None:
    """Take a letter back that is still waiting: the link in it works no more."""
    row = session.scalar(select(LetterRow).where(LetterRow.key == key, LetterRow.state == WAITING))
    if row is not None:
        _end(session, row, DROPPED, "", now)


def states(session: Session, record_id: str) -> dict[str, LetterState]:
    """Each letter's key to where it stands."""
    rows = session.scalars(select(LetterRow).where(LetterRow.record_id == record_id))
    return {row.key: LetterState(row.state, row.sent_at, row.error) for row in rows}


def records_unreached() -> Select[str]:
    """The ids of records whose letter failed or may not have arrived, and to which nothing has happened since.

    A new link, a correction or a note all say that somebody has seen to it.
    """
    since = HistoryRow.__table__.alias()
    return select(LetterRow.record_id).where(
        LetterRow.state.in_((FAILED, UNKNOWN)),
        ~exists().where(since.c.record_id == LetterRow.record_id, since.c.at > LetterRow.created_at),
    )


def _end(session: Session, row: LetterRow, state: str, error: str, now: datetime) -> None:
    row.state, row.error, row.sealed = state, error, None
    row.sent_at = now if state == SENT else None
    _tell(session, row, f"letter {state}", SERVER, now)


def _tell(session: Session, row: LetterRow, action: str, actor: str, now: datetime) -> None:
    chain = session.get_one(RecordRow, row.record_id).activity_id
    audit.add(session, chain, action, actor=actor, subject=row.id, now=now)


def _opened(session: Session, row: LetterRow) -> Words:
    vault: Vault = session.info["vault"]
    if row.sealed is None:
        raise Missing
    return Words(**json.loads(vault.open(row.sealed, COLUMN, row.id)))
