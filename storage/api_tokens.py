"""Tokens of other systems and scripts: shown once, kept as a fingerprint, each for what its scopes say."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import audit
from storage.errors import Missing
from storage.tables import ApiTokenRow
from storage.vault import fingerprint

PREFIX = "attest_"
NOTED_EVERY = timedelta(minutes=1)

# See everything; set up activities, take records in and put them right; report to PARS and take its answers;
# people, tokens and settings.
SCOPES = ("read", "collect", "report", "manage")


@dataclass(frozen=True, slots=True)
class ApiToken:
    """`scopes` out of SCOPES, in their order; `used_at` is right to the minute, None where it never was used."""

    id: str
    name: str
    created_at: datetime
    scopes: tuple[str, ...]
    used_at: datetime | None

    def note_due(self, now: datetime) -> bool:
        """Whether it is time to write down that it is in use."""
        return self.used_at is None or now - self.used_at >= NOTED_EVERY


def create(
    session: Session, name: str, *, actor: str, now: datetime, scopes: Collection[str] = SCOPES
) -> str:
    """A new token; this is the only time it can be read."""
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiTokenRow(
        id=uuid4().hex,
        name=name,
        token_mark=fingerprint(token),
        created_at=now,
        scopes=tuple(scope for scope in SCOPES if scope in scopes),
    )
    session.add(row)
    audit.add(session, audit.INSTALLATION, "token created", actor=actor, subject=row.id, now=now)
    return token


def who(session: Session, token: str) -> ApiToken | None:
    row = session.scalar(
        select(ApiTokenRow).where(
            ApiTokenRow.token_mark == fingerprint(token), ApiTokenRow.revoked_at.is_(None)
        )
    )
    return _as_token(row) if row else None


def every(session: Session) -> list[ApiToken]:
    rows = session.scalars(
        select(ApiTokenRow).where(ApiTokenRow.revoked_at.is_(None)).order_by(ApiTokenRow.created_at)
    )
    return [_as_token(row) for row in rows]


def used(session: Session, token_id: str, now: datetime) -> None:
    """Note that it is in use."""
    session.execute(update(ApiTokenRow).where(ApiTokenRow.id == token_id).values(used_at=now))


def revoke(session: Session, token_id: str, *, actor: str, now: datetime) -> None:
    row = session.get(ApiTokenRow, token_id)
    if row is None or row.revoked_at is not None:
        raise Missing
    row.revoked_at = now
    audit.add(session, audit.INSTALLATION, "token revoked", actor=actor, subject=token_id, now=now)


def _as_token(row: ApiTokenRow) -> ApiToken:
    return ApiToken(row.id, row.name, row.created_at, row.scopes, row.used_at)
