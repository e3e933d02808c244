"""What becomes of a record, in words for the learner: on the check screen and on the receipt."""

from __future__ import annotations

from pars.errors import Code
from pars.record import Activity, LearnerRecord, Policy
from pars.reporting import not_for_pars, reported_identifier


def next_words(record: LearnerRecord, activity: Activity, policy: Policy, days: int) -> str:
    """What happens with this record, by who the learner is and what was permitted; `days` is the time to report."""
    provider = activity.provider_name
    reason = not_for_pars(record, activity, policy)
    if reason is Code.NO_CONSENT:
        return (
            "You said no, so nothing is sent to the ACCME or to any board, and we do not keep the details "
            f"that only a report would need. {provider} keeps a record that you took part."
        )
    if reason is Code.NO_US_LICENSE:
        return (
            "Without a US license your credit cannot be reported to US boards, so nothing is sent. "
            f"{provider} keeps a record that you took part, and the receipt is your proof."
        )
    if reason:
        return (
            "Credit is reported to medical boards for physicians only, so nothing about you is sent. "
            f"{provider} keeps a record that you took part, and the receipt is your proof."
        )
    if not reported_identifier(record):
        return (
            f"{provider} looks at your record before it is reported, because it has no license number and no NPI. "
            "When you have a number, add it from your receipt."
        )
    count = f"{days} days" if days > 1 else "a day"
    return (
        f"{provider} reports your credit to the ACCME within {count}, and your boards receive it from there. "
        "You need not report it yourself."
    )


def is_reported(record: LearnerRecord, activity: Activity, policy: Policy) -> bool:
    """Whether the learner will find this credit at CME Passport."""
    return not_for_pars(record, activity, policy) is None
