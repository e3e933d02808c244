"""Showing that a record is one's own: the questions, the limits on guessing, and the value that carries a yes along.

The value stands in a hidden field for a quarter of an hour. It is signed, holds nothing of the learner, opens one
record and no other, and is never part of an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import request
from itsdangerous import BadSignature

from blueprints.current import database, now, signer
from pars.proof import FIELDS, read
from pars.record import LearnerRecord
from storage import limits, own_record
from storage.errors import TooOften
from storage.vault import fingerprint

PURPOSE = "shown on the receipt"
LASTS = timedelta(minutes=15)
WINDOW = timedelta(minutes=15)
TRIES_PER_ADDRESS = 600
"""A hall behind one address looks its records up at once; each record has its own, far smaller count."""

WRONG = "This is not what we have on record. Check it and try again"
TOO_OFTEN = (
    "That was one try too many for today. Try again tomorrow, or write to the office that ran the activity"
)
CROWDED = "Too many tries came from your network. Wait 15 minutes, then try again"
EXPIRED = "You were away for a while, so please show once more that it is you. What you typed is kept"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The questions that show who somebody is, as attest/proof.html asks them.

    `birthday`: there may be one on record; else the email address alone is asked. `problem` stands with the first.
    """

    birthday: bool = True
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    @property
    def first(self) -> str:
        """The id of the first question."""
        return "known_month" if self.birthday else "known_email"

    @property
    def invalid(self) -> dict[str, str]:
        """Attributes of a control whose error stands with the question around it."""
        return {"aria-invalid": "true", "aria-describedby": "known-error"} if self.problem else {}

    @property
    def missing(self) -> str:
        """What to say to somebody who gave nothing."""
        return "Enter your birth month and day" if self.birthday else "Enter the email address you gave"

    @property
    def otherwise(self) -> bool:
        """Whether the other way is being used: email address and number."""
        return any(self.typed.get(name) for name in ("known_email", "known_number"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody is not let in, and the status to say it with."""

    words: str
    status: int


def asked_of(record: LearnerRecord, typed: Mapping[str, str] | None = None, problem: str = "") -> Asked:
    """The questions for one record."""
    return Asked(birthday=record.birth_month is not None, typed=typed or {}, problem=problem)


def typed_in(sent: Mapping[str, str]) -> dict[str, str]:
    """What was given to show who somebody is, as typed."""
    return {name: sent[name] for name in FIELDS if sent.get(name)}


def find(reference: str, typed: Mapping[str, str]) -> str | Refusal:
    """The token of the receipt with this reference, for its learner; guesses are counted first."""
    moment, given = now(), read(typed)
    with database().write() as session:
        address = request.remote_addr or ""
        if not limits.allow(session, "proof at", address, limit=TRIES_PER_ADDRESS, window=WINDOW, now=moment):
            return Refusal(CROWDED, 429)
        try:
            token = own_record.find(session, reference, given, now=moment)
        except TooOften:  # caught in here, so that what was counted is kept
            return Refusal(TOO_OFTEN, 429)
    return token or Refusal(WRONG, 400)


def show(reference: str, asked: Asked) -> Refusal | None:
    """Why the record with this reference is not theirs who gave this; None where it is."""
    if not read(asked.typed):
        return Refusal(asked.missing, 400)
    found = find(reference, asked.typed)
    return found if isinstance(found, Refusal) else None


def sign(token: str, moment: datetime) -> str:
    """A yes for the record behind this receipt, from now on for a while."""
    return str(signer(PURPOSE).dumps([fingerprint(token), int(moment.timestamp())]))


def is_signed(proof: str, token: str, moment: datetime) -> bool:
    """Whether this is such a yes, and still holds."""
    try:
        mark, since = signer(PURPOSE).loads(proof)
        age = moment.timestamp() - since
    except (BadSignature, TypeError, ValueError):
        return False
    return bool(mark == fingerprint(token) and 0 <= age < LASTS.total_seconds())
