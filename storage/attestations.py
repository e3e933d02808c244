"""What learners send: stored once, with the consent text they saw, before anybody is told "received"."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from pars.answers import Reading, spoken
from pars.asking import ONLY_FOR_PARS, asked
from pars.lifecycle import State
from pars.record import LearnerRecord, Policy
from storage import audit, codes, driving, history, places
from storage.activities import StoredActivity, get
from storage.chunks import chunks
from storage.consents import text_of
from storage.errors import AnswersDiffer, Missing
from storage.inserting import columns_of, put_in
from storage.judging import doubles, judge, rejudge, without_double
from storage.record_rows import StoredRecord, as_stored, fill, keep_marks
from storage.tables import Attestation, RecordRow
from storage.vault import Vault, fingerprint

# Made once: building a statement takes longer than SQLite does to answer it.
SAID = Attestation.__table__.c
EARLIER = select(SAID.id, SAID.reference, SAID.token, SAID.answers_mark).where(
    SAID.submission_id == bindparam("submission_id")
)
RECEIVED = "attestation received"
"""What an audit chain calls the arrival of an attestation."""

TAKEN = select(SAID.id).where(SAID.reference == bindparam("reference"))


@dataclass(frozen=True, slots=True)
class Submission:
    """Where the learner's receipt is; `repeated` says that this submission had arrived before."""

    record_id: str
    reference: str
    token: str
    repeated: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt shows, and the record behind it. `opinion_given`: whether the form was spoken of already."""

    reference: str
    stored: StoredActivity
    record: StoredRecord
    received_at: datetime
    consent_text: str
    opinion_given: bool


def submit(
    session: Session,
    stored: StoredActivity,
    *,
    submission_id: str,
    typed: Mapping[str, str],
    reading: Reading,
    consent_sha256: str,
    origin: str,
    policy: Policy,
    actor: str,
    now: datetime,
    held: bool = False,
    beyond_cap: bool = False,
) -> Submission:
    """Store an attestation whose answers have no error, with its record and an audit event, in this transaction.

    The same `submission_id` with the same answers returns the first submission again; with other answers
    it raises AnswersDiffer. `held` keeps the record back for a coordinator (the honeypot was filled). Raises Full
    where the activity takes nobody more, unless `beyond_cap`: a coordinator has let this one in.
    """
    earlier = repeated(session, stored, submission_id, typed)
    if earlier:
        return earlier
    if stored.activity.learners_max is not None and not beyond_cap:
        places.claim(session, stored.id)
    vault: Vault = session.info["vault"]
    token = secrets.token_urlsafe(16)
    row_id = uuid4().hex
    reference = _free_reference(session)
    kept = json.dumps(_kept(typed, stored, reading.record, policy))
    attestation = {
        "id": row_id,
        "activity_id": stored.id,
        "submission_id": submission_id,
        "answers_mark": vault.index(said_so(stored.id, typed)),
        "reference": reference,
        "token_mark": fingerprint(token),
        "token": vault.seal(token, "attestations.token", row_id),
        "consent_sha256": consent_sha256,
        "typed": vault.seal(kept, "attestations.typed", row_id),
        "confirmed": vault.seal(json.dumps(spoken(reading.record)), "attestations.confirmed", row_id),
        "origin": origin,
        "received_at": now,
    }
    put_in(session, Attestation, [attestation])
    _make_record(session, row_id, reference, stored, reading.record, policy, held, now)
    audit.add(session, stored.id, RECEIVED, actor=actor, subject=row_id, now=now)
    return Submission(row_id, reference, token, repeated=False)


def repeated(
    session: Session, stored: StoredActivity, submission_id: str, typed: Mapping[str, str]
) -> Submission | None:
    """The submission that this one repeats, if it arrived before; raises AnswersDiffer.

    By what was typed and not by what it is read as: the activity may have closed or changed since.
    """
    earlier = driving.row(session, EARLIER, {"submission_id": submission_id})
    if earlier is None:
        return None
    record_id, reference, token, mark = earlier
    vault: Vault = session.info["vault"]
    if mark not in vault.indexes([said_so(stored.id, typed)]):
        raise AnswersDiffer
    return Submission(record_id, reference, _token(record_id, token, vault), repeated=True)


def came_late(session: Session, record_id: str, how: str, *, now: datetime) -> None:
    """Note in the history of a record just stored that it came after closing; `how` are words for the coordinator."""
    history.add(
        session, session.get_one(RecordRow, record_id), "came late", actor="learner", now=now, reason=how
    )


def arrived(
    session: Session, stored: StoredActivity, typed: Mapping[str, Mapping[str, str]]
) -> dict[str, bool]:
    """Which of these submissions, by id, have arrived before; True where with the same answers."""
    vault: Vault = session.info["vault"]
    return {
        row.submission_id: row.answers_mark in vault.indexes([said_so(stored.id, typed[row.submission_id])])
        for chunk in chunks(typed)
        for row in session.execute(
            select(Attestation.submission_id, Attestation.answers_mark).where(
                Attestation.submission_id.in_(chunk)
            )
        )
    }


def seems_known(session: Session, stored: StoredActivity, record: LearnerRecord) -> bool:
    """Whether we hold a record that looks like the same person's for this activity and date; never whose."""
    return bool(doubles(session, stored.id, record))


def receipt(session: Session, token: str) -> Receipt:
    """The receipt behind a token; raises Missing."""
    return _receipt(
        session, session.scalar(select(Attestation).where(Attestation.token_mark == fingerprint(token)))
    )


def receipt_of(session: Session, record_id: str) -> Receipt:
    """The receipt of a record; raises Missing."""
    return _receipt(session, session.get(Attestation, record_id))


def is_stored(session: Session, submission_id: str) -> bool:
    """Whether this submission arrived before, with whatever answers."""
    return (
        session.scalar(select(Attestation.id).where(Attestation.submission_id == submission_id)) is not None
    )


def said_so(activity_id: str, typed: Mapping[str, str]) -> str:
    """These answers as one text, of which the `answers_mark` is kept; an empty field is like one that was not there."""
    answers = json.dumps({name: value for name, value in typed.items() if value}, sort_keys=True)
    return f"answers:{activity_id}:{answers}"


def _receipt(session: Session, row: Attestation | None) -> Receipt:
    record = session.get(RecordRow, row.id) if row else None
    if row is None or record is None:
        raise Missing
    return Receipt(
        reference=row.reference,
        stored=get(session, row.activity_id),
        record=as_stored(record, session.info["vault"]),
        received_at=row.received_at,
        consent_text=text_of(session, row.consent_sha256),
        opinion_given=row.opinion_given,
    )


def _make_record(
    session: Session,
    row_id: str,
    reference: str,
    stored: StoredActivity,
    record: LearnerRecord,
    policy: Policy,
    held: bool,
    now: datetime,
) -> None:
    row = RecordRow(
        id=row_id,
        activity_id=stored.id,
        reference=reference,
        version=1,
        state=State.READY,
        looked_at=(),
        held=held,
        received_at=now,
        changed_at=now,
    )
    fill(row, record, session.info["vault"])
    others = judge(session, row, record, stored.activity, policy, now)
    put_in(session, RecordRow, [columns_of(row)])
    keep_marks(session, row, record)
    if others:
        rejudge(session, without_double(others, record), stored.activity, policy, now)


def _kept(
    typed: Mapping[str, str], stored: StoredActivity, record: LearnerRecord, policy: Policy
) -> dict[str, str]:
    # What a learner was not asked is not kept, whatever stood in the fields: no license number of a nurse,
    # and no identifier of somebody who says no to the report.
    wanted = asked(record.profession, stored.activity, policy) | {"credits_less"}
    if record.consent is False:
        wanted -= ONLY_FOR_PARS
    return {name: value for name, value in typed.items() if name in wanted}


def _token(row_id: str, sealed: bytes, vault: Vault) -> str:
    return vault.open(sealed, "attestations.token", row_id)


def _free_reference(session: Session) -> str:
    while True:
        reference = codes.new(codes.REFERENCE)
        if driving.row(session, TAKEN, {"reference": reference}) is None:
            return reference
