"""The ACCME's Excel file as a coordinator uploaded it; it holds no learner and lies here as it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage import audit
from storage.tables import ParsTemplate


@dataclass(frozen=True, slots=True)
class StoredTemplate:
    sha256: str
    name: str
    data: bytes
    uploaded_at: datetime
    actor: str


def current(session: Session) -> StoredTemplate | None:
    """The template that exports fill; None means the built-in layout."""
    row = session.scalar(select(ParsTemplate))
    return StoredTemplate(row.sha256, row.name, row.data, row.uploaded_at, row.actor) if row else None


def replace(session: Session, name: str, data: bytes, *, actor: str, now: datetime) -> StoredTemplate:
    """Keep this file instead of the one before. The caller has read it with pars.formats.template."""
    session.execute(delete(ParsTemplate))
    sha256 = hashlib.sha256(data).hexdigest()
    session.add(ParsTemplate(sha256=sha256, name=name, data=data, uploaded_at=now, actor=actor))
    audit.add(session, audit.INSTALLATION, "template uploaded", actor=actor, subject=sha256, now=now)
    return StoredTemplate(sha256, name, data, now, actor)


def remove(session: Session, *, actor: str, now: datetime) -> None:
    session.execute(delete(ParsTemplate))
    audit.add(session, audit.INSTALLATION, "template removed", actor=actor, subject="", now=now)
