"""Spreadsheets of answers: the table kept sealed, shown row by row before anything happens, imported without doubles.

What becomes of a row follows from what it says and from what stands here, so that importing a sheet again, or
another with the same people in it, makes nobody twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.errors import Code, Problem
from pars.formats.tables.table import Table
from pars.record import Policy
from pars.rules import check_batch
from pars.sheets import columns, permission, years
from pars.sheets.rows import IMPORTED, Judged, Standing, here, judge_rows, looked_at, stopped
from pars.sheets.saying import COLUMN, UNKNOWN, Plan
from storage import activities, attestations, audit, column_maps, consents, history, judging
from storage.activities import StoredActivity, local_date
from storage.errors import AnswersDiffer, Missing, NotAllowed, Refused
from storage.record_rows import double_marks
from storage.sheet_tables import Corrections, birthdays_without_years, seal, tell, unseal
from storage.tables import RecordRow, SheetRow
from storage.vault import Vault

MAPS = "sheets"
_FOR_ALL = "all:"


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A sheet and how it is read; `rows` were below its headings when it came, `imported` of them became records."""

    id: str
    activity_id: str
    sha256: str
    plan: Plan
    uploaded_at: datetime
    actor: str
    imported_at: datetime | None
    rows: int
    imported: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet, opened: its table, what was corrected in it, and what is still to be said before its rows mean
    anything. `sealed` are the bytes that it was read from."""

    stored: StoredSheet
    table: Table
    corrected: Corrections
    needed: list[Problem]
    sealed: bytes | None


class Brought(NamedTuple):
    """How many rows became new records, and the numbers of all whose records are there now."""

    new: int
    rows: list[int]


def keep(
    session: Session, activity_id: str, data: bytes, table: Table, *, actor: str, now: datetime
) -> tuple[StoredSheet, bool]:
    """Keep the table of a file; the same bytes again are the same sheet. True where it is new.

    The columns are those that a coordinator chose once for the same headings, else those that are known. Raises
    Missing for an unknown activity.
    """
    activity = activities.get(session, activity_id).activity
    sha256 = hashlib.sha256(data).hexdigest()
    again = select(SheetRow).where(SheetRow.activity_id == activity_id, SheetRow.sha256 == sha256)
    if row := session.scalar(again):
        return _stored(row), False
    chosen = column_maps.recall(session, MAPS, table.headings)
    mapping = columns.propose(table.headings, activity) if chosen is None else chosen
    row = SheetRow(
        id=uuid4().hex,
        activity_id=activity_id,
        sha256=sha256,
        mapping=mapping,
        consent=COLUMN if "consent" in mapping else UNKNOWN,
        uploaded_at=now,
        actor=actor,
        imported_at=None,
        rows=len(table.lines),
        imported=0,
    )
    seal(session, row, years.without_years(table, _birthdays(mapping)), {})
    session.add(row)
    session.flush()
    audit.add(session, activity_id, "sheet uploaded", actor=actor, subject=row.id, now=now)
    return _stored(row), True


def every(session: Session, activity_id: str) -> list[StoredSheet]:
    """The sheets of an activity, newest first."""
    activities.get(session, activity_id)
    rows = session.scalars(
        select(SheetRow)
        .where(SheetRow.activity_id == activity_id)
        .order_by(SheetRow.uploaded_at.desc(), SheetRow.id)
    )
    return [_stored(row) for row in rows]


def read(session: Session, sheet_id: str, *, lock: bool = False) -> Opened:
    """The sheet with its table; raises Missing."""
    row = _row(session, sheet_id, lock=lock)
    table, corrected = unseal(session, row)
    stored = _stored(row)
    needed = columns.needed(stored.plan.columns, stored.plan.same)
    return Opened(stored, table, corrected, needed, row.data)


def keep_table(session: Session, sheet_id: str, table: Table, corrected: Corrections) -> None:
    """Keep this table as the sheet's, with all that was corrected in it."""
    seal(session, _row(session, sheet_id), table, corrected)
    session.flush()


def plan(session: Session, opened: Opened, plan: Plan, *, actor: str, now: datetime) -> Opened:
    """Say how the sheet is to be read; the columns are remembered for all with the same headings. Raises Refused."""
    if wrong := columns.faults(plan.columns, plan.same, opened.table.headings):
        raise Refused(wrong)
    row = _row(session, opened.stored.id, lock=True)
    row.mapping = dict(plan.columns) | {_FOR_ALL + key: said for key, said in plan.same.items()}
    row.consent = COLUMN if "consent" in plan.columns else plan.consent
    # Read anew: what was imported since the sheet was opened is gone from it, and must not come back.
    kept, corrected = unseal(session, row)
    table = years.without_years(kept, _birthdays(plan.columns))
    if table != kept:
        corrected = birthdays_without_years(corrected, _birthdays(plan.columns))
        seal(session, row, table, corrected)
    column_maps.keep(session, MAPS, table.headings, plan.columns, actor=actor, now=now)
    audit.add(session, row.activity_id, "sheet columns mapped", actor=actor, subject=row.id, now=now)
    return Opened(_stored(row), table, corrected, [], row.data)


def preview(session: Session, opened: Opened, *, now: datetime, policy: Policy) -> list[Judged]:
    """What becomes of each row; changes nothing. Nothing is told of a sheet whose columns are still to be said."""
    if opened.needed:
        return []
    stored = activities.get(session, opened.stored.activity_id)
    today = local_date(stored.activity, now)
    rows = judge_rows(opened.table, opened.stored.plan, stored.id, stored.activity, policy, today)
    typed = {one.submission_id: one.typed for one in rows if one.standing in IMPORTED}
    same = attestations.arrived(session, stored, typed)
    rows = [_known(one, same) if one.standing in IMPORTED else one for one in rows]
    return list(_beside_others(session, stored, rows))


def bring_in(
    session: Session,
    opened: Opened,
    rows: Sequence[Judged],
    *,
    asked_in: str,
    actor: str,
    now: datetime,
    policy: Policy,
) -> Brought:
    """Make attestations of these rows of the sheet, and records of them; those that came in meanwhile are passed over.

    `asked_in` are the words in which the learners were asked for permission, or "". Raises Missing, Full, and
    NotAllowed where the sheet has come to be read otherwise than the rows were judged, or to say something else.
    """
    row = _row(session, opened.stored.id, lock=True)
    if _stored(row).plan != opened.stored.plan:
        raise NotAllowed("Somebody else changed how this sheet is read. Look at it again, then import.")
    if row.data != opened.sealed and _says_otherwise(unseal(session, row)[0], opened.table):
        raise NotAllowed("Somebody else corrected this sheet meanwhile. Look at it again, then import.")
    stored = activities.get(session, row.activity_id)
    consent = consents.keep_text(session, permission.wording(opened.stored.plan, asked_in), now)
    steps, stand, corrected = [], [], []
    for one in rows:
        try:
            sent = attestations.submit(
                session,
                stored,
                submission_id=one.submission_id,
                typed=one.typed,
                reading=one.reading,
                consent_sha256=consent,
                origin=history.FROM_A_SHEET,
                policy=policy,
                actor=actor,
                now=now,
            )
        except AnswersDiffer:
            continue
        stand.append(one.row)
        if not sent.repeated:
            record = session.get_one(RecordRow, sent.record_id)
            steps.append(history.Step(record, "brought in", permission.origin(opened.stored.plan, one)))
            corrected.append((record, opened.corrected.get(one.row, ())))
    history.add_many(session, steps, actor=actor, now=now)
    for record, told in corrected:
        tell(session, record, told, opened.stored.plan.columns, now)
    if steps:
        row.imported += len(steps)
        row.imported_at = now
    return Brought(len(steps), stand)


def let_go(session: Session, sheet_id: str, numbers: Collection[int], *, actor: str, now: datetime) -> None:
    """Take rows out of the table that is kept: their records hold what they said, and can be erased there."""
    row = _row(session, sheet_id, lock=True)
    table, corrected = unseal(session, row)
    gone = set(numbers)
    left = tuple(line for line in table.lines if line.number not in gone)
    if len(left) < len(table.lines):
        seal(session, row, Table(table.headings, left), corrected)
        audit.add(session, row.activity_id, "sheet imported", actor=actor, subject=row.id, now=now)


def discard(session: Session, sheet_id: str, *, actor: str, now: datetime) -> None:
    """Keep nothing of what the sheet still holds; what was imported stays. The same file may come again."""
    row = _row(session, sheet_id)
    audit.add(session, row.activity_id, "sheet discarded", actor=actor, subject=row.id, now=now)
    session.delete(row)
    session.flush()


def _known(one: Judged, same: Mapping[str, bool]) -> Judged:
    if one.submission_id not in same:
        return one
    return here(one) if same[one.submission_id] else stopped(one, Problem("", Code.SHEET_CHANGED_SINCE))


def _beside_others(session: Session, stored: StoredActivity, rows: Sequence[Judged]) -> Iterator[Judged]:
    """The rows, of which those are to be looked at that seem to be about the same person as another or a record."""
    vault: Vault = session.info["vault"]
    reported = {str(one.row): one for one in rows if one.standing in (Standing.READY, Standing.LOOK)}
    marks = {row: double_marks(vault, stored.id, one.reading.record) for row, one in reported.items()}
    taken = judging.shared(session, set().union(*marks.values()))
    within = check_batch({row: one.reading.record for row, one in reported.items()}, stored.activity)
    for one in rows:
        if (row := str(one.row)) in reported:
            seems_here = [Problem("", Code.SHEET_LOOKS_KNOWN)] if marks[row] & taken else []
            yield looked_at(one, [*seems_here, *within[row]])
        else:
            yield one


def _says_otherwise(now: Table, before: Table) -> bool:
    """Whether a row that is still there has been corrected; rows that were let go are in nobody's way."""
    lines = {line.number: line for line in before.lines}
    return any(lines.get(line.number) != line for line in now.lines)


def _birthdays(mapping: Mapping[str, str]) -> list[str]:
    return [mapping["birthday"]] if "birthday" in mapping else []


def _row(session: Session, sheet_id: str, *, lock: bool = False) -> SheetRow:
    row = session.get(SheetRow, sheet_id, with_for_update=lock)
    if row is None:
        raise Missing
    return row


def _stored(row: SheetRow) -> StoredSheet:
    same = {key.removeprefix(_FOR_ALL): said for key, said in row.mapping.items() if key.startswith(_FOR_ALL)}
    headings = {key: heading for key, heading in row.mapping.items() if not key.startswith(_FOR_ALL)}
    return StoredSheet(
        row.id,
        row.activity_id,
        row.sha256,
        Plan(columns=headings, same=same, consent=row.consent),
        row.uploaded_at,
        row.actor,
        row.imported_at,
        row.rows,
        row.imported,
    )
