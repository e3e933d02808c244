"""Where a record stands, in words for its learner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from blueprints.attest.check import LABELS
from blueprints.attest.outcome import is_reported, next_words
from blueprints.attest.wording import plain_date
from pars.record import Activity, LearnerRecord, Policy
from storage.deletions import WAITING
from storage.outcomes import REJECTED
from storage.standing import Stage, Standing


@dataclass(frozen=True, slots=True)
class Told:
    """`kind` is the panel's class; `asks` are the labels of the answers to look at; `passport`: CME Passport has it."""

    title: str
    words: Sequence[str]
    kind: str = ""
    asks: Sequence[str] = ()
    passport: bool = False


_SAID = {
    Stage.RECEIVED: ("Received", "", "{next}"),
    Stage.NEEDS_YOU: (
        "Waiting for you",
        "warn",
        "{reason} If there is nothing to change, {provider} looks at your record as it is.",
    ),
    Stage.PROPOSED: (
        "Correction received",
        "",
        "{provider} looks at your correction before it is reported. You need not do anything else.",
    ),
    Stage.REPORTED: (
        "Reported",
        "",
        "{provider} reported your credit to the ACCME on {reported}. There is no answer yet.",
    ),
    Stage.ACCEPTED: ("Accepted", "ok", "PARS, the system of the ACCME, accepted your credit on {answered}."),
    Stage.SET_ASIDE: ("Not reported", "", "{provider} has taken this record out of what it reports."),
    Stage.MERGED: (
        "Put together with your other record",
        "",
        "You attested more than once, so {provider} keeps one record of yours. Its own receipt says where it stands.",
    ),
    Stage.NOT_FOR_PARS: ("Not reported", "", "{next}"),
}
# Rejected for a reason that the learner can do nothing about; corrected after a report, and not reported anew yet.
_NOT_ACCEPTED = ("Not accepted", "warn", "{reason} {provider} looks at it. You need not do anything.")
_CORRECTED = (
    "Correction received",
    "",
    "Your credit was reported on {reported}. The correction goes out with the next report.",
)
# Nobody is to read that a report is gone before PARS has said so.
_GONE = "It was reported before, and taken back on {asked}."
_DELETED = {
    WAITING: "It was reported before. {provider} asked the ACCME on {asked} to delete it. There is no answer yet.",
    REJECTED: "It was reported before. {provider} asked the ACCME on {asked} to delete it, and it is not deleted yet. "
    "{provider} looks at it. You need not do anything.",
}


def told(standing: Standing, record: LearnerRecord, activity: Activity, policy: Policy, days: int) -> Told:
    """The words for this record; dates are those of the activity's own zone. `days`: the time to report."""
    reported = _day(standing.reported_at, activity)
    title, kind, template = _SAID[standing.stage]
    if standing.stage is Stage.NEEDS_YOU and not standing.fields:
        title, kind, template = _NOT_ACCEPTED
    if standing.stage is Stage.RECEIVED and reported:
        title, kind, template = _CORRECTED
    words = template.format(
        next=next_words(record, activity, policy, days),
        reason=standing.reason,
        provider=activity.provider_name,
        reported=reported,
        answered=_day(standing.answered_at, activity) or reported,
    )
    is_out = standing.stage in (Stage.SET_ASIDE, Stage.MERGED, Stage.NOT_FOR_PARS)
    return Told(
        title,
        [words, *(_taken_back(standing, activity) if is_out else ())],
        kind,
        _labels(standing.fields),
        passport=not is_out and is_reported(record, activity, policy),
    )


def _taken_back(standing: Standing, activity: Activity) -> list[str]:
    """What becomes of a report of what is not to be reported any more."""
    if standing.reported_at:
        return [f"It was reported on {_day(standing.reported_at, activity)}. The next report takes it back."]
    if not standing.deleted_at:
        return []
    template = _DELETED.get(standing.deletion, _GONE)
    return [template.format(provider=activity.provider_name, asked=_day(standing.deleted_at, activity))]


def _labels(fields: Sequence[str]) -> list[str]:
    """The questions' labels; month and day of birth are one."""
    names = ("birth_month" if name == "birth_day" else name for name in fields)
    return list(dict.fromkeys(LABELS.get(name, name) for name in names))


def _day(at: datetime | None, activity: Activity) -> str:
    return plain_date(at.astimezone(activity.zone).date()) if at else ""
