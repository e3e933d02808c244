"""Every identifier: its samples, valid and not, and junk for all of them, found by themselves."""

import pkgutil
from importlib import import_module
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pars.identifiers
from pars.errors import Code, Invalid
from pars.identifiers import activity_id, birthday, board_id, license, npi, provider_id

MODULES = [
    import_module(f"pars.identifiers.{found.name}")
    for found in pkgutil.iter_modules(pars.identifiers.__path__)
]
JUNK = [
    "",
    " ",
    "\x00",
    "\n",
    "\u200b",
    "\ud800",
    "😀",
    "=1+1",
    "@x",
    "½" * 50,
    "９" * 10,
    "-" * 10,
    "x" * 10_000,
]

every_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.split(".")[-1])


def test_all_modules_are_found() -> None:
    assert {activity_id, birthday, board_id, license, npi, provider_id} == set(MODULES)


@every_module
def test_junk_is_never_valid(module: ModuleType) -> None:
    assert [text for text in JUNK if module.is_valid(text)] == []


@every_module
@given(text=st.text())
def test_any_text_is_taken_or_refused_and_never_crashes(module: ModuleType, text: str) -> None:
    module.compact(text)
    module.format(text)
    if not module.is_valid(text):
        with pytest.raises(Invalid):
            module.validate(text)
        return
    kept = module.validate(text)
    assert module.validate(kept) == kept
    assert module.compact(kept) == module.compact(text)
    assert module.is_valid(module.format(kept))


VALID = [
    (npi, "1234567893", "1234567893"),
    (npi, "1993999998", "1993999998"),
    (npi, "1003000126", "1003000126"),
    (npi, " 1234 567 893\n", "1234567893"),
    (npi, "123-456-7893", "1234567893"),
    (license, " a-12345 ", "a-12345"),
    (license, "0012345", "0012345"),
    (license, "MD600003480", "MD600003480"),
    (license, "35.254582", "35.254582"),
    (license, "12\u201134", "12-34"),
    (license, "9" * 40, "9" * 40),
    (birthday, "09/27", "09/27"),
    (birthday, "9 27", "09/27"),
    (birthday, "Sept. 7", "09/07"),
    (birthday, "02/29", "02/29"),
    (activity_id, "001 234 567", "001234567"),
    (provider_id, "0001234", "0001234"),
    (board_id, " 12-3456 ", "12-3456"),
    (board_id, "ab123", "ab123"),
]

INVALID = [
    (npi, "1234567890", Code.NPI_CHECK_DIGIT),
    (npi, "0000000000", Code.NPI_CHECK_DIGIT),
    (npi, "3234567897", Code.NPI_CHECK_DIGIT),
    (npi, "123456789", Code.NPI_DIGITS),
    (npi, "12345678931", Code.NPI_DIGITS),
    (npi, "１２３４５６７８９３", Code.NPI_DIGITS),
    (npi, "١٢٣٤٥٦٧٨٩٣", Code.NPI_DIGITS),
    (license, "9" * 41, Code.LICENSE_TOO_LONG),
    (license, "=1+1", Code.LICENSE_FORMULA),
    (license, "MD１２", Code.LICENSE_CHARACTER),
    (birthday, "02/30", Code.BIRTHDAY_INVALID),
    (birthday, "13/01", Code.BIRTHDAY_INVALID),
    (birthday, "04/31", Code.BIRTHDAY_INVALID),
    (birthday, "9", Code.BIRTHDAY_INVALID),
    (birthday, "9/27/1980", Code.BIRTHDAY_INVALID),
    (birthday, "se 9", Code.BIRTHDAY_INVALID),
    (activity_id, "12345678", Code.ACTIVITY_ID_DIGITS),
    (provider_id, "12345678", Code.PROVIDER_ID_DIGITS),
    (provider_id, "１２３４５６７", Code.PROVIDER_ID_DIGITS),
    (board_id, "-123", Code.BOARD_ID_INVALID),
    (board_id, "9" * 21, Code.BOARD_ID_INVALID),
]


@pytest.mark.parametrize(("module", "text", "kept"), VALID)
def test_valid(module: ModuleType, text: str, kept: str) -> None:
    assert module.is_valid(text)
    assert module.validate(text) == kept


@pytest.mark.parametrize(("module", "text", "code"), INVALID)
def test_invalid(module: ModuleType, text: str, code: Code) -> None:
    assert not module.is_valid(text)
    with pytest.raises(Invalid) as refused:
        module.validate(text)
    assert refused.value.code is code


@pytest.mark.parametrize("text", ["A.12345", "A 12345", "a-12345", " a12345", "A\u201112345"])
def test_license_numbers_are_compared_by_letters_and_digits(text: str) -> None:
    assert license.compact(text) == "A12345"


@pytest.mark.parametrize("text", ["0012345", "1E5", "MD-1", "12345/67890"])
def test_usable_license_numbers(text: str) -> None:
    assert license.is_usable(text)


@pytest.mark.parametrize("text", ["N/A", "none", "pending", "see wallet", "0000000", "12345;67890", ""])
def test_words_and_zeros_are_no_license_number(text: str) -> None:
    assert not license.is_usable(text)


@pytest.mark.parametrize(
    ("state", "text"), [("FL", "ME136891"), ("VA", "0101244988"), ("PA", "MD424020"), ("DC", "MD600003480")]
)
def test_real_license_numbers_are_usual(state: str, text: str) -> None:
    assert license.is_usual(text, state)
    assert not license.is_usual("X", state)


def test_where_no_shape_is_known_every_license_number_is_usual() -> None:
    assert license.is_usual("anything", "GU")


def test_an_npi_is_read_out_in_groups() -> None:
    assert npi.format("1234567893") == "1234 567 893"
