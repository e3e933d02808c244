"""The life of a record, from its arrival to the answer of PARS."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pars.errors import Level, Problem
from pars.record import Activity, LearnerRecord, Policy
from pars.rules import not_for_pars


class State(StrEnum):
    """Where a record stands; exactly one at a time."""

    NEEDS_ATTENTION = "needs_attention"
    READY = "ready"
    EXPORTED = "exported"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SET_ASIDE = "set_aside"
    NOT_FOR_PARS = "not_for_pars"


OPEN_STATES = (State.NEEDS_ATTENTION, State.READY, State.EXPORTED, State.REJECTED)
"""Where a record is meant for PARS, and PARS has not accepted it yet."""

NOT_MEANT = (State.SET_ASIDE, State.NOT_FOR_PARS)
"""Where a record is not meant for PARS, or no more; what PARS has of it is to be deleted there."""


def days_left(state: str, completion_date: date | None, due: date) -> int | None:
    """Days until the record should be with PARS, negative once they are over; of `due`, they end today.

    None where nothing is waited for: PARS has accepted it, or is not to have it.
    """
    if state not in OPEN_STATES or completion_date is None:
        return None
    return (completion_date - due).days


def state_before_export(
    record: LearnerRecord,
    activity: Activity,
    policy: Policy,
    problems: Iterable[Problem],
    looked_at: frozenset[str],
) -> State:
    """The state of a record that PARS has not been sent, and that nobody has set aside.

    `looked_at` holds the codes of the warnings that a coordinator has accepted. A record that is not for PARS
    needs nobody's attention, whatever is odd about it.
    """
    if not_for_pars(record, activity, policy):
        return State.NOT_FOR_PARS
    if any(holds_back(problem, looked_at) for problem in problems):
        return State.NEEDS_ATTENTION
    return State.READY


def holds_back(problem: Problem, looked_at: frozenset[str] = frozenset()) -> bool:
    """Whether this problem keeps its record out of an export: an error, or a warning nobody has looked at."""
    if problem.level is Level.WARNING:
        return problem.code not in looked_at
    return problem.level is Level.ERROR
