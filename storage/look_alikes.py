"""The records of an activity that look like the same person's, in groups; and those of which a coordinator said no.

Nothing is stored of a likeness: it is found anew each time, so that it is always about the answers as they stand.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.errors import Code
from pars.near_person import Likeness, groups, pairs
from pars.record import Policy
from storage import activities, codes, history, outcomes, records
from storage.errors import Missing, NotAllowed, Stale
from storage.history import FieldChange
from storage.judging import COUNTED
from storage.record_rows import StoredRecord, as_record, as_stored
from storage.tables import HistoryRow, RecordRow

APART = "kept apart"
MOST_OF_A_GROUP = 8
"""As many as fit side by side. Of a hall that typed one number for all, the others come up when these are done."""


@dataclass(frozen=True, slots=True)
class Group:
    """Records that look like one person's. The first is the one to keep: PARS has it, or else it came first."""

    likeness: Likeness
    records: list[StoredRecord]
    more: int


def find(session: Session, activity_id: str) -> list[Group]:
    """All groups of an activity, those that hold records back first, then in the order of arrival. Raises Missing."""
    activities.get(session, activity_id)
    vault = session.info["vault"]
    rows = {
        row.id: row
        for row in session.scalars(
            select(RecordRow)
            .where(
                RecordRow.activity_id == activity_id,
                RecordRow.state.in_(COUNTED),
                RecordRow.identity.is_not(None),  # of one that is erased there is too little left to compare
            )
            .order_by(RecordRow.received_at, RecordRow.id)
        )
    }
    alike = pairs({record_id: as_record(row, vault) for record_id, row in rows.items()})
    if alike:
        told = _told_apart(session, activity_id, rows)
        alike = {
            (one, other): level
            for (one, other), level in alike.items()
            if frozenset((one, other)) not in told
            and not (level is Likeness.SAME and _accepted(rows[one], rows[other]))
        }
    same = {one for pair, level in alike.items() if level is Likeness.SAME for one in pair}
    together = groups(alike)
    reported = outcomes.standing(session, [one for ids in together for one in ids])
    found = [_group(session, [rows[one] for one in ids], same, reported) for ids in together]
    return sorted(found, key=lambda group: (group.likeness is Likeness.NEAR, group.records[0].received_at))


def tell_apart(
    session: Session,
    activity_id: str,
    wanted: Mapping[str, int | None],
    *,
    reason: str,
    actor: str,
    now: datetime,
    policy: Policy,
) -> None:
    """Say of records, by id with the version that was looked at, that each is another person's.

    The warning that held them back is accepted with it. Raises Missing, Stale, NotAllowed.
    """
    rows = {
        record_id: session.get(RecordRow, record_id, with_for_update=True) for record_id in sorted(wanted)
    }
    if len(rows) < 2:
        raise NotAllowed("Name at least two records.")
    for record_id, row in rows.items():
        if row is None or row.activity_id != activity_id:
            raise Missing
        if wanted[record_id] not in (None, row.version):
            raise Stale(row.version)
    there = [row for row in rows.values() if row is not None]
    for row in there:
        others = [other for other in there if other is not row]
        named = ", ".join(codes.format_reference(other.reference) for other in others)
        why = f"Not the same person as {named}. {reason}"
        changes = [FieldChange(APART, "", other.id) for other in others]
        history.add(session, row, APART, actor=actor, now=now, reason=why, changes=changes)
    for row in there:
        held = {problem["code"] for problem in row.problems} - set(row.looked_at)
        if Code.SAME_PERSON_TWICE in held:
            records.accept(
                session,
                row.id,
                [Code.SAME_PERSON_TWICE.value],
                reason=reason,
                version=None,
                actor=actor,
                now=now,
                policy=policy,
            )


def _told_apart(session: Session, activity_id: str, rows: Mapping[str, RecordRow]) -> set[frozenset[str]]:
    """The pairs of ids that a coordinator has told apart."""
    told = session.scalars(
        select(HistoryRow.record_id)
        .join(RecordRow, RecordRow.id == HistoryRow.record_id)
        .where(RecordRow.activity_id == activity_id, HistoryRow.action == APART)
        .distinct()
    )
    return {
        frozenset((record_id, change.after))
        for record_id in told
        if record_id in rows
        for event in history.of(session, rows[record_id])
        if event.action == APART
        for change in event.changes
    }


def _accepted(*rows: RecordRow) -> bool:
    return all(Code.SAME_PERSON_TWICE in row.looked_at for row in rows)


def _group(
    session: Session, rows: Collection[RecordRow], same: Collection[str], reported: Collection[str]
) -> Group:
    ordered = sorted(rows, key=lambda row: (row.id not in reported, row.received_at, row.id))
    level = Likeness.SAME if any(row.id in same for row in rows) else Likeness.NEAR
    shown = [as_stored(row, session.info["vault"]) for row in ordered[:MOST_OF_A_GROUP]]
    return Group(level, shown, len(ordered) - len(shown))
