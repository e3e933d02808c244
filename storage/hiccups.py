"""The log of what got in the way: noticed, decided, changed, closed. Staff write it, and name nobody in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final
from uuid import uuid4

from sqlalchemy.orm import Session

from storage.errors import Missing, Stale
from storage.pilot_entries import belonging
from storage.tables import HiccupRow

TAGS: Final = ("wording", "form", "access", "identifiers", "boards", "pars", "process", "other")
"""What a hiccup is about; the words for them are the desk's."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What staff write down. `changed_on` is the first day on which it was done otherwise; an open one has no
    `closed_on`. Without an activity it is about the pilot as a whole."""

    what: str
    tag: str
    noticed_on: date
    activity_id: str | None = None
    decision: str = ""
    changed_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Hiccup(Entry):
    """An entry as it is kept; `version` grows with every change."""

    id: str = ""
    version: int = 0
    actor: str = ""


def of(
    session: Session, activity_ids: Sequence[str], since: date | None = None, until: date | None = None
) -> list[Hiccup]:
    """Those of these activities, and those of no activity that were noticed in the time; the newest first."""
    wanted = belonging(HiccupRow, HiccupRow.noticed_on, activity_ids, since, until)
    return [_hiccup(row) for row in session.scalars(wanted)]


def get(session: Session, hiccup_id: str) -> Hiccup:
    """Raises Missing."""
    return _hiccup(_row(session, hiccup_id))


def add(session: Session, entry: Entry, *, actor: str, now: datetime) -> Hiccup:
    row = HiccupRow(id=uuid4().hex, version=1, created_at=now, actor=actor)
    _fill(session, row, entry, now)
    return _hiccup(row)


def change(session: Session, hiccup_id: str, entry: Entry, *, version: int | None, now: datetime) -> Hiccup:
    """Raises Missing, or Stale where `version` is an old one."""
    row = _row(session, hiccup_id)
    if version is not None and version != row.version:
        raise Stale(row.version)
    row.version += 1
    _fill(session, row, entry, now)
    return _hiccup(row)


def remove(session: Session, hiccup_id: str) -> None:
    """Take back what was entered by mistake; raises Missing."""
    session.delete(_row(session, hiccup_id))
    session.flush()


def _row(session: Session, hiccup_id: str) -> HiccupRow:
    row = session.get(HiccupRow, hiccup_id)
    if row is None:
        raise Missing
    return row


def _fill(session: Session, row: HiccupRow, entry: Entry, now: datetime) -> None:
    for name, value in asdict(entry).items():
        setattr(row, name, value)
    row.changed_at = now
    session.add(row)
    session.flush()


def _hiccup(row: HiccupRow) -> Hiccup:
    return Hiccup(
        what=row.what,
        tag=row.tag,
        noticed_on=row.noticed_on,
        activity_id=row.activity_id,
        decision=row.decision,
        changed_on=row.changed_on,
        closed_on=row.closed_on,
        id=row.id,
        version=row.version,
        actor=row.actor,
    )
