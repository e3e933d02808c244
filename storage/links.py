"""Links by which a learner corrects one record: only the answers in question, once, for two weeks.

Of a link's token only the fingerprint is kept, so a stolen copy of the database opens nothing. What comes back
changes no record: it is a proposal (see proposals.py), and a coordinator decides.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.asking import asked_again
from pars.lifecycle import State, holds_back
from pars.reasons import MATCHED_BY, explain
from pars.record import LearnerRecord, Policy
from pars.rules import judge_changes
from storage import activities, history, letters, outcomes, proposals
from storage.activities import StoredActivity
from storage.erasing import check_held
from storage.errors import LinkSpent, Missing, NotAllowed, Refused
from storage.letters import LetterState
from storage.record_rows import StoredRecord, as_record, as_stored
from storage.tables import CorrectionLinkRow, RecordRow
from storage.vault import Vault, fingerprint

LASTS = timedelta(days=14)
LONGEST_REASON = 500
REASON = "correction_links.reason"
UNKNOWN_REASON = "Your board did not accept your record as it was sent."
BIRTHDAY = frozenset({"birth_month", "birth_day"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a link could ask: `choices` are all answers that can be asked again, `fields` those in question."""

    choices: tuple[str, ...]
    fields: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link just made. Its token is known only now."""

    id: str
    token: str
    stored: StoredActivity
    record: LearnerRecord
    fields: tuple[str, ...]
    reason: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A link made earlier; one that a newer link replaced expired at that moment."""

    fields: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    letter: LetterState | None


@dataclass(frozen=True, slots=True)
class Question:
    """What the learner is asked: which answers of which record, and why."""

    stored: StoredActivity
    record: LearnerRecord
    reference: str
    fields: tuple[str, ...]
    reason: str


def suggest(session: Session, record_id: str, policy: Policy) -> Suggestion:
    """The answers in question and why, in words for the learner: PARS's reason, else our own problems.

    Raises Missing.
    """
    row = session.get(RecordRow, record_id)
    if row is None:
        raise Missing
    stored = as_stored(row, session.info["vault"])
    activity = activities.get(session, row.activity_id).activity
    choices = asked_again(stored.record.profession, activity, policy)
    fields, reason = _in_question(session, stored)
    return Suggestion(choices, _whole(fields, choices), _within(reason, LONGEST_REASON))


def create(
    session: Session,
    record_id: str,
    *,
    fields: Collection[str],
    reason: str,
    policy: Policy,
    actor: str,
    now: datetime,
) -> NewLink:
    """A new link for these answers; the one before it works no more.

    `reason` is what the learner reads. Raises Missing, and NotAllowed where nothing can be asked.
    """
    row = session.get(RecordRow, record_id, with_for_update=True)
    if row is None:
        raise Missing
    check_held(row)
    stored = activities.get(session, row.activity_id)
    record = as_record(row, session.info["vault"])
    open_fields = _whole(fields, asked_again(record.profession, stored.activity, policy))
    if not _askable(row):
        raise NotAllowed("This record is out of what is reported. Restore it before you ask the learner.")
    if proposals.open_of(session, record_id):
        raise NotAllowed("The learner has proposed a correction already. Take or decline it first.")
    if not open_fields:
        raise NotAllowed("Choose which answers the learner should give again.")
    end_open(session, record_id, now)
    token = secrets.token_urlsafe(24)
    link = CorrectionLinkRow(
        id=uuid4().hex,
        token_mark=fingerprint(token),
        record_id=record_id,
        fields=open_fields,
        reason=None,
        created_at=now,
        expires_at=now + LASTS,
        used_at=None,
        actor=actor,
    )
    vault: Vault = session.info["vault"]
    link.reason = vault.seal(reason, REASON, link.id)
    session.add(link)
    history.add(session, row, "learner asked", actor=actor, now=now, reason=reason)
    return NewLink(link.id, token, stored, record, open_fields, reason, link.expires_at)


def question(
    session: Session, token: str, *, submission_id: str = "", policy: Policy, now: datetime
) -> Question:
    """What the link behind a token asks; raises LinkSpent for one that is over or never was.

    One that was used still opens for the page that used it, known by its `submission_id`.
    """
    link = _by_token(session, token)
    if link.used_at is not None and submission_id != link.submission_id:
        raise LinkSpent
    return _asked(session, link, policy, now)


def answer(
    session: Session,
    token: str,
    changes: Mapping[str, str],
    *,
    submission_id: str,
    policy: Policy,
    now: datetime,
) -> None:
    """Keep the learner's answers as a proposal and spend the link; the same page sent again changes nothing.

    `changes` are the form's strings. Raises LinkSpent, and Refused where an answer has an error.
    """
    link = _by_token(session, token, lock=True)
    asked = _asked(session, link, policy, now)
    if link.used_at is not None:
        if submission_id != link.submission_id:
            raise LinkSpent
        return
    given = {name: value for name, value in changes.items() if name in asked.fields}
    activity = asked.stored.activity
    reading, wrong = judge_changes(
        asked.record, given, activity, policy, activities.local_date(activity, now)
    )
    if wrong:
        raise Refused(wrong)
    link.used_at, link.submission_id = now, submission_id
    letters.drop(session, letter_key(link.id), now=now)
    proposals.receive(session, link.record_id, asked.record, reading.record, list(given), now=now)


def of(session: Session, record_id: str) -> list[Link]:
    """The links of a record, newest first."""
    rows = list(
        session.scalars(
            select(CorrectionLinkRow)
            .where(CorrectionLinkRow.record_id == record_id)
            .order_by(CorrectionLinkRow.created_at.desc(), CorrectionLinkRow.id)
        )
    )
    states = letters.states(session, record_id)
    return [
        Link(row.fields, row.created_at, row.expires_at, row.used_at, states.get(letter_key(row.id)))
        for row in rows
    ]


def end_open(session: Session, record_id: str, now: datetime) -> None:
    """Let the links of a record work no more, and take back the letters that would bring them."""
    for link in session.scalars(
        select(CorrectionLinkRow).where(
            CorrectionLinkRow.record_id == record_id,
            CorrectionLinkRow.used_at.is_(None),
            CorrectionLinkRow.expires_at > now,
        )
    ):
        link.expires_at = now
        letters.drop(session, letter_key(link.id), now=now)
    session.flush()


def letter_key(link_id: str) -> str:
    """The key of the letter that carries a link: there is one at most."""
    return f"link:{link_id}"


def _in_question(session: Session, stored: StoredRecord) -> tuple[Collection[str], str]:
    outcome = outcomes.of(session, [stored.id]).get(stored.id)
    if stored.state == State.REJECTED and outcome:
        known = explain(outcome.reason)
        return (known.fields, known.words) if known else (MATCHED_BY, UNKNOWN_REASON)
    held = [problem for problem in stored.problems if holds_back(problem, stored.looked_at)]
    words = dict.fromkeys(f"{problem.message.rstrip('.')}." for problem in held if problem.field)
    return [problem.field for problem in held], " ".join(words)


def _within(text: str, most: int) -> str:
    """As many of its sentences as fit."""
    return text if len(text) <= most else text[: text.rindex(". ", 0, most) + 1]


def _whole(fields: Collection[str], choices: tuple[str, ...]) -> tuple[str, ...]:
    """Those that can be asked, in the form's order; a birthday is one question, whichever half is in doubt."""
    wanted = set(fields) | (BIRTHDAY if BIRTHDAY & set(fields) else set())
    return tuple(name for name in choices if name in wanted)


def _askable(row: RecordRow) -> bool:
    return row.state != State.SET_ASIDE and row.consent is not False


def _by_token(session: Session, token: str, *, lock: bool = False) -> CorrectionLinkRow:
    query = select(CorrectionLinkRow).where(CorrectionLinkRow.token_mark == fingerprint(token))
    link = session.scalar(query.with_for_update() if lock else query)
    if link is None:
        raise LinkSpent
    return link


def _asked(session: Session, link: CorrectionLinkRow, policy: Policy, now: datetime) -> Question:
    row = session.get_one(RecordRow, link.record_id)
    if now >= link.expires_at or not _askable(row):
        raise LinkSpent
    vault: Vault = session.info["vault"]
    stored = activities.get(session, row.activity_id)
    record = as_record(row, vault)
    fields = _whole(link.fields, asked_again(record.profession, stored.activity, policy))
    if not fields:  # the activity has changed, and nothing is left to ask
        raise LinkSpent
    reason = vault.open(link.reason, REASON, link.id) if link.reason else ""
    return Question(stored, record, row.reference, fields, reason)
