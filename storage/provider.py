"""The provider's settings and logo, as values of the installation."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.errors import Invalid
from pars.logo import kind_of
from pars.provider import Provider, provider_as_json, read_provider
from pars.record import Activity
from storage import audit
from storage.activities import local_date
from storage.errors import Missing, Stale
from storage.tables import InstallationRow

SETTINGS = "provider"
LOGO = "logo"
KEPT = select(InstallationRow.__table__.c.value).where(InstallationRow.__table__.c.name == SETTINGS)


@dataclass(frozen=True, slots=True)
class StoredProvider:
    """`version` grows with every change, from 0 where nothing was ever set; `logo` is the mark of the logo, or ""."""

    version: int
    provider: Provider
    logo: str


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as it was uploaded. `kind` is its media type, `mark` changes with its bytes."""

    kind: str
    data: bytes
    mark: str


def get(session: Session) -> StoredProvider:
    row = session.get(InstallationRow, SETTINGS)
    if row is None:
        return StoredProvider(0, Provider(), "")
    kept = json.loads(row.value)
    provider, _ = read_provider(kept["settings"])
    # A rule may have become stricter since: then nothing is pre-filled, and the page asks again.
    return StoredProvider(kept["version"], provider or Provider(), kept["logo"])


def window(session: Session) -> timedelta:
    """How long after completion a record should be with PARS at the latest."""
    return timedelta(days=get(session).provider.reporting_days)


def due(session: Session, activity: Activity, now: datetime) -> date:
    """The day of completion whose records should be with PARS by today, where the activity is held."""
    return local_date(activity, now) - window(session)


def logo_mark(session: Session) -> str:
    """The mark of the logo, or "": all that the page of a hall's worth of phones needs to know."""
    value = session.connection().execute(KEPT).scalar()
    return str(json.loads(value)["logo"]) if value else ""


def update(
    session: Session, provider: Provider, *, version: int | None, actor: str, now: datetime
) -> StoredProvider:
    """Change the settings; raises Stale where `version` is an old one."""
    before = _locked(session)
    if version is not None and version != before.version:
        raise Stale(before.version)
    audit.add(session, audit.INSTALLATION, "settings changed", actor=actor, subject=SETTINGS, now=now)
    return _keep(session, StoredProvider(before.version + 1, provider, before.logo))


def logo(session: Session) -> Logo:
    """Raises Missing. Its kind is looked up in its bytes again, so that nothing else is ever sent as a picture."""
    row = session.get(InstallationRow, LOGO)
    if row is None:
        raise Missing
    try:
        return Logo(kind_of(row.value), row.value, _mark(row.value))
    except Invalid:
        raise Missing from None


def set_logo(session: Session, data: bytes, *, actor: str, now: datetime) -> StoredProvider:
    """Keep this picture in place of the one before; raises Invalid where it is none."""
    kind_of(data)
    before = _locked(session)
    session.merge(InstallationRow(name=LOGO, value=data))
    audit.add(session, audit.INSTALLATION, "logo uploaded", actor=actor, subject=LOGO, now=now)
    return _keep(session, StoredProvider(before.version + 1, before.provider, _mark(data)))


def remove_logo(session: Session, *, actor: str, now: datetime) -> None:
    """Raises Missing where there is none."""
    row = session.get(InstallationRow, LOGO)
    if row is None:
        raise Missing
    before = _locked(session)
    session.delete(row)
    audit.add(session, audit.INSTALLATION, "logo removed", actor=actor, subject=LOGO, now=now)
    _keep(session, StoredProvider(before.version + 1, before.provider, ""))


def _locked(session: Session) -> StoredProvider:
    """The settings, with nobody else changing them until this transaction ends."""
    session.get(InstallationRow, SETTINGS, with_for_update=True)
    return get(session)


def _keep(session: Session, stored: StoredProvider) -> StoredProvider:
    value = {
        "version": stored.version,
        "settings": provider_as_json(stored.provider),
        "logo": stored.logo,
    }
    session.merge(InstallationRow(name=SETTINGS, value=json.dumps(value).encode()))
    session.flush()
    return stored


def _mark(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
