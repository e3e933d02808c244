"""Tokens of other systems and scripts: shown once, kept as a fingerprint."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import audit
from storage.errors import Missing
from storage.tables import ApiTokenRow
from storage.vault import fingerprint

PREFIX = "attest_"


@dataclass(frozen=True, slots=True)
class ApiToken:
    id: str
    name: str
    created_at: datetime


def create(session: Session, name: str, *, actor: str, now: datetime) -> str:
    """A new token; this is the only time it can be read."""
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiTokenRow(id=uuid4().hex, name=name, token_mark=fingerprint(token), created_at=now)
    session.add(row)
    audit.add(session, audit.INSTALLATION, "token created", actor=actor, subject=row.id, now=now)
    return token


def who(session: Session, token: str) -> ApiToken | None:
    row = session.scalar(
        select(ApiTokenRow).where(
            ApiTokenRow.token_mark == fingerprint(token), ApiTokenRow.revoked_at.is_(None)
        )
    )
    return ApiToken(row.id, row.name, row.created_at) if row else None


def every(session: Session) -> list[ApiToken]:
    rows = session.scalars(
        select(ApiTokenRow).where(ApiTokenRow.revoked_at.is_(None)).order_by(ApiTokenRow.created_at)
    )
    return [ApiToken(row.id, row.name, row.created_at) for row in rows]


def revoke(session: Session, token_id: str, *, actor: str, now: datetime) -> None:
    row = session.get(ApiTokenRow, token_id)
    if row is None or row.revoked_at is not None:
        raise Missing
    row.revoked_at = now
    audit.add(session, audit.INSTALLATION, "token revoked", actor=actor, subject=token_id, now=now)
