"""Files of PARS's answers: kept as they came, shown before anything changes, applied as often as one likes.

What a file changes follows from its rows and from what stands here, so applying it twice changes nothing; and a
file answers only for what was sent before it came.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.codes import Code
from pars.errors import Problem
from pars.formats.jsonfile import row_id
from pars.formats.results import columns
from pars.formats.results.columns import Answer
from pars.formats.results.matching import Group, Known, Verdict, judge
from pars.formats.results.reading import read_results
from pars.formats.results.status_words import Word, could_be_statuses, foreign, understood
from pars.formats.tables.table import Table
from pars.lifecycle import State
from pars.record import Policy
from pars.text import fold
from storage import activities, audit, column_maps, outcomes, prevalidation_answers, sent_rows, status_words
from storage.chunks import chunks
from storage.errors import Missing, NotAllowed, Refused
from storage.exported_rows import ADD
from storage.record_rows import StoredRecord, as_stored
from storage.tables import RecordRow, ResultFileRow
from storage.vault import Vault

SEALED_DATA = "result_files.data"
MAPS = "results"
REPORT, PREVALIDATION = KINDS = ("report", "prevalidation")


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A file of answers, `kind` one of KINDS. `applied_at`: when it last changed anything; `changed`: records moved."""

    id: str
    activity_id: str
    kind: str
    sha256: str
    mapping: dict[str, str]
    uploaded_at: datetime
    actor: str
    applied_at: datetime | None
    changed: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of answers, read: its table, and what is still to be mapped before its rows mean anything.

    `meanings`: what PARS's words for a status were said to mean, by folded word.
    """

    stored: StoredResult
    table: Table
    needed: list[Problem]
    meanings: Mapping[str, str] = field(default_factory=dict)

    @property
    def answers(self) -> list[Answer]:
        if self.needed:
            return []
        read = columns.read_answers(self.table.lines, self.table.headings, self.stored.mapping)
        return understood(read, self.meanings)

    @property
    def words(self) -> list[Word]:
        """The statuses of this file that attest does not know by itself."""
        heading = self.stored.mapping.get("status")
        if self.needed or heading not in self.table.headings:
            return []
        at = self.table.headings.index(heading)
        return foreign((line.value(at) for line in self.table.lines), self.meanings)


@dataclass(frozen=True, slots=True)
class Preview:
    """What applying would do, row by row; `unanswered` records go on waiting for an answer."""

    verdicts: list[Verdict]
    counts: dict[str, int]
    unanswered: int


def upload(
    session: Session,
    activity_id: str,
    data: bytes,
    table: Table,
    *,
    kind: str = REPORT,
    actor: str,
    now: datetime,
) -> tuple[StoredResult, bool]:
    """Keep a file that has been read as `table`; the same bytes again are the same file. True where it is new.

    The columns are those that a coordinator chose once for the same headings, else those that are known. Raises
    Missing for an unknown activity.
    """
    activities.get(session, activity_id)
    sha256 = hashlib.sha256(data).hexdigest()
    again = select(ResultFileRow).where(
        ResultFileRow.activity_id == activity_id,
        ResultFileRow.kind == kind,
        ResultFileRow.sha256 == sha256,
    )
    if row := session.scalar(again):
        return _stored(row), False
    chosen = column_maps.recall(session, MAPS, table.headings)
    vault: Vault = session.info["vault"]
    result_id = uuid4().hex
    row = ResultFileRow(
        id=result_id,
        activity_id=activity_id,
        kind=kind,
        sha256=sha256,
        data=vault.seal_bytes(data, SEALED_DATA, result_id),
        mapping=columns.propose(table.headings) if chosen is None else chosen,
        uploaded_at=now,
        actor=actor,
        applied_at=None,
        changed=0,
    )
    session.add(row)
    session.flush()
    audit.add(session, activity_id, "result uploaded", actor=actor, subject=row.id, now=now)
    return _stored(row), True


def every(session: Session, activity_id: str) -> list[StoredResult]:
    """The files of an activity, newest first."""
    activities.get(session, activity_id)
    rows = session.scalars(
        select(ResultFileRow)
        .where(ResultFileRow.activity_id == activity_id)
        .order_by(ResultFileRow.uploaded_at.desc(), ResultFileRow.id)
    )
    return [_stored(row) for row in rows]


def read(session: Session, result_id: str) -> Opened:
    """The file, read anew, which takes a second for 10,000 rows; raises Missing."""
    row = _row(session, result_id)
    if row.data is None:
        raise Missing
    vault: Vault = session.info["vault"]
    stored = _stored(row)
    table = read_results(vault.open_bytes(row.data, SEALED_DATA, row.id))
    return Opened(stored, table, columns.needed(stored.mapping), status_words.every(session))


def map_columns(
    session: Session, opened: Opened, mapping: Mapping[str, str], *, actor: str, now: datetime
) -> Opened:
    """Say what stands under which heading, for this file and all with the same headings; raises Refused."""
    if wrong := columns.faults(mapping, opened.table.headings):
        raise Refused(wrong)
    row = _row(session, opened.stored.id)
    row.mapping = dict(mapping)
    column_maps.keep(session, MAPS, opened.table.headings, mapping, actor=actor, now=now)
    audit.add(session, row.activity_id, "result columns mapped", actor=actor, subject=row.id, now=now)
    return Opened(_stored(row), opened.table, [], opened.meanings)


def explain_words(
    session: Session, opened: Opened, meanings: Mapping[str, str], *, actor: str, now: datetime
) -> None:
    """Say what words for a status mean, for this file and all others; raises Refused."""
    words = opened.words
    if not could_be_statuses(words):
        raise Refused([no_statuses(opened)])
    known = {fold(one.word) for one in words}
    if wrong := [Problem("words", Code.RESULTS_WORD_UNKNOWN) for word in meanings if fold(word) not in known]:
        raise Refused(wrong)
    status_words.keep(session, meanings, actor=actor, now=now)
    stored = opened.stored
    audit.add(session, stored.activity_id, "status words explained", actor=actor, subject=stored.id, now=now)


def no_statuses(opened: Opened) -> Problem:
    """That the column chosen for the status holds something else."""
    return Problem("status", Code.RESULTS_NO_STATUSES, {"heading": opened.stored.mapping["status"]})


def preview(session: Session, opened: Opened) -> Preview:
    """What each row says of which record, and what applying would change; changes nothing."""
    stored, answers = opened.stored, opened.answers
    if stored.kind == PREVALIDATION:
        return _preview_before_report(session, stored, answers)
    sent = sent_rows.of_activity(session, stored.activity_id, until=stored.uploaded_at)
    record_ids = {one.record_id for one in sent}
    verdicts = judge(
        answers,
        sent,
        outcomes.known(session, record_ids),
        sent_rows.elsewhere(session, stored.activity_id, {row_id(one.credit_id) for one in answers}),
        activities.get(session, stored.activity_id).activity.accme_activity_id,
    )
    waiting = session.scalars(
        select(RecordRow.id).where(
            RecordRow.activity_id == stored.activity_id, RecordRow.state == State.EXPORTED
        )
    )
    return _seen(verdicts, set(waiting))


def _preview_before_report(session: Session, stored: StoredResult, answers: Sequence[Answer]) -> Preview:
    """What PARS says of those who are not reported yet, of whom the newest file is right."""
    asked = prevalidation_answers.asked(session, stored.activity_id, stored.uploaded_at)
    before = prevalidation_answers.of(session, {one.record_id for one in asked})
    known: Known = {(record_id, ADD): (one.status, one.reason) for record_id, one in before.items()}
    activity_id = activities.get(session, stored.activity_id).activity.accme_activity_id
    verdicts = judge(answers, asked, known, (), activity_id, newest_wins=True)
    return _seen(verdicts, {one.record_id for one in asked} - before.keys())


def _seen(verdicts: list[Verdict], waiting: set[str]) -> Preview:
    told = {verdict.record_id for verdict in verdicts if verdict.group in (Group.CHANGE, Group.KNOWN)}
    counts = Counter(verdict.group.value for verdict in verdicts)
    return Preview(verdicts, {group.value: counts[group.value] for group in Group}, len(waiting - told))


def apply(session: Session, opened: Opened, *, actor: str, now: datetime, policy: Policy) -> StoredResult:
    """Keep every answer that is a change; the rows that are set apart stay for a person. Raises NotAllowed."""
    if opened.needed:
        raise NotAllowed("Say first which columns hold what.")
    # Of two who apply at once the second waits here, and then finds that all is known.
    row = _row(session, opened.stored.id, lock=True)
    told = {
        key: (verdict.answer.status, verdict.reason)
        for verdict in preview(session, opened).verdicts
        if verdict.group is Group.CHANGE
        for key in verdict.keys
    }
    if not told:
        return _stored(row)
    if row.kind == PREVALIDATION:
        asked = {record_id: said for (record_id, _), said in told.items()}
        row.changed += prevalidation_answers.keep_all(
            session, row.activity_id, asked, came_at=row.uploaded_at, actor=actor, now=now, policy=policy
        )
    else:
        answers = [outcomes.Told(credit_id, *said, action) for (credit_id, action), said in told.items()]
        row.changed += outcomes.decide_all(session, answers, source=row.id, actor=actor, now=now)
    row.applied_at = now
    audit.add(session, row.activity_id, "result applied", actor=actor, subject=row.id, now=now)
    return _stored(row)


def concerned(session: Session, verdicts: Sequence[Verdict]) -> dict[str, StoredRecord]:
    """The records that these verdicts are about, by id."""
    ids = sorted({verdict.record_id for verdict in verdicts if verdict.record_id})
    vault: Vault = session.info["vault"]
    return {
        row.id: as_stored(row, vault)
        for chunk in chunks(ids)
        for row in session.scalars(select(RecordRow).where(RecordRow.id.in_(chunk)))
    }


def _row(session: Session, result_id: str, *, lock: bool = False) -> ResultFileRow:
    row = session.get(ResultFileRow, result_id, with_for_update=lock)
    if row is None:
        raise Missing
    return row


def _stored(row: ResultFileRow) -> StoredResult:
    return StoredResult(
        row.id,
        row.activity_id,
        row.kind,
        row.sha256,
        dict(row.mapping),
        row.uploaded_at,
        row.actor,
        row.applied_at,
        row.changed,
    )
