"""People of the CME office: coordinators, administrators, and the one-time links that let them in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from storage import audit
from storage.errors import LinkSpent, Missing, NotAllowed, Taken
from storage.tables import ApiTokenRow, InvitationRow, PersonRow, SigninRow
from storage.vault import fingerprint

LINK_LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Person:
    """`role` is coordinator or administrator; `password_hash` never leaves the server.

    `second_factor` says whether signing in takes a code as well.
    """

    id: str
    email: str
    name: str
    role: str
    active: bool
    password_hash: str
    second_factor: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a one-time link is for: `email` is None where the newcomer chooses it."""

    email: str | None
    role: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A one-time link that nobody has used yet. `id` is the fingerprint of its token, which opens nothing."""

    id: str
    email: str | None
    role: str
    created_at: datetime
    expires_at: datetime


def as_person(row: PersonRow) -> Person:
    return Person(row.id, row.email, row.name, row.role, row.active, row.password_hash, row.totp is not None)


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(PersonRow)) or 0


def people(session: Session) -> list[Person]:
    return [
        as_person(row) for row in session.scalars(select(PersonRow).order_by(PersonRow.name, PersonRow.email))
    ]


def find(session: Session, email: str) -> Person | None:
    """The active person with that address, in any case."""
    row = session.scalar(select(PersonRow).where(PersonRow.email == email.strip().lower(), PersonRow.active))
    return as_person(row) if row else None


def get(session: Session, person_id: str) -> Person:
    """The active person with that id; raises Missing."""
    return as_person(_active(session, person_id))


def names(session: Session) -> dict[str, str]:
    """Who stands behind an actor: "staff:…" and "token:…" to a name."""
    found = {f"staff:{row.id}": row.name for row in session.scalars(select(PersonRow))}
    found |= {f"token:{row.id}": row.name for row in session.scalars(select(ApiTokenRow))}
    return found | {"learner": "Learner", "console": "Command line", "server": "The server"}


def invite(
    session: Session, *, email: str | None, role: str, actor: str, now: datetime, again: bool = False
) -> str:
    """The token of a new one-time link, good for 24 hours.

    `again` makes a link for an account that is there already: it sets a new password and keeps the role.
    """
    email = email.strip().lower() if email else None
    known = find(session, email) if email else None
    if known and not again:
        raise Taken
    role = known.role if known else role
    token = secrets.token_urlsafe(24)
    session.add(
        InvitationRow(
            token_mark=fingerprint(token), email=email, role=role, created_at=now, expires_at=now + LINK_LASTS
        )
    )
    audit.add(session, audit.INSTALLATION, "person invited", actor=actor, subject=role, now=now)
    return token


def invitation(session: Session, token: str, now: datetime) -> Invitation:
    """What the link offers; raises LinkSpent."""
    row = _open_invitation(session, token, now)
    return Invitation(row.email, row.role)


def pending(session: Session, now: datetime) -> list[Pending]:
    """The one-time links that still open something, the newest first."""
    rows = session.scalars(
        select(InvitationRow)
        .where(InvitationRow.used_at.is_(None), InvitationRow.expires_at > now)
        .order_by(InvitationRow.created_at.desc(), InvitationRow.token_mark)
    )
    return [Pending(row.token_mark, row.email, row.role, row.created_at, row.expires_at) for row in rows]


def withdraw(session: Session, pending_id: str, *, actor: str, now: datetime) -> None:
    """Spend a link before anybody uses it; raises Missing where it is spent already."""
    row = session.get(InvitationRow, pending_id)
    if row is None or row.used_at is not None or now >= row.expires_at:
        raise Missing
    row.used_at = now
    audit.add(session, audit.INSTALLATION, "invitation withdrawn", actor=actor, subject=row.role, now=now)


def redeem(
    session: Session, token: str, *, email: str, name: str, password_hash: str, now: datetime
) -> Person:
    """Make the account that the link offers, once; an inactive account of that address wakes up again.

    A link that names the address of an account in use sets its password anew and ends its sessions.
    """
    link = _open_invitation(session, token, now)
    email = link.email or email.strip().lower()
    row = session.scalar(select(PersonRow).where(PersonRow.email == email))
    if row is not None and row.active and link.email is None:
        raise Taken
    role = link.role
    if row is None:
        row = PersonRow(id=uuid4().hex, email=email, created_at=now)
        session.add(row)
    elif row.active:  # whose role may have been changed since the link was made
        role = row.role
    row.name, row.role, row.password_hash, row.active = name, role, password_hash, True
    # Links to the same address that were made before are spent with this one.
    _spend_links(session, email, now)
    link.used_at = now
    session.execute(delete(SigninRow).where(SigninRow.person_id == row.id))
    audit.add(session, audit.INSTALLATION, "person joined", actor=f"staff:{row.id}", subject=row.id, now=now)
    return as_person(row)


def deactivate(session: Session, person_id: str, *, actor: str, now: datetime) -> None:
    """Take the account out of use, and end its sessions and the links to it at once.

    Raises Missing, and NotAllowed for the last one who administers.
    """
    row = _active(session, person_id)
    _leave_one(session, row)
    row.active = False
    _spend_links(session, row.email, now)
    session.execute(delete(SigninRow).where(SigninRow.person_id == person_id))
    audit.add(session, audit.INSTALLATION, "person deactivated", actor=actor, subject=person_id, now=now)


def set_role(session: Session, person_id: str, role: str, *, actor: str, now: datetime) -> Person:
    """Give somebody another role, and end their sessions: what they may do begins with a new sign-in.

    Raises Missing, and NotAllowed for the last one who administers.
    """
    row = _active(session, person_id)
    if row.role != role:
        _leave_one(session, row)
        row.role = role
        session.execute(delete(SigninRow).where(SigninRow.person_id == person_id))
        audit.add(session, audit.INSTALLATION, f"role: {role}", actor=actor, subject=person_id, now=now)
    return as_person(row)


def set_password(session: Session, person_id: str, password_hash: str, *, now: datetime) -> None:
    """Another password; all sessions end. Raises Missing."""
    _active(session, person_id).password_hash = password_hash
    session.execute(delete(SigninRow).where(SigninRow.person_id == person_id))
    audit.add(
        session,
        audit.INSTALLATION,
        "password changed",
        actor=f"staff:{person_id}",
        subject=person_id,
        now=now,
    )


def close_links(session: Session, now: datetime) -> None:
    """Spend all open links that name no address: a new first-coordinator link replaces those printed before."""
    session.execute(
        update(InvitationRow)
        .where(InvitationRow.email.is_(None), InvitationRow.used_at.is_(None))
        .values(used_at=now)
    )


def _open_invitation(session: Session, token: str, now: datetime) -> InvitationRow:
    row = session.get(InvitationRow, fingerprint(token))
    if row is None or row.used_at is not None or now >= row.expires_at:
        raise LinkSpent
    return row


def _active(session: Session, person_id: str) -> PersonRow:
    row = session.get(PersonRow, person_id)
    if row is None or not row.active:
        raise Missing
    return row


def _spend_links(session: Session, email: str, now: datetime) -> None:
    unused = (InvitationRow.email == email, InvitationRow.used_at.is_(None))
    session.execute(update(InvitationRow).where(*unused).values(used_at=now))


def _leave_one(session: Session, row: PersonRow) -> None:
    """Two who take it from each other at once, or an API token, would leave nobody who can let others in."""
    others = (PersonRow.role == row.role, PersonRow.active, PersonRow.id != row.id)
    if row.role == "administrator" and session.scalar(select(PersonRow.id).where(*others).limit(1)) is None:
        raise NotAllowed("There must be an administrator. Make somebody else one first.")
