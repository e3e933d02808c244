"""The same person twice: noticed within an activity and date, never decided."""

import pytest

from pars.errors import Level
from pars.rules import check_batch, identity_keys, same_person
from tests.pars.made import activity, enduring, record

OTHER = {"first_name": "Ana", "last_name": "Silva", "license_number": "MD999", "birth_day": "1"}

SAME = [
    ({}, {}),
    ({"npi": "1234567893"}, {**OTHER, "npi": "1234 567 893"}),
    ({"license_number": "1234567893"}, {**OTHER, "npi": "1234567893"}),
    ({"license_number": "A.12345"}, {**OTHER, "license_number": "a 12345"}),
    ({"first_name": "José"}, {"first_name": "Jose\u0301", "license_number": ""}),
    ({"first_name": "JOSÉ", "license_number": "1"}, {"first_name": "Jose", "license_number": "2"}),
    ({"last_name": "O\u2019Brien", "license_number": "1"}, {"last_name": "O'Brien", "license_number": "2"}),
    ({"last_name": "Kaʻahumanu", "license_number": "1"}, {"last_name": "Kaahumanu", "license_number": "2"}),
]
DIFFERENT = [
    ({}, OTHER),
    ({}, {"license_number": "MD999", "birth_day": "1"}),
    ({}, {"license_number": "MD999", "license_state": "NH"}),
    ({"license_number": "N/A"}, {**OTHER, "license_number": "N/A"}),
    ({"license_number": "0000"}, {**OTHER, "license_number": "0000"}),
    ({"npi": "1234567890"}, {**OTHER, "npi": "1234567890"}),
    ({"license_number": "1", "license_state": "ME"}, {**OTHER, "license_number": "1", "license_state": "NH"}),
    ({"profession": "np"}, {"profession": "np"}),
    ({"consent": "no"}, {"consent": "no"}),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_person(one: dict[str, str], other: dict[str, str]) -> None:
    assert same_person(record(**one), record(**other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_people(one: dict[str, str], other: dict[str, str]) -> None:
    assert not same_person(record(**one), record(**other))


def test_another_date_is_another_completion() -> None:
    first = record(enduring(), completion_date="2026-10-01")
    assert not same_person(first, record(enduring(), completion_date="2026-10-02"))


def test_identity_keys_name_what_they_are() -> None:
    assert identity_keys(record(npi="1234567893", license_number="md-1")) == {
        "npi:1234567893",
        "license:ME:MD1",
        "name:noa williams:09/27:ME",
    }
    assert identity_keys(record(profession="np")) == frozenset()


def test_a_batch_names_all_of_them_and_nobody_else() -> None:
    given = enduring()
    records = {
        "first": record(given, completion_date="2026-10-01"),
        "again": record(given, completion_date="2026-10-01", license_number="MD 12345"),
        "other day": record(given, completion_date="2026-10-02"),
        "other": record(given, completion_date="2026-10-01", **OTHER),
    }
    found = check_batch(records, given)
    assert {key: [problem.code.value for problem in problems] for key, problems in found.items()} == {
        "first": ["same_person_twice"],
        "again": ["same_person_twice"],
        "other day": [],
        "other": [],
    }
    assert found["first"][0].level is Level.WARNING


def test_a_batch_of_none() -> None:
    assert check_batch({}, activity()) == {}
