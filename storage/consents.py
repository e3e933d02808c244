"""Consent texts, by their SHA-256: kept as shown, for as long as any record points at them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from storage.errors import Missing
from storage.tables import Attestation, Consent, ShownConsent


@dataclass(frozen=True, slots=True)
class Asked:
    """How one learner was asked for permission: the words as they were shown, their SHA-256, and when they answered."""

    text: str
    sha256: str
    at: datetime


def keep(session: Session, activity_id: str, text: str, now: datetime) -> str:
    """Keep this wording, once, as one that the activity shows, and return its SHA-256 in hex."""
    sha256 = keep_text(session, text, now)
    if session.get(ShownConsent, (activity_id, sha256)) is None:
        session.add(ShownConsent(activity_id=activity_id, sha256=sha256))
    return sha256


def keep_text(session: Session, text: str, now: datetime) -> str:
    """Keep this wording, once, which learners answered elsewhere, and return its SHA-256 in hex."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    if session.get(Consent, sha256) is None:
        session.add(Consent(sha256=sha256, text=text, created_at=now))
        session.flush()
    return sha256


def shown_for(session: Session, activity_id: str, sha256: str) -> str:
    """A wording that this activity shows or once showed; raises Missing for any other, another activity's too."""
    if session.get(ShownConsent, (activity_id, sha256)) is None:
        raise Missing
    return text_of(session, sha256)


def text_of(session: Session, sha256: str) -> str:
    """The wording with that SHA-256; raises Missing."""
    row = session.get(Consent, sha256)
    if row is None:
        raise Missing
    return row.text


def asked(session: Session, record_id: str) -> Asked:
    """What the learner of a record had before their eyes; raises Missing."""
    said = session.get(Attestation, record_id)
    if said is None:
        raise Missing
    return Asked(text_of(session, said.consent_sha256), said.consent_sha256, said.received_at)
