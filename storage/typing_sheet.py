"""Records that a coordinator types into PARS's web form by hand, one learner at a time.

What is due is what the next file would hold. A tick counts the record as exported, by the same rows and credit IDs
as in a file, in an export of its own kind: one for each coordinator and day, without a file. So nobody is reported
twice, by hand or otherwise. A tick can be taken back that day, as long as nothing else has happened to the record.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from uuid import uuid4

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pars.formats.columns import Row
from pars.lifecycle import NOT_MEANT, State
from pars.record import Policy
from storage import activities, exports, history, outcomes
from storage.activities import StoredActivity
from storage.errors import Missing, NotAllowed, NothingToExport, Stale
from storage.exported_rows import ADD, DELETE
from storage.judging import judge
from storage.record_rows import as_record
from storage.tables import ExportedRow, ExportRow, RecordRow
from storage.tables.exports import TYPED

ENTER, REPLACE, ERASE = "add", "replace", "delete"
_ACTIONS = {frozenset({ADD}): ENTER, frozenset({ADD, DELETE}): REPLACE, frozenset({DELETE}): ERASE}
_STEPS = {ENTER: "typed into PARS", REPLACE: "typed into PARS", ERASE: "deleted in PARS"}
_GONE = "This learner is not to be typed any more: reported or changed by somebody else in the meantime."
_TOO_LATE = (
    "This tick cannot be taken back any more. If PARS has something wrong, correct the record in Review."
)


@dataclass(frozen=True, slots=True)
class Item:
    """A learner on the sheet: what is to be done in PARS (ENTER, REPLACE or ERASE), and whether it is ticked."""

    record_id: str
    version: int
    reference: str
    first_name: str
    last_name: str
    action: str
    done: bool


def queue(session: Session, activity_id: str, *, actor: str, now: datetime) -> list[Item]:
    """Who is to be typed, in the order of arrival, among those whom this coordinator has ticked today.

    Raises Missing for an unknown activity.
    """
    stored = activities.get(session, activity_id)
    ticked = _kept(session, _export_of_today(session, stored, actor, now))
    rows = session.scalars(
        select(RecordRow)
        .where(
            RecordRow.activity_id == activity_id,
            or_(RecordRow.state.in_((State.READY, *NOT_MEANT)), RecordRow.id.in_(ticked)),
        )
        .order_by(RecordRow.received_at, RecordRow.id)
    ).all()
    in_pars = outcomes.standing(session, [row.id for row in rows])
    items = []
    for row in rows:
        due = _due(row.state, row.id in in_pars)
        # Corrected since it was ticked: due again, so the tick no longer stands.
        if due:
            items.append(_item(row, due, done=False))
        elif row.id in ticked:
            items.append(_item(row, _action(ticked[row.id]), done=True))
    return items


def sheet(
    session: Session, activity_id: str, record_id: str, *, host: str, actor: str, now: datetime
) -> tuple[Item, list[Row]]:
    """A learner's place in the queue, with the rows to delete and to enter in PARS: none where that is done.

    Raises Missing, and NotAllowed where there is nothing to type (any more).
    """
    stored = activities.get(session, activity_id)
    row = _row(session, activity_id, record_id)
    try:
        draft = exports.prepare(session, activity_id, "add", host, record_id=record_id)
    except NothingToExport:
        kept = _kept(session, _export_of_today(session, stored, actor, now), [record_id])
        if not kept:
            raise NotAllowed(_GONE) from None
        return _item(row, _action(kept[record_id]), done=True), []
    return _item(row, _action(draft.rows), done=False), draft.rows


def tick(
    session: Session,
    activity_id: str,
    record_id: str,
    *,
    version: int | None,
    host: str,
    actor: str,
    now: datetime,
) -> Item:
    """Count a learner as typed; raises Missing, Stale, and NotAllowed where somebody else was quicker."""
    stored = activities.get(session, activity_id)
    row = _row(session, activity_id, record_id, lock=True)
    if version is not None and version != row.version:
        raise Stale(row.version)
    try:
        draft = exports.prepare(session, activity_id, "add", host, record_id=record_id)
    except NothingToExport:
        raise NotAllowed(_GONE) from None
    export = _export_of_today(session, stored, actor, now) or _begin(session, activity_id, actor, now)
    exports.count(session, draft, export.id, first=export.rows, now=now)
    export.rows += len(draft.entries)
    action = _action(draft.rows)
    history.add(session, row, _STEPS[action], actor=actor, now=now)
    session.refresh(row)
    return _item(row, action, done=True)


def take_back(
    session: Session, activity_id: str, record_id: str, *, actor: str, now: datetime, policy: Policy
) -> None:
    """Undo a tick of today; raises Missing, and NotAllowed where it is too late or somebody else's."""
    stored = activities.get(session, activity_id)
    row = _row(session, activity_id, record_id, lock=True)
    export = _export_of_today(session, stored, actor, now)
    kept = _kept(session, export, [record_id]).get(record_id, [])
    added = any(one.action == ADD for one in kept)
    if export is None or not kept or row.version != kept[0].record_version + added:
        raise NotAllowed(_TOO_LATE)
    for one in kept:
        session.delete(one)
    export.rows -= len(kept)
    session.flush()
    if not export.rows:
        session.delete(export)
    row.version += 1
    row.changed_at = now
    history.add(session, row, "typing taken back", actor=actor, now=now)
    if added:
        row.state = State.READY
        judge(session, row, as_record(row, session.info["vault"]), stored.activity, policy, now)


def _due(state: str, in_pars: bool) -> str | None:
    if state == State.READY:
        return REPLACE if in_pars else ENTER
    return ERASE if in_pars and state in NOT_MEANT else None


def _action(rows: Collection[Row] | Collection[ExportedRow]) -> str:
    return _ACTIONS[frozenset(row.action for row in rows)]


def _item(row: RecordRow, action: str, *, done: bool) -> Item:
    return Item(row.id, row.version, row.reference, row.first_name, row.last_name, action, done)


def _row(session: Session, activity_id: str, record_id: str, *, lock: bool = False) -> RecordRow:
    row = session.get(RecordRow, record_id, with_for_update=lock)
    if row is None or row.activity_id != activity_id:
        raise Missing
    return row


def _export_of_today(session: Session, stored: StoredActivity, actor: str, now: datetime) -> ExportRow | None:
    zone = stored.activity.zone
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    return session.scalars(
        select(ExportRow)
        .where(
            ExportRow.activity_id == stored.id,
            ExportRow.format == TYPED,
            ExportRow.actor == actor,
            ExportRow.created_at >= midnight,
        )
        .order_by(ExportRow.created_at)
    ).first()


def _begin(session: Session, activity_id: str, actor: str, now: datetime) -> ExportRow:
    export = ExportRow(
        id=uuid4().hex,
        activity_id=activity_id,
        format=TYPED,
        kind=TYPED,
        rows=0,
        sha256="",
        filename="",
        template_sha256=None,
        created_at=now,
        actor=actor,
    )
    session.add(export)
    session.flush()
    return export


def _kept(
    session: Session, export: ExportRow | None, record_ids: Collection[str] | None = None
) -> dict[str, list[ExportedRow]]:
    """Record id to the rows of its newest tick in this export."""
    if export is None:
        return {}
    found = select(ExportedRow).where(ExportedRow.export_id == export.id)
    if record_ids is not None:
        found = found.where(ExportedRow.record_id.in_(record_ids))
    newest: dict[str, list[ExportedRow]] = {}
    for row in session.scalars(found.order_by(ExportedRow.record_version, ExportedRow.position)):
        known = newest.get(row.record_id)
        if known and known[0].record_version == row.record_version:
            known.append(row)
        else:
            newest[row.record_id] = [row]
    return newest
