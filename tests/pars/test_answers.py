"""What is asked of whom, what is kept of it, and what a coordinator may correct."""

import pytest

from pars.answers import amend, asked, read, recall, spoken
from pars.record import NO_US_LICENSE, LearnerRecord, Policy
from tests.pars.made import ABIM, ABS, ANSWERS, POLICY, activity, answered, codes, enduring, messages, record

EVERYBODY = {"profession", "first_name", "last_name", "credits", "email", "attest"}
PHYSICIANS = EVERYBODY | {"license_state", "license_number", "npi", "birth_month", "birth_day", "consent"}
FOR_PARS_ONLY = {"license_state", "license_number", "npi", "birth_month", "birth_day", "board", "board_id"}


@pytest.mark.parametrize("profession", ["md", "do", "resident"])
def test_physicians_are_asked_everything(profession: str) -> None:
    assert asked(profession, activity(), POLICY) == PHYSICIANS
    assert asked(profession, activity(boards=(ABS,)), POLICY) == PHYSICIANS | {"board", "board_id"}


@pytest.mark.parametrize("profession", ["pa", "np", "pharmacist", "other", ""])
def test_others_are_asked_what_a_receipt_needs(profession: str) -> None:
    assert asked(profession, activity(boards=(ABS,)), POLICY) == EVERYBODY
    assert asked(profession, enduring(), POLICY) == EVERYBODY | {"completion_date"}
    assert asked(profession, activity(email="off"), POLICY) == EVERYBODY - {"email"}


def test_physician_assistants_are_asked_by_setting() -> None:
    assert asked("pa", activity(), Policy(report_physician_assistants=True)) == PHYSICIANS


def test_a_nurse_answers_few_questions_and_no_more_is_kept() -> None:
    kept = record(profession="np", npi="1234567893")
    assert codes(profession="np", license_state="", birth_month="13", consent="") == []
    assert all(not value for name, value in spoken(kept).items() if name in FOR_PARS_ONLY)
    assert kept.consent is None


def test_without_consent_no_identifier_is_required_or_kept() -> None:
    given = activity(boards=(ABS,))
    assert codes(given, consent="no", license_state="", birth_month="", npi="12", board="ABS") == []
    kept = record(given, consent="no", npi="1234567893", board="ABS")
    assert kept.consent is False
    assert all(not value for name, value in spoken(kept).items() if name in FOR_PARS_ONLY)


def test_a_physician_without_us_license_is_not_asked_for_a_birthday() -> None:
    assert codes(license_state="none", license_number="", birth_month="", birth_day="") == []
    assert record(license_state="None").license_state == NO_US_LICENSE


def test_everything_missing_is_said_at_once() -> None:
    reading = read({"profession": "md"}, enduring(), POLICY)
    assert reading.problems == ()
    nothing = dict.fromkeys(ANSWERS, "")
    assert codes(**nothing) == [
        "profession_missing",
        "first_name_missing",
        "last_name_missing",
        "attest_missing",
        "credits_missing",
        "email_missing",
    ]
    assert messages(**nothing | {"profession": "do"}) == [
        "Enter your first name",
        "Enter your last name",
        "Confirm that you took part and that the credits match your time",
        "Enter how many credits you are claiming",
        "Enter your email address",
        "Choose whether we may send this record",
        "Choose the state that issued your license",
        "Enter your birth month and day",
        "Without a license number or an NPI, your board may not find you. Add one if you can.",
    ]


def test_a_profession_left_out_hides_nothing_else() -> None:
    """Who answers what physicians are asked learns at once what is wrong with it; a nurse is asked nothing more."""
    given = {"profession": "", "birth_month": "13", "npi": "12"}
    assert set(codes(**given)) == {"profession_missing", "birthday_invalid", "npi_digits"}
    left_out = {"profession": "", "license_state": "", "birth_month": "", "birth_day": "", "consent": ""}
    assert "consent_missing" in codes(**left_out)
    nothing = left_out | {"license_number": "", "npi": ""}
    assert messages(**nothing) == ["Choose your profession"]


@pytest.mark.parametrize("typed", ["nurse", "MD PhD", "\ud800"])
def test_an_unknown_profession_is_not_guessed(typed: str) -> None:
    assert messages(profession=typed) == ["Choose your profession"]


@pytest.mark.parametrize("typed", ["maybe", "", "Ja"])
def test_consent_is_yes_or_no(typed: str) -> None:
    assert codes(consent=typed) == ["consent_missing"]


@pytest.mark.parametrize(
    "typed", ["noa", "noa@", "@example.org", "a b@example.org", "noa@example.org\x00", "\ud800@x.org"]
)
def test_an_email_address_is_refused(typed: str) -> None:
    assert codes(email=typed) == ["email_invalid"]


@pytest.mark.parametrize("typed", ["noa@example.org", "noa+cme@example.org", "  noa@EXAMPLE.org "])
def test_an_email_address_is_taken(typed: str) -> None:
    assert codes(email=typed) == []


def test_the_activity_says_whether_an_email_address_is_needed() -> None:
    assert codes(activity(email="optional"), email="") == []
    assert record(activity(email="off")).email == ""


def test_boards() -> None:
    given = activity(boards=(ABIM, ABS))
    assert codes(given, board="abim", board_id="123456") == []
    assert record(given, board="abim").board == "ABIM"
    assert codes(given, board="ABIM") == ["board_id_missing"]
    assert codes(given, board="ABS") == []
    assert codes(given, board="ABP") == ["board_unknown"]
    assert codes(given, board_id="123456") == ["board_missing"]
    assert codes(given, board="ABS", board_id="=1") == ["board_id_invalid"]
    assert record(activity(), board="ABIM").board == ""


def test_a_field_is_not_blamed_twice() -> None:
    assert codes(npi="12", first_name="Sm1th", credits="x", email="x", license_state="ZZ") == [
        "name_character",
        "license_state_unknown",
        "npi_digits",
        "credits_not_number",
        "email_invalid",
    ]


def test_a_record_is_spoken_in_the_words_of_the_form() -> None:
    kept = record(credits="less", credits_less="0.50")
    assert spoken(kept) == ANSWERS | {
        "credits": "0.5",
        "completion_date": "2026-11-23",
        "board": "",
        "board_id": "",
    }
    assert read(spoken(kept), activity(), POLICY).record == kept


def test_a_record_is_recalled_whatever_its_activity_has_become() -> None:
    for kept in (record(), record(consent="no"), record(profession="np"), LearnerRecord()):
        assert recall(spoken(kept)) == kept


def test_a_correction_changes_what_it_names() -> None:
    reading = amend(record(), {"first_name": "Noah", "npi": "1234 567 893"}, activity(), POLICY)
    assert reading.problems == ()
    assert spoken(reading.record) == spoken(record()) | {"first_name": "Noah", "npi": "1234567893"}


def test_a_correction_that_cannot_be_read_is_a_problem() -> None:
    (problem,) = amend(record(), {"npi": "12"}, activity(), POLICY).problems
    assert problem.advice == "The NPI is not 10 digits. Correct it, or leave it empty."


@pytest.mark.parametrize("consent", ["no", ""])
def test_only_the_learner_gives_consent(consent: str) -> None:
    before = record(consent=consent)
    reading = amend(before, {"consent": "yes"}, activity(), POLICY)
    assert [problem.code.value for problem in reading.problems] == ["consent_not_given"]
    assert reading.record.consent is before.consent


def test_only_the_learner_attests() -> None:
    reading = amend(record(attest=""), {"attest": "y"}, activity(), POLICY)
    assert [problem.field for problem in reading.problems] == ["attest"]
    assert reading.record.attest is False


def test_consent_said_again_is_no_problem() -> None:
    assert amend(record(), {"consent": "yes", "attest": "y"}, activity(), POLICY).problems == ()


def test_consent_is_taken_back_with_all_that_only_pars_needs() -> None:
    reading = amend(record(), {"consent": "no"}, activity(), POLICY)
    assert reading.problems == ()
    assert reading.record == record(consent="no")


def test_the_reading_keeps_going_past_what_it_cannot_read() -> None:
    reading, _ = answered(npi="12", credits="x")
    assert (reading.record.npi, reading.record.credits, reading.record.last_name) == ("", None, "Williams")
