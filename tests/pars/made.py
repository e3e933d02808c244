"""Made-up activities and answers for the tests of `pars`; no real person."""

from datetime import date
from decimal import Decimal
from typing import Any

from pars.answers import Reading
from pars.errors import Problem
from pars.record import Activity, BoardCredit, LearnerRecord, Policy
from pars.rules import judge

TODAY = date(2026, 11, 23)
POLICY = Policy()

ABIM = BoardCredit(board="ABIM", credit_type="Medical Knowledge", points_max=Decimal(6))
ABS = BoardCredit(board="ABS", credit_type="Accredited CME", points_max=Decimal(6))

ANSWERS = {
    "profession": "md",
    "first_name": "Noa",
    "last_name": "Williams",
    "license_state": "ME",
    "license_number": "MD12345",
    "npi": "",
    "birth_month": "9",
    "birth_day": "27",
    "credits": "6",
    "email": "noa@example.org",
    "consent": "yes",
    "attest": "y",
}


def activity(**changes: Any) -> Activity:
    """A live activity of today with at most 6 credits."""
    plain: dict[str, Any] = {
        "title": "Grand rounds",
        "accme_activity_id": "201234567",
        "provider_name": "Example Hospital",
        "accme_provider_id": "0001234",
        "format": "live",
        "starts_on": TODAY,
        "ends_on": TODAY,
        "timezone": "America/New_York",
        "credits_max": Decimal(6),
    }
    return Activity(**plain | changes)


def enduring(**changes: Any) -> Activity:
    """Enduring material of 2026, so that the learner is asked for the date."""
    return activity(format="enduring", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), **changes)


def answered(
    given: Activity | None = None, policy: Policy = POLICY, today: date = TODAY, **changes: str
) -> tuple[Reading, list[Problem]]:
    """What comes of a physician's answers with these changes."""
    return judge(ANSWERS | changes, given or activity(), policy, today)


def record(given: Activity | None = None, **changes: str) -> LearnerRecord:
    return answered(given, **changes)[0].record


def codes(
    given: Activity | None = None, policy: Policy = POLICY, today: date = TODAY, **changes: str
) -> list[str]:
    """The codes of all problems of a physician's answers with these changes."""
    return [problem.code.value for problem in answered(given, policy, today, **changes)[1]]


def messages(given: Activity | None = None, **changes: str) -> list[str]:
    return [problem.message for problem in answered(given, **changes)[1]]
