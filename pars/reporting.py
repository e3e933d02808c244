"""Whose records go to PARS, and by what identifier."""

from pars.errors import Code
from pars.identifiers import license, npi
from pars.record import NO_US_LICENSE, Activity, LearnerRecord, Policy
from pars.vocabulary import REPORTED

PHYSICIANS = tuple(profession for profession, takes in REPORTED.items() if takes == "yes")
"""Who counts as a physician learner; PARS closes an activity with their number and that of all others."""


def is_reported(profession: str, policy: Policy) -> bool:
    """Whether PARS takes this profession: physicians, and physician assistants where the setting says so."""
    takes = REPORTED.get(profession)
    return takes == "yes" or (takes == "setting" and policy.report_physician_assistants)


def not_for_pars(record: LearnerRecord, activity: Activity, policy: Policy) -> Code | None:
    """Why a record is not reported, or None where it is to be.

    A learner who has not answered the question of consent has not said no: that is an error, elsewhere.
    """
    if not is_reported(record.profession, policy):
        return Code.NOT_A_PHYSICIAN
    if record.consent is False:
        return Code.NO_CONSENT
    if record.license_state == NO_US_LICENSE:
        return Code.NO_US_LICENSE
    return None


def reported_identifier(record: LearnerRecord) -> str:
    """Column 8 of a PARS file: the license number where there is one, else a valid NPI, else nothing.

    What stands in for a number, such as "pending", is none.
    """
    if license.is_usable(record.license_number):
        return record.license_number
    return record.npi if npi.is_valid(record.npi) else ""
