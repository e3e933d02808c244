"""What learners do with their own record: show that it is theirs, correct it, take the permission back.

Who guesses at what only the learner knows has few tries: so many a day for each reference, counted whether there
is such a record or not, and so many days for each record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pars.answers import spoken
from pars.asking import ONLY_FOR_PARS, asked_again
from pars.lifecycle import State
from pars.proof import Proof, proves
from pars.record import Activity, LearnerRecord, Policy
from pars.rules import judge_changes
from storage import activities, history, limits, links, outcomes, proposals, records, unmerging
from storage.errors import Missing, NotAllowed, Refused, TooOften
from storage.record_rows import as_record
from storage.tables import Attestation, HistoryRow, RecordRow
from storage.vault import Vault, fingerprint

TRIES_A_DAY = 5
DAYS_OF_TRIES = 4
"""After so many days whose tries were all used up nobody gets in any more: 20 guesses of 366 birthdays."""

DAY = timedelta(days=1)
BUCKET = "proof"
USED_UP = "tries used up"
GUESSED = "Somebody who wanted to open or change this record gave wrong details too often"
CORRECTED = "From the receipt, confirmed anew"
NOBODY = LearnerRecord()
LICENSE = ("license_number", "npi")


def find(session: Session, reference: str, given: Proof, *, now: datetime) -> str | None:
    """The token of the receipt with this reference, for its learner; None for anybody else, and where there is none.

    Takes the same steps in either case. Raises TooOften.
    """
    tries = limits.count(session, BUCKET, reference, window=DAY, now=now)
    if tries > TRIES_A_DAY:
        raise TooOften
    vault: Vault = session.info["vault"]
    row = session.scalar(
        select(RecordRow)
        .join(Attestation, Attestation.id == RecordRow.id)
        .where(Attestation.reference == reference)
    )
    shut = _is_shut(session, row.id if row else "")
    right = proves(as_record(row, vault) if row else NOBODY, given)
    if row is None:
        return None
    if not right or shut:
        if tries == TRIES_A_DAY:
            history.add(session, row, USED_UP, actor="learner", now=now, reason=GUESSED)
        return None
    limits.forgive(session, BUCKET, reference, now)
    said = session.get_one(Attestation, row.id)
    return vault.open(said.token, "attestations.token", said.id)


def askable(record: LearnerRecord, activity: Activity, policy: Policy) -> tuple[str, ...]:
    """The answers that a learner can correct: those that are kept of this one."""
    fields = asked_again(record.profession, activity, policy)
    return tuple(name for name in fields if record.consent is not False or name not in ONLY_FOR_PARS)


def answers(session: Session, token: str) -> dict[str, str]:
    """The answers as they stand, with what the learner has proposed since, as the form's strings; raises Missing."""
    row = _row(session, token)
    proposal = proposals.open_of(session, row.id)
    proposed = {change.field: change.after for change in proposal.changes} if proposal else {}
    return spoken(as_record(row, session.info["vault"])) | proposed


def correct(
    session: Session, token: str, changes: Mapping[str, str], *, policy: Policy, now: datetime
) -> bool:
    """Correct a record that was never reported; of one that was, propose it to a coordinator. False for the latter.

    The same answers again change nothing. Raises Missing, NotAllowed where a coordinator has set the record
    aside, and Refused where an answer has an error.
    """
    row = _row(session, token, lock=True)
    if row.state == State.SET_ASIDE:
        raise NotAllowed("This record is set aside.")
    record = as_record(row, session.info["vault"])
    activity = activities.get(session, row.activity_id).activity
    given = {name: value for name, value in changes.items() if name in askable(record, activity, policy)}
    waiting = proposals.open_of(session, row.id)
    if not (waiting or was_reported(session, row.id)):
        records.correct(
            session, row.id, given, reason=CORRECTED, version=None, actor="learner", now=now, policy=policy
        )
        return True
    reading, wrong = judge_changes(record, given, activity, policy, activities.local_date(activity, now))
    if wrong:
        raise Refused(wrong)
    if waiting or reading.record != record:
        proposals.receive(session, row.id, record, reading.record, list(given), now=now)
    return False


def withdraw(session: Session, token: str, *, policy: Policy, now: datetime) -> None:
    """Take the permission back: nothing is reported any more, and the next file deletes what was. Raises Missing.

    What only a report needs is erased. Where there is no permission to take back, nothing changes. What a coordinator
    has merged is one person's, so it holds for all of those records. Raises NotAllowed where the details of this one
    are erased: the row that would delete it in PARS cannot be written any more.
    """
    row = _row(session, token, lock=True)
    if row.consent and row.identity is None:
        raise NotAllowed("The details of this record are erased.")
    for one in (row, *unmerging.same_person(session, row)):
        _withdraw(session, one, policy, now)


def was_reported(session: Session, record_id: str) -> bool:
    """Whether a file has added the record, and none has deleted it since."""
    return bool(outcomes.standing(session, [record_id]))


def link_for_later(
    session: Session, token: str, *, policy: Policy, now: datetime
) -> tuple[links.NewLink | None, datetime]:
    """A link by which the license number can be added later, and until when it works.

    None in its place where an open link is there already, or one was made within a day. Raises Missing, NotAllowed.
    """
    row = _row(session, token)
    made = links.of(session, row.id)
    for link in made:
        if (link.used_at is None and link.expires_at > now) or link.created_at > now - DAY:
            return None, link.expires_at
    new = links.create(
        session,
        row.id,
        fields=LICENSE,
        reason="You asked for this link, to add the number of your license.",
        policy=policy,
        actor="learner",
        now=now,
    )
    return new, new.expires_at


def _row(session: Session, token: str, *, lock: bool = False) -> RecordRow:
    query = (
        select(RecordRow)
        .join(Attestation, Attestation.id == RecordRow.id)
        .where(Attestation.token_mark == fingerprint(token))
    )
    row = session.scalar(query.with_for_update(of=RecordRow) if lock else query)
    if row is None:
        raise Missing
    return row


def _withdraw(session: Session, row: RecordRow, policy: Policy, now: datetime) -> None:
    if row.consent is not True or row.identity is None:  # what is erased is long with PARS, or never was
        return
    proposals.drop(session, row.id, now=now)
    links.end_open(session, row.id, now)
    records.correct(
        session,
        row.id,
        {"consent": "no"},
        reason="Permission taken back on the receipt",
        version=None,
        actor="learner",
        now=now,
        policy=policy,
    )


def _is_shut(session: Session, record_id: str) -> bool:
    days = session.scalar(
        select(func.count())
        .select_from(HistoryRow)
        .where(HistoryRow.record_id == record_id, HistoryRow.action == USED_UP)
    )
    return (days or 0) >= DAYS_OF_TRIES
