"""Whence the permission to report comes, in the words that are kept with each attestation."""

from pars.codes import Code
from pars.sheets.rows import Judged
from pars.sheets.saying import COLUMN, STATED, Plan

_NOT_RECORDED = "The words they were asked in were not recorded."
_UNKNOWN = "The spreadsheet does not say whether these learners permit the report."
# No rule of the record can see these later.
_LEFT_IN_DOUBT = {Code.SHEET_NAME_GUESSED, Code.SHEET_NUMBER_CONVERTED}
_TOOK_PART = "that these learners took part and claimed these credits"


def wording(plan: Plan, asked_in: str) -> str:
    """The consent text: the words that the learners were asked in where the coordinator gave them."""
    if asked_in:
        return asked_in
    if plan.consent == COLUMN:
        return f"Answered in a spreadsheet, under the heading: {plan.columns['consent']}"
    if plan.consent == STATED:
        return f"The provider's coordinator stated that these learners permit the report. {_NOT_RECORDED}"
    return _UNKNOWN


def origin(plan: Plan, one: Judged) -> str:
    """Where a record comes from, what of it is the coordinator's word and what the sheet left in doubt, in words."""
    stated = f"{_TOOK_PART}, and permit the report" if plan.consent == STATED else _TOOK_PART
    doubts = [problem.advice for problem in one.problems if problem.code in _LEFT_IN_DOUBT]
    return " ".join([f"From row {one.row} of a spreadsheet. The coordinator stated {stated}.", *doubts])
