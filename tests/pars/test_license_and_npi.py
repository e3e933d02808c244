"""License numbers, NPIs and states as people type them."""

import pytest

from pars.rules import reported_identifier
from tests.pars.made import answered, codes, messages, record

VALID_NPI, WRONG_NPI = "1234567893", "1234567890"


@pytest.mark.parametrize("typed", ["0012345", "1E5", "12345E10", "a-12345", "A.12345", "A 12345", "MD12345"])
def test_a_license_number_is_kept_as_typed(typed: str) -> None:
    assert codes(license_number=f" {typed}\n") == []
    assert record(license_number=f" {typed}\n").license_number == typed
    assert reported_identifier(record(license_number=typed)) == typed


REFUSED = [
    ("=1+1", "License number must not start with ="),
    ("+12345", "License number must not start with +"),
    ("-12345", "License number must not start with -"),
    ("\u201112345", "License number must not start with -"),
    ("@x", "License number must not start with @"),
    ("9" * 41, "License number must be 40 characters or less"),
    ("MD１２", "License number must not contain １"),
    ("MD\x0012", "License number must not contain U+0000"),
]


@pytest.mark.parametrize(("typed", "words"), REFUSED)
def test_a_license_number_is_refused(typed: str, words: str) -> None:
    reading, problems = answered(license_number=typed, npi=VALID_NPI)
    assert [problem.message for problem in problems] == [words]
    assert reading.record.license_number == ""


@pytest.mark.parametrize("typed", ["N/A", "none", "pending", "see wallet", "0000000", "12345;67890"])
def test_an_odd_license_number_is_noticed_and_the_npi_reported(typed: str) -> None:
    assert codes(license_number=typed, npi=VALID_NPI) == ["license_odd"]
    assert reported_identifier(record(license_number=typed, npi=VALID_NPI)) == VALID_NPI


@pytest.mark.parametrize("npi", ["", WRONG_NPI])
def test_an_odd_license_number_without_a_valid_npi_is_held_back(npi: str) -> None:
    _, problems = answered(license_number="N/A", npi=npi)
    assert ("no_identifier", "warning") in [(problem.code.value, problem.level.value) for problem in problems]
    assert reported_identifier(record(license_number="N/A", npi=npi)) == ""


@pytest.mark.parametrize("typed", [VALID_NPI, "1234 567 893", "123-456-7893", f"{VALID_NPI}\n"])
def test_an_npi_is_kept_as_ten_digits(typed: str) -> None:
    assert record(npi=typed).npi == VALID_NPI
    assert codes(npi=typed) == []


@pytest.mark.parametrize(
    "typed", ["123456789", "12345678931", "１２３４５６７８９３", "١٢٣٤٥٦٧٨٩٣", "MD12345", "-"]
)
def test_an_npi_that_is_not_ten_digits_is_refused(typed: str) -> None:
    assert messages(npi=typed) == ["NPI must be 10 digits"]


@pytest.mark.parametrize("typed", [WRONG_NPI, "0000000000"])
def test_a_wrong_check_digit_never_stops_and_is_never_reported(typed: str) -> None:
    assert codes(npi=typed) == ["npi_check_digit"]
    assert codes(npi=typed, license_number="") == ["no_identifier", "npi_check_digit"]
    kept = record(npi=typed, license_number="")
    assert kept.npi == typed
    assert reported_identifier(kept) == ""


def test_the_license_number_is_reported_before_the_npi() -> None:
    assert reported_identifier(record(npi=VALID_NPI)) == "MD12345"
    assert reported_identifier(record(npi=VALID_NPI, license_number="")) == VALID_NPI


def test_an_npi_typed_as_license_number_is_noticed() -> None:
    assert codes(license_number=VALID_NPI, license_state="FL") == ["license_is_npi"]


def test_a_license_number_typed_as_npi_is_noticed() -> None:
    found = codes(npi="0101244988", license_number="", license_state="VA")
    assert found == ["no_identifier", "npi_check_digit", "npi_is_license"]
    assert "npi_is_license" not in codes(npi="0101244988", license_number="", license_state="FL")
    assert "npi_is_license" not in codes(npi="0101244988", license_number="0101244988", license_state="VA")


def test_an_unusual_license_number_is_noticed_where_the_usual_is_known() -> None:
    assert messages(license_number="X1", license_state="VA") == [
        "License numbers of Virginia usually look different. Is it typed as your license shows it?"
    ]
    assert codes(license_number="X1", license_state="GU") == []


STATES = [("tx", "TX"), ("TX", "TX"), ("Texas", "TX"), (" puerto  rico ", "PR"), ("GU", "GU"), ("VI", "VI")]


@pytest.mark.parametrize(("typed", "kept"), STATES)
def test_a_state_is_read(typed: str, kept: str) -> None:
    assert record(license_state=typed).license_state == kept


@pytest.mark.parametrize("typed", ["ZZ", "Tex", "Canada", "\u200bZ", "\ud800"])
def test_an_unknown_state_is_refused(typed: str) -> None:
    assert messages(license_state=typed) == ["Choose a US state or territory from the list"]


def test_a_state_is_needed() -> None:
    assert messages(license_state="") == ["Choose the state that issued your license"]


def test_no_identifier_at_all_stops_nobody() -> None:
    _, problems = answered(license_number="", npi="")
    assert [(problem.code.value, problem.level.value) for problem in problems] == [
        ("no_identifier", "warning")
    ]


def test_a_resident_without_identifier_is_held_back() -> None:
    assert codes(profession="resident") == []
    assert codes(profession="resident", license_number="", npi=VALID_NPI) == []
    assert codes(profession="resident", license_number="") == ["resident_unidentified"]
