"""What a learner typed, read into a record: cleaned where that is harmless, refused where it cannot be read.

Reading never raises, whatever was typed. An answer that cannot be read is empty in the record and named in the
problems; whether answers are missing or fit the activity is for `rules` to say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pars.asking import ONLY_FOR_PARS, asked, presumed
from pars.errors import Code, Invalid, Problem
from pars.readers import READERS
from pars.record import Activity, LearnerRecord, Policy
from pars.text import tidy

__all__ = ["Change", "Reading", "amend", "asked", "read", "recall", "spoken"]

FIELDS = tuple(field.name for field in fields(LearnerRecord))


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that is kept otherwise than typed, to be shown. `code` says what was done: "credentials" were
    taken off, or "punctuation" was straightened."""

    field: str
    typed: str
    kept: str
    code: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A record as far as it could be read, what could not be, and what was changed on the way."""

    record: LearnerRecord
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()


def read(typed: Mapping[str, str], activity: Activity, policy: Policy) -> Reading:
    """A record from the strings of the form, by the form's names; what is not asked is not looked at.

    Of a learner who does not permit the report, nothing is kept that only the report needs.
    """
    answers: dict[str, Any] = {}
    problems: list[Problem] = []

    def take(names: Iterable[str]) -> None:
        for name in names:
            try:
                answers[name] = READERS[name](typed, activity)
            except Invalid as invalid:
                problems.append(invalid.about(name))

    take(["profession"])
    profession = presumed(answers.get("profession", ""), typed.get)
    wanted = asked(profession, activity, policy) | {"completion_date"}
    if "consent" in wanted and READERS["consent"](typed, activity) is False:
        wanted -= ONLY_FOR_PARS
    take(name for name in FIELDS if name in wanted and name != "profession")
    return Reading(LearnerRecord(**answers), tuple(problems), tuple(_changes(typed, answers)))


def _changes(typed: Mapping[str, str], answers: Mapping[str, Any]) -> Iterator[Change]:
    for name in ("first_name", "last_name", "license_number"):
        before, after = tidy(typed.get(name, "")), answers.get(name)
        if after and before != after:
            yield Change(name, before, after, "punctuation" if len(before) == len(after) else "credentials")


def amend(record: LearnerRecord, changes: Mapping[str, str], activity: Activity, policy: Policy) -> Reading:
    """The record with a coordinator's corrections, strings of the form as well.

    Consent and attestation are the learner's word: where they are given here, that is a problem, and they stay
    as they were. Consent can be taken back.
    """
    said = spoken(record)
    given = [
        name for name, yes in (("consent", "yes"), ("attest", "y")) if changes.get(name) == yes != said[name]
    ]
    reading = read({**said, **changes, **{name: said[name] for name in given}}, activity, policy)
    refused = tuple(Problem(name, Code.CONSENT_NOT_GIVEN) for name in given)
    return replace(reading, problems=reading.problems + refused)


def spoken(record: LearnerRecord) -> dict[str, str]:
    """The record as the strings of the form: what `read` and `recall` make a record of."""
    return {
        "profession": record.profession,
        "first_name": record.first_name,
        "last_name": record.last_name,
        "license_state": record.license_state,
        "license_number": record.license_number,
        "npi": record.npi,
        "birth_month": str(record.birth_month or ""),
        "birth_day": str(record.birth_day or ""),
        "credits": "" if record.credits is None else f"{record.credits:f}",
        "completion_date": record.completion_date.isoformat() if record.completion_date else "",
        "email": record.email,
        "board": record.board,
        "board_id": record.board_id,
        "consent": {None: "", True: "yes", False: "no"}[record.consent],
        "attest": "y" if record.attest else "",
    }


_RECALLED: Mapping[str, Callable[[str], object]] = {
    "birth_month": int,
    "birth_day": int,
    "credits": Decimal,
    "completion_date": date.fromisoformat,
    "consent": "yes".__eq__,
    "attest": "y".__eq__,
}


def recall(said: Mapping[str, str]) -> LearnerRecord:
    """The record that was once `spoken`, exactly as it was, whatever has become of its activity since."""
    answers: dict[str, Any] = {
        name: _RECALLED.get(name, str)(said[name]) for name in FIELDS if said.get(name)
    }
    return LearnerRecord(**answers)
