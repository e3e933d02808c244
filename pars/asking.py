"""Which questions a learner is asked: those that what becomes of the record needs, and no more."""

from collections.abc import Callable

from pars.identifiers import license
from pars.record import Activity, LearnerRecord, Policy
from pars.reporting import is_reported, not_for_pars

EVERYBODY = frozenset({"profession", "first_name", "last_name", "credits", "attest"})
PHYSICIANS = frozenset({"consent", "license_state", "license_number", "npi", "birth_month", "birth_day"})
BOARD = frozenset({"board", "board_id"})

A_PHYSICIAN = "md"

ONLY_FOR_PARS = (PHYSICIANS | BOARD) - {"consent"}
"""What is neither needed nor kept of a learner who does not permit the report."""


AGAIN = (
    "first_name",
    "last_name",
    "license_state",
    "license_number",
    "npi",
    "birth_month",
    "birth_day",
    "credits",
    "completion_date",
    "email",
    "board",
    "board_id",
)
"""What a learner can be asked again later, in the order of the form. Profession, permission and attestation are
given with a whole form only."""


def asked(profession: str, activity: Activity, policy: Policy) -> frozenset[str]:
    """The form's names of the questions for this profession; the date is asked where it is not fixed."""
    fields = EVERYBODY
    if activity.email != "off":
        fields |= {"email"}
    if activity.fixed_date is None:
        fields |= {"completion_date"}
    if is_reported(profession, policy):
        fields |= PHYSICIANS
        if activity.boards:
            fields |= BOARD
    return fields


def presumed(profession: str, answer: Callable[[str], object]) -> str:
    """The profession; left out, that of a physician where something is answered that only physicians are asked.

    So what is wrong with those answers is said at once, and not when the profession is put right.
    """
    if profession or not any(map(answer, PHYSICIANS | BOARD)):
        return profession
    return A_PHYSICIAN


def asked_again(profession: str, activity: Activity, policy: Policy) -> tuple[str, ...]:
    """Of the questions for this profession those that can be put to a learner again, in the order of the form."""
    wanted = asked(profession, activity, policy)
    return tuple(name for name in AGAIN if name in wanted)


def wants_license(record: LearnerRecord, activity: Activity, policy: Policy) -> bool:
    """Whether a license number would help this record on its way to a board, and there is none yet."""
    return not_for_pars(record, activity, policy) is None and not license.is_usable(record.license_number)
