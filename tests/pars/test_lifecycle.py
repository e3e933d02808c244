"""Where a record stands before it is sent, and whose records are sent at all."""

import pytest

from pars.errors import Code, Problem
from pars.lifecycle import State, holds_back, state_before_export
from pars.record import Policy
from pars.rules import not_for_pars
from tests.pars.made import POLICY, activity, answered, record

NOTHING: frozenset[str] = frozenset()
ASSISTANTS = Policy(report_physician_assistants=True)


def state(looked_at: frozenset[str] = NOTHING, **typed: str) -> State:
    reading, problems = answered(**typed)
    return state_before_export(reading.record, activity(), POLICY, problems, looked_at)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, State.READY),
        ({"first_name": "Bob"}, State.READY),
        ({"license_number": "N/A", "npi": "1234567893"}, State.READY),
        ({"license_number": ""}, State.NEEDS_ATTENTION),
        ({"credits": "7"}, State.NEEDS_ATTENTION),
        ({"profession": "resident"}, State.READY),
        ({"profession": "resident", "license_number": ""}, State.NEEDS_ATTENTION),
        ({"consent": "no"}, State.NOT_FOR_PARS),
        ({"profession": "np"}, State.NOT_FOR_PARS),
        ({"profession": "np", "credits": "7"}, State.NOT_FOR_PARS),
        ({"license_state": "none"}, State.NOT_FOR_PARS),
    ],
)
def test_the_state_before_export(typed: dict[str, str], expected: State) -> None:
    assert state(**typed) is expected


def test_a_warning_that_was_looked_at_no_longer_holds_back() -> None:
    assert state(frozenset({"no_identifier"}), license_number="") is State.READY
    assert state(frozenset({"same_person_twice"}), license_number="") is State.NEEDS_ATTENTION


def test_an_error_cannot_be_looked_away() -> None:
    assert state(frozenset({"credits_too_many"}), credits="7") is State.NEEDS_ATTENTION
    assert holds_back(Problem("credits", Code.CREDITS_TOO_MANY), frozenset({"credits_too_many"}))


def test_a_notice_is_in_nobodys_way() -> None:
    assert not holds_back(Problem("first_name", Code.NICKNAME))


@pytest.mark.parametrize(
    ("typed", "policy", "reason"),
    [
        ({}, POLICY, None),
        ({"profession": "do"}, POLICY, None),
        ({"profession": "resident", "license_number": ""}, POLICY, None),
        ({"profession": "pa"}, POLICY, Code.NOT_A_PHYSICIAN),
        ({"profession": "pa"}, ASSISTANTS, None),
        ({"profession": "np"}, ASSISTANTS, Code.NOT_A_PHYSICIAN),
        ({"consent": "no"}, POLICY, Code.NO_CONSENT),
        ({"consent": ""}, POLICY, None),
        ({"license_state": "none"}, POLICY, Code.NO_US_LICENSE),
        ({"profession": ""}, POLICY, Code.NOT_A_PHYSICIAN),
    ],
)
def test_who_goes_to_pars(typed: dict[str, str], policy: Policy, reason: Code | None) -> None:
    kept = answered(policy=policy, **typed)[0].record
    assert not_for_pars(kept, activity(), policy) is reason


def test_consent_is_what_decides() -> None:
    """The same record with and without: nothing else lets one of them into a file."""
    assert not_for_pars(record(), activity(), POLICY) is None
    assert not_for_pars(record(consent="no"), activity(), ASSISTANTS) is Code.NO_CONSENT
