"""Personal links for learners who come late: each opens a form that is closed or full, once, until a day.

Of a link's token only the fingerprint is kept, so a stolen copy of the database opens nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import activities, audit
from storage.activities import StoredActivity
from storage.errors import LinkSpent, Missing, NotAllowed
from storage.tables import LateLinkRow
from storage.vault import Vault, fingerprint

NOTE = "late_links.sealed"
OPENS = ("open", "closed")
"""The phases in which a link opens the form: who comes late comes after the beginning."""
NOT_BEGUN = "Learners cannot attest yet, so nobody is late. Make the link when the activity has begun."


@dataclass(frozen=True, slots=True)
class NewLateLink:
    """A link just made. Its token is known only now."""

    id: str
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LateLink:
    """A link made earlier; `note` says for whom. One that was ended expired at that moment."""

    id: str
    note: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    actor: str

    def state(self, now: datetime) -> str:
        """waiting, used or over."""
        if self.used_at is not None:
            return "used"
        return "waiting" if now < self.expires_at else "over"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens, and until when."""

    stored: StoredActivity
    expires_at: datetime


def make(
    session: Session, activity_id: str, *, note: str, expires_at: datetime, actor: str, now: datetime
) -> NewLateLink:
    """A new link; `note` may be empty. Raises Missing, and NotAllowed before the activity has begun."""
    if activities.get(session, activity_id).phase(now) not in OPENS:
        raise NotAllowed(NOT_BEGUN)
    token = secrets.token_urlsafe(24)
    link_id = uuid4().hex
    vault: Vault = session.info["vault"]
    session.add(
        LateLinkRow(
            id=link_id,
            activity_id=activity_id,
            token_mark=fingerprint(token),
            sealed=vault.seal(note, NOTE, link_id) if note else None,
            created_at=now,
            expires_at=expires_at,
            actor=actor,
        )
    )
    audit.add(session, activity_id, "late link made", actor=actor, subject=link_id, now=now)
    return NewLateLink(link_id, token, expires_at)


def of(session: Session, activity_id: str) -> list[LateLink]:
    """The links of an activity, newest first; raises Missing."""
    activities.get(session, activity_id)
    rows = session.scalars(
        select(LateLinkRow)
        .where(LateLinkRow.activity_id == activity_id)
        .order_by(LateLinkRow.created_at.desc(), LateLinkRow.id)
    )
    return [_shown(session, row) for row in rows]


def end(session: Session, link_id: str, *, actor: str, now: datetime) -> None:
    """Take a link back before it is used; raises Missing where there is nothing to take back."""
    row = session.get(LateLinkRow, link_id, with_for_update=True)
    if row is None or row.used_at is not None or now >= row.expires_at:
        raise Missing
    row.expires_at = now
    audit.add(session, row.activity_id, "late link ended", actor=actor, subject=row.id, now=now)


def find(session: Session, token: str, *, submission_id: str = "", now: datetime) -> Opened:
    """What the link opens; raises LinkSpent for one that is over or never was.

    One that was used still opens for the form that used it, known by its `submission_id`.
    """
    row = _usable(session, token, submission_id, now)
    return Opened(activities.get(session, row.activity_id), row.expires_at)


def spend(session: Session, token: str, submission_id: str, *, now: datetime) -> None:
    """Use the link up, in the transaction that stores the record; the same form again changes nothing.

    Raises LinkSpent.
    """
    row = _usable(session, token, submission_id, now, lock=True)
    if row.used_at is None:
        row.used_at, row.submission_id = now, submission_id
        audit.add(session, row.activity_id, "late link used", actor="learner", subject=row.id, now=now)


def _usable(
    session: Session, token: str, submission_id: str, now: datetime, *, lock: bool = False
) -> LateLinkRow:
    wanted = select(LateLinkRow).where(LateLinkRow.token_mark == fingerprint(token))
    row = session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise LinkSpent
    if row.used_at is not None:
        if submission_id != row.submission_id:
            raise LinkSpent
        return row
    if now >= row.expires_at or activities.get(session, row.activity_id).phase(now) not in OPENS:
        raise LinkSpent
    return row


def _shown(session: Session, row: LateLinkRow) -> LateLink:
    vault: Vault = session.info["vault"]
    note = vault.open(row.sealed, NOTE, row.id) if row.sealed else ""
    return LateLink(row.id, note, row.created_at, row.expires_at, row.used_at, row.actor)
