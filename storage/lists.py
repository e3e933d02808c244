"""Lists of records for the desk: filtered, searched, sorted, a page at a time; and the figures of an activity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from pars.lifecycle import OPEN_STATES, State
from pars.rules import fold
from storage import codes, deletions, letters, outcomes, proposals
from storage.deletions import Deletion
from storage.outcomes import Outcome
from storage.record_rows import StoredRecord, as_stored, searched_marks
from storage.tables import MarkRow, RecordRow

# What a list can be sorted by: the column, and whether its greatest value comes first.
SORTS: dict[str, tuple[InstrumentedAttribute[object], bool]] = {
    "-received": (RecordRow.received_at, True),
    "received": (RecordRow.received_at, False),
    "name": (RecordRow.folded_name, False),
    "-name": (RecordRow.folded_name, True),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of records; `next` is the cursor of the following one, None on the last."""

    items: list[StoredRecord]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What a list shows beside records: PARS's answers and deletions by record id, and who has proposed something."""

    answers: dict[str, Outcome]
    deletions: dict[str, Deletion]
    proposed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """What came in, counted: by profession, by consent ("yes", "no"), by problem code, by hour of arrival (UTC).

    Who came and what they permitted is counted without records that were set aside: doubles, and who was not there.
    """

    professions: dict[str, int]
    consent: dict[str, int]
    problems: dict[str, int]
    arrivals: list[tuple[datetime, int]]


def page(
    session: Session,
    activity_id: str,
    *,
    state: str | None = None,
    q: str = "",
    problem: str | None = None,
    due: date | None = None,
    completed: date | None = None,
    proposed: bool = False,
    deletion: str | None = None,
    unreached: bool = False,
    sort: str = "-received",
    cursor: str | None = None,
    limit: int = 100,
) -> Page:
    """Records of an activity. `q` is part of a name, or exactly a reference, license number, NPI or email.

    `due` keeps those that were completed by that day, and that PARS has not accepted; `completed`, those of that
    date; `proposed`, those for which a learner's proposal waits for a decision; `deletion`, those that PARS was told
    to delete and that stand at one of `deletions.STATUSES`; `unreached`, those whose letter failed and for which
    nobody has done anything since.

    The cursor is the id of the last record of the page before, so that it holds no value of anybody.
    """
    wanted = [RecordRow.activity_id == activity_id]
    if state:
        wanted.append(RecordRow.state == state)
    if problem:
        wanted.append(cast(RecordRow.problems, Text).contains(f'"code": "{problem}"', autoescape=True))
    if due:
        wanted += [RecordRow.state.in_(OPEN_STATES), RecordRow.completion_date <= due]
    if completed:
        wanted.append(RecordRow.completion_date == completed)
    if proposed:
        wanted.append(RecordRow.id.in_(proposals.records_waiting()))
    if deletion:
        wanted.append(RecordRow.id.in_(deletions.records_with(activity_id, deletion)))
    if unreached:
        wanted.append(RecordRow.id.in_(letters.records_unreached()))
    if q.strip():
        wanted.append(_matches(session, q))
    total = session.scalar(select(func.count()).select_from(RecordRow).where(*wanted)) or 0
    column, descending = SORTS[sort]
    order = [column.desc(), RecordRow.id.desc()] if descending else [column, RecordRow.id]
    after = session.get(RecordRow, cursor) if cursor else None
    if after is not None:
        wanted.append(_beyond(column, getattr(after, column.key), after.id, descending))
    rows = list(session.scalars(select(RecordRow).where(*wanted).order_by(*order).limit(limit + 1)))
    vault = session.info["vault"]
    following = rows[limit - 1].id if len(rows) > limit else None
    return Page([as_stored(row, vault) for row in rows[:limit]], total, following)


def beside(session: Session, listed: Collection[StoredRecord]) -> Beside:
    ids = [stored.id for stored in listed]
    return Beside(outcomes.of(session, ids), deletions.of(session, ids), proposals.waiting(session, ids))


def figures(session: Session, activity_id: str) -> Figures:
    """Counts only: no figure can be led back to a person by this list."""
    problems: Counter[str] = Counter()
    professions: Counter[str] = Counter()
    consent: Counter[str] = Counter()
    arrivals: Counter[datetime] = Counter()
    rows = session.execute(
        select(
            RecordRow.state,
            RecordRow.profession,
            RecordRow.consent,
            RecordRow.problems,
            RecordRow.received_at,
        ).where(RecordRow.activity_id == activity_id)
    )
    for state, profession, agreed, found, received_at in rows:
        if state != State.SET_ASIDE:
            professions[profession] += 1
            if agreed is not None:
                consent["yes" if agreed else "no"] += 1
        problems.update({entry["code"] for entry in found})
        arrivals[received_at.replace(minute=0, second=0, microsecond=0)] += 1
    return Figures(
        dict(professions.most_common()), dict(consent), dict(problems.most_common()), sorted(arrivals.items())
    )


def _matches(session: Session, text: str) -> ColumnElement[bool]:
    marks = searched_marks(session.info["vault"], text)
    found: list[ColumnElement[bool]] = [
        RecordRow.id.in_(select(MarkRow.record_id).where(MarkRow.mark.in_(marks)))
    ]
    name = fold(text)
    if name:
        found.append(RecordRow.folded_name.contains(name, autoescape=True))
    reference = codes.compact(text)
    if reference:
        found.append(RecordRow.reference == reference)
    return or_(*found)


def _beyond(
    column: InstrumentedAttribute[object], value: object, row_id: str, descending: bool
) -> ColumnElement[bool]:
    if descending:
        return or_(column < value, and_(column == value, RecordRow.id < row_id))
    return or_(column > value, and_(column == value, RecordRow.id > row_id))
