"""The record of actions: one chain an activity and one for the installation, each event bound to the one before.

An event holds ids and the name of what was done, never a value, so that erasing personal data leaves the chain
whole. The database refuses to change or delete an event. Whoever takes that guard away is found out: a changed,
removed or swapped event breaks the chain; cutting off its end shows only against a head kept elsewhere, which is why
the close-out page prints one and `flask verify` all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from storage import driving
from storage.inserting import put_in
from storage.tables import AuditRow

INSTALLATION = "installation"
START = "0" * 64
EVENTS = AuditRow.__table__.c
LAST = (
    select(EVENTS.seq, EVENTS.hash)
    .where(EVENTS.chain == bindparam("chain"))
    .order_by(EVENTS.seq.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: `at` is UTC in ISO form, `subject` an id."""

    chain: str
    seq: int
    at: str
    actor: str
    action: str
    subject: str
    hash: str


def add(session: Session, chain: str, action: str, *, actor: str, subject: str, now: datetime) -> str:
    """Append an event and return its hash. Belongs into the transaction of what it tells."""
    return add_many(session, chain, [(action, subject)], actor=actor, now=now)


def add_many(
    session: Session, chain: str, events: Sequence[tuple[str, str]], *, actor: str, now: datetime
) -> str:
    """Append events, each an action and its subject, and return the last hash; thousands take one statement."""
    _queue(session, chain)
    before, digest = driving.row(session, LAST, {"chain": chain}) or (0, START)
    at = now.astimezone(UTC).isoformat(timespec="milliseconds")
    rows = []
    for seq, (action, subject) in enumerate(events, before + 1):
        digest = _digest(digest, chain, seq, at, actor, action, subject)
        told = {"at": at, "actor": actor, "action": action, "subject": subject}
        rows.append({"chain": chain, "seq": seq, **told, "hash": digest})
    session.flush()  # what the events tell of goes in before them
    put_in(session, AuditRow, rows)
    return digest


def _queue(session: Session, chain: str) -> None:
    """Wait for whoever is adding to the same chain. On SQLite there is one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(chain, 0))))


def head(session: Session, chain: str) -> tuple[str, int, str]:
    """The chain, and number and hash of its newest event, to be kept outside the database."""
    last = session.connection().execute(LAST, {"chain": chain}).first()
    return (chain, last.seq, last.hash) if last else (chain, 0, START)


def newest(session: Session, chain: str) -> int | None:
    """The number of the newest event; None for a chain without any."""
    last = driving.row(session, LAST, {"chain": chain})
    return last[0] if last else None


def moment(session: Session, chain: str, seq: int) -> datetime | None:
    """When an event was entered; None where there is no such event."""
    at = session.scalar(select(AuditRow.at).where(AuditRow.chain == chain, AuditRow.seq == seq))
    return datetime.fromisoformat(at) if at else None


def count(session: Session, chain: str, action: str, *, after: int) -> int:
    """How often something was done, counted in the events beyond number `after`."""
    found = (AuditRow.chain == chain, AuditRow.seq > after, AuditRow.action == action)
    return session.scalar(select(func.count()).select_from(AuditRow).where(*found)) or 0


def first_broken(session: Session, chain: str) -> int | None:
    """The number of the first event that does not follow from the one before; None for a whole chain."""
    before, expected = START, 1
    events = select(AuditRow).where(AuditRow.chain == chain).order_by(AuditRow.seq)
    for row in session.scalars(events, execution_options={"yield_per": 500}):
        digest = _digest(before, chain, row.seq, row.at, row.actor, row.action, row.subject)
        if row.seq != expected or row.hash != digest:
            return expected
        before, expected = row.hash, expected + 1
    return None


def chains(session: Session) -> list[str]:
    return list(session.scalars(select(AuditRow.chain).distinct().order_by(AuditRow.chain)))


def page(session: Session, chain: str, *, after: int = 0, limit: int = 100) -> tuple[list[Entry], int]:
    """The events of a chain beyond number `after`, oldest first, and how many the chain has."""
    total = session.scalar(select(func.count()).select_from(AuditRow).where(AuditRow.chain == chain)) or 0
    rows = session.scalars(
        select(AuditRow)
        .where(AuditRow.chain == chain, AuditRow.seq > after)
        .order_by(AuditRow.seq)
        .limit(limit)
    )
    return [Entry(r.chain, r.seq, r.at, r.actor, r.action, r.subject, r.hash) for r in rows], total


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
