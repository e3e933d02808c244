"""The coordinator's work on one record: read, correct, accept a warning, set aside, restore, undo, note."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pars.errors import Level
from pars.lifecycle import State
from pars.record import Activity, LearnerRecord, Policy
from pars.rules import judge_changes
from storage import activities, erasing, history, outcomes, prevalidation_answers
from storage.errors import Missing, NotAllowed, Refused, Stale
from storage.history import Event, FieldChange
from storage.judging import beside, doubles, judge, rejudge
from storage.record_rows import StoredRecord, as_record, as_stored, fill, keep_marks
from storage.tables import Attestation, RecordRow

ACCEPTED, SET_ASIDE = "accepted", "set aside"
"""The steps of a history that can be taken back; their changes say what that takes."""


@dataclass(frozen=True, slots=True)
class Details:
    """One record with all that is known of it; `typed` and `confirmed` are what the learner typed and sent.

    `origin` is how the answers came in: form, api, or sheet.
    """

    stored: StoredRecord
    origin: str
    typed: dict[str, str]
    confirmed: dict[str, str]
    history: list[Event]
    twins: list[StoredRecord]

    @property
    def set_aside_because(self) -> str | None:
        """The reason that was given last; None of a record that is not set aside."""
        if self.stored.state != State.SET_ASIDE:
            return None
        return [event.reason for event in self.history if event.action == SET_ASIDE][-1]

    @property
    def erased_at(self) -> datetime | None:
        """When its identifiers were erased."""
        return next((event.at for event in self.history if event.action == erasing.ERASED), None)

    @property
    def reportable(self) -> bool:
        """Whether there is a row for PARS to show."""
        return self.erased_at is None and self.stored.state != State.NOT_FOR_PARS


def get(session: Session, record_id: str) -> StoredRecord:
    """Raises Missing."""
    return as_stored(_row(session, record_id), session.info["vault"])


def details(session: Session, record_id: str) -> Details:
    """Raises Missing."""
    vault = session.info["vault"]
    row = _row(session, record_id)
    stored = as_stored(row, vault)
    said = session.get_one(Attestation, record_id)
    typed = json.loads(vault.open(said.typed, "attestations.typed", said.id)) if said.typed else {}
    confirmed = (
        json.loads(vault.open(said.confirmed, "attestations.confirmed", said.id)) if said.confirmed else {}
    )
    twins = [
        as_stored(other, vault) for other in doubles(session, row.activity_id, stored.record, but=row.id)
    ]
    return Details(stored, said.origin, typed, confirmed, history.of(session, row), twins)


def correct(
    session: Session,
    record_id: str,
    changes: Mapping[str, str],
    *,
    reason: str,
    version: int | None,
    actor: str,
    now: datetime,
    policy: Policy,
) -> StoredRecord:
    """Change answers, as the form's strings. Raises Refused where a changed answer has an error.

    A record that is in a file already becomes ready again: the next file deletes what was added and adds this.
    Permission can be taken back of a record that is set aside, too; what only a report needs is erased with it.
    """
    row = _changeable(session, record_id, version)
    if row.state == State.SET_ASIDE and set(changes) != {"consent"}:
        raise NotAllowed("This record is set aside. Restore it before you correct it.")
    activity = activities.get(session, row.activity_id).activity
    before = as_record(row, session.info["vault"])
    reading, wrong = judge_changes(before, changes, activity, policy, activities.local_date(activity, now))
    if wrong:
        raise Refused(wrong)
    changed = history.differences(before, reading.record)
    if not changed:
        return as_stored(row, session.info["vault"])
    # A warning that was accepted for the old answers must be looked at again for the new ones.
    touched = {change.field for change in changed}
    row.looked_at = tuple(
        p["code"] for p in row.problems if p["code"] in row.looked_at and p["field"] not in touched
    )
    prevalidation_answers.forget(session, row, touched)
    others = beside(session, row, before, activity)
    if row.state in activities.REPORTED:
        row.state = State.READY
    history.add(session, row, "corrected", actor=actor, now=now, reason=reason, changes=changed)
    if "consent" in touched:
        erasing.erase_answers(session, row)
    touch(row, now)
    fill(row, reading.record, session.info["vault"])
    keep_marks(session, row, reading.record)
    return _settle(session, row, reading.record, activity, policy, now, others)


def accept(
    session: Session,
    record_id: str,
    codes: Collection[str],
    *,
    reason: str,
    version: int | None,
    actor: str,
    now: datetime,
    policy: Policy,
) -> StoredRecord:
    """Say of warnings that they are all right as they are."""
    row = _changeable(session, record_id, version)
    stored = as_stored(row, session.info["vault"])
    open_warnings = {p.code.value for p in stored.problems if p.level is Level.WARNING} - stored.looked_at
    unknown = set(codes) - open_warnings
    if unknown or not codes:
        raise NotAllowed("Only a warning that the record still has can be accepted.")
    row.looked_at = tuple(sorted({*row.looked_at, *codes}))
    touch(row, now)
    activity = activities.get(session, row.activity_id).activity
    told = [FieldChange(ACCEPTED, "", code) for code in sorted(codes)]
    why = _accepted(stored, codes, reason)
    history.add(session, row, ACCEPTED, actor=actor, now=now, reason=why, changes=told)
    return _settle(session, row, stored.record, activity, policy, now)


def set_aside(
    session: Session,
    record_id: str,
    *,
    reason: str,
    version: int | None,
    actor: str,
    now: datetime,
    policy: Policy,
) -> StoredRecord:
    """Take a record out of what is reported. If it is in a file already, the next file deletes it."""
    row = _changeable(session, record_id, version)
    if row.state == State.SET_ASIDE:
        raise NotAllowed("This record is set aside already.")
    vault = session.info["vault"]
    activity = activities.get(session, row.activity_id).activity
    others = beside(session, row, as_record(row, vault), activity)
    told = [FieldChange("state", row.state, State.SET_ASIDE)]
    row.state, row.merged_into = State.SET_ASIDE, None  # a merge says so afterwards
    touch(row, now)
    history.add(session, row, SET_ASIDE, actor=actor, now=now, reason=reason, changes=told)
    session.flush()
    rejudge(session, others, activity, policy, now)
    return as_stored(row, vault)


def restore(
    session: Session,
    record_id: str,
    *,
    reason: str,
    version: int | None,
    actor: str,
    now: datetime,
    policy: Policy,
) -> StoredRecord:
    """Bring a record back that was set aside; where it stands then follows from the rules."""
    row = _changeable(session, record_id, version)
    if row.state != State.SET_ASIDE:
        raise NotAllowed("Only a record that is set aside can be restored.")
    row.state = State.READY
    touch(row, now)
    activity = activities.get(session, row.activity_id).activity
    history.add(session, row, "restored", actor=actor, now=now, reason=reason)
    return _settle(session, row, as_record(row, session.info["vault"]), activity, policy, now)


def take_back(
    session: Session,
    record_id: str,
    *,
    reason: str,
    version: int | None,
    actor: str,
    now: datetime,
    policy: Policy,
) -> StoredRecord:
    """Undo the newest step, where it accepted warnings or set the record aside: all stands as it stood before.

    Raises NotAllowed where something else has happened to the record since.
    """
    row = _changeable(session, record_id, version)
    step, changes = history.newest(session, row)
    if step == ACCEPTED and changes and row.state not in activities.REPORTED:
        codes = {change.after for change in changes}
        row.looked_at = tuple(code for code in row.looked_at if code not in codes)
    elif step == SET_ASIDE and row.state == State.SET_ASIDE:
        row.state = _before(session, row, changes)
    else:
        raise NotAllowed("Something else has happened to this record since, so nothing was taken back.")
    touch(row, now)
    activity = activities.get(session, row.activity_id).activity
    history.add(session, row, "taken back", actor=actor, now=now, reason=reason)
    return _settle(session, row, as_record(row, session.info["vault"]), activity, policy, now)


def note(session: Session, record_id: str, text: str, *, actor: str, now: datetime) -> StoredRecord:
    """Add a remark to the history; nothing about the record changes."""
    row = _row(session, record_id)
    history.add(session, row, "noted", actor=actor, now=now, reason=text)
    return as_stored(row, session.info["vault"])


def _row(session: Session, record_id: str) -> RecordRow:
    row = session.get(RecordRow, record_id)
    if row is None:
        raise Missing
    return row


def _changeable(session: Session, record_id: str, version: int | None) -> RecordRow:
    """Raises Missing, Stale where it is not at this version, and NotAllowed once its identifiers are erased."""
    row = _row(session, record_id)
    if version is not None and version != row.version:
        raise Stale(row.version)
    erasing.check_held(row)
    return row


def _settle(
    session: Session,
    row: RecordRow,
    record: LearnerRecord,
    activity: Activity,
    policy: Policy,
    now: datetime,
    former_doubles: Collection[RecordRow] = (),
) -> StoredRecord:
    """Judge the record anew, and those beside which it stands or stood."""
    others = judge(session, row, record, activity, policy, now)
    session.flush()
    rejudge(
        session, {other.id: other for other in [*former_doubles, *others]}.values(), activity, policy, now
    )
    return as_stored(row, session.info["vault"])


def _before(session: Session, row: RecordRow, changes: Sequence[FieldChange]) -> State:
    """Where a record stood that was set aside; what a file holds counts as reported only while nothing deleted it."""
    states = [State(change.before) for change in changes]
    if states and states[0] in activities.REPORTED and outcomes.standing(session, [row.id]):
        return states[0]
    return State.READY  # the rules say the rest


def touch(row: RecordRow, now: datetime) -> None:
    """Count one more change, so that whoever saw the record before is told."""
    row.version += 1
    row.changed_at = now


def _accepted(stored: StoredRecord, codes: Collection[str], reason: str) -> str:
    advice = " ".join(p.advice for p in stored.problems if p.code in codes)
    return f"{advice} {reason}".strip() if reason else advice
