"""What shows that somebody is the learner: the birthday, or the email address together with a number."""

import pytest

from pars.proof import FIELDS, Proof, can_prove, proves, read
from pars.record import LearnerRecord

PHYSICIAN = LearnerRecord(
    license_number="MD 0012345", npi="1234567893", birth_month=9, birth_day=27, email="amara@example.org"
)
NURSE = LearnerRecord(email="noa@example.org")
NOBODY = LearnerRecord()


def given(month: str = "", day: str = "", email: str = "", number: str = "") -> Proof:
    return read(dict(zip(FIELDS, (month, day, email, number), strict=True)))


@pytest.mark.parametrize(
    ("record", "proof", "right"),
    [
        (PHYSICIAN, given("9", "27"), True),
        (PHYSICIAN, given(" Sep. ", "27"), True),
        (PHYSICIAN, given("9", "28"), False),
        (PHYSICIAN, given("27", "9"), False),
        (PHYSICIAN, given("9"), False),
        (PHYSICIAN, given(email="Amara@Example.org", number="md0012345"), True),
        (PHYSICIAN, given(email="amara@example.org", number="1234 567 893"), True),
        (PHYSICIAN, given("1", "1", "amara@example.org", "MD0012345"), True),
        # A number is public, and an address is known to colleagues.
        (PHYSICIAN, given(number="1234567893"), False),
        (PHYSICIAN, given(email="amara@example.org"), False),
        (PHYSICIAN, given(email="amara@example.org", number="MD0012346"), False),
        (NURSE, given(email="NOA@example.org"), True),
        (NURSE, given(email="noa@example.com"), False),
        (NURSE, given("9", "27"), False),
        (NURSE, given(), False),
        (NOBODY, given("9", "27", "noa@example.org", "1234567893"), False),
        (NOBODY, given(), False),
        (NOBODY, given("Febtober", "x"), False),
    ],
)
def test_what_proves(record: LearnerRecord, proof: Proof, right: bool) -> None:
    assert proves(record, proof) is right


def test_a_word_in_place_of_a_number_is_anybodys() -> None:
    pending = LearnerRecord(license_number="pending", birth_month=9, birth_day=27, email="a@example.org")
    assert not proves(pending, given(email="a@example.org", number="pending"))


def test_half_a_birthday_is_none() -> None:
    half = LearnerRecord(birth_month=9)
    assert not can_prove(half)
    assert not proves(half, given("9", ""))


def test_a_birthday_that_cannot_be_read_is_nobodys() -> None:
    assert given("13", "1")
    assert not proves(LearnerRecord(), given("13", "1"))


@pytest.mark.parametrize(
    ("proof", "tells"), [(given(), False), (given(number="1"), False), (given("9", "1"), True)]
)
def test_a_number_alone_is_no_proof_at_all(proof: Proof, tells: bool) -> None:
    assert bool(proof) is tells


def test_who_can_prove() -> None:
    assert can_prove(PHYSICIAN)
    assert can_prove(NURSE)
    assert not can_prove(LearnerRecord(license_number="MD1", npi="1234567893"))
