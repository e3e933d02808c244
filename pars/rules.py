"""What is wrong with a record, or worth knowing about it: the door to all the rules.

A rule is a small function of a record, its activity, the settings and today's date (in the activity's time
zone) that yields problems.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from pars.answers import Reading, amend, read
from pars.errors import Level, Problem
from pars.form_rules import FORM_RULES
from pars.record import Activity, LearnerRecord, Policy
from pars.report_rules import REPORT_RULES
from pars.reporting import not_for_pars, reported_identifier
from pars.same_person import check_batch, identity_keys, same_person
from pars.text import fold

__all__ = [
    "RULES",
    "at_the_door",
    "check",
    "check_batch",
    "fold",
    "identity_keys",
    "judge",
    "judge_changes",
    "not_for_pars",
    "reported_identifier",
    "same_person",
]

Rule = Callable[[LearnerRecord, Activity, Policy, date], Iterator[Problem]]

BIRTHDAY = frozenset({"birth_month", "birth_day"})
"""One answer in two fields: what is wrong with it is said once, whichever of the two was changed."""

RULES: tuple[Rule, ...] = (*FORM_RULES, *REPORT_RULES)


def check(record: LearnerRecord, activity: Activity, policy: Policy, today: date) -> list[Problem]:
    """All that is wrong with one record, at once; the rules of the report only where it is to be reported."""
    rules = FORM_RULES if not_for_pars(record, activity, policy) else RULES
    return [problem for rule in rules for problem in rule(record, activity, policy, today)]


def judge(
    typed: Mapping[str, str], activity: Activity, policy: Policy, today: date
) -> tuple[Reading, list[Problem]]:
    """What was typed, read and checked; an answer that could not be read is not called missing as well.

    The check screen comes before the attestation: who shows it leaves ATTEST_MISSING out.
    """
    reading = read(typed, activity, policy)
    return reading, [*reading.problems, *_unblamed(reading, activity, policy, today)]


def judge_changes(
    record: LearnerRecord, changes: Mapping[str, str], activity: Activity, policy: Policy, today: date
) -> tuple[Reading, list[Problem]]:
    """The record with some answers changed, and what stops these: errors of theirs, not of the answers that stay."""
    reading = amend(record, changes, activity, policy)
    found = [*reading.problems, *_unblamed(reading, activity, policy, today)]
    touched = _whole(changes)
    return reading, [problem for problem in at_the_door(found) if problem.field in touched]


def at_the_door(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop a learner: errors only."""
    return [problem for problem in problems if problem.level is Level.ERROR]


def _unblamed(reading: Reading, activity: Activity, policy: Policy, today: date) -> Iterator[Problem]:
    """What is wrong beside the answers that could not be read."""
    blamed = _whole(problem.field for problem in reading.problems)
    for problem in check(reading.record, activity, policy, today):
        if problem.field not in blamed:
            yield problem


def _whole(fields: Iterable[str]) -> set[str]:
    """The fields, and of a birthday both."""
    named = set(fields)
    return named | BIRTHDAY if named & BIRTHDAY else named
