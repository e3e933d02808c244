"""What each column of a PARS file holds for a row."""

from decimal import Decimal

import pytest

from pars.formats.columns import COLUMNS, Row, columns_for
from tests.pars.formats.samples import activity, row


def cells(of: Row) -> dict[str, object]:
    return {column.key: column.value(of) for column in columns_for([of])}


def test_headings_are_the_acmes_own_and_in_order() -> None:
    headings = [column.heading for column in COLUMNS]
    assert headings[:3] == ["Record Action", "ACCME Activity ID", "Completion Date"]
    assert headings[5:8] == ["Date of Birth", "Licensing State", "Licensing ID or NPI"]
    assert headings[12] == "Credit Type "
    assert len(headings) == 14


def test_a_learner_without_a_board() -> None:
    assert cells(row(board="", board_id="77")) == {
        "action": "Add",
        "accme_activity_id": "012345678",
        "completion_date": row().record.completion_date,
        "first_name": "Ada",
        "last_name": "Example",
        "birthday": "09/10",
        "license_state": "Maine",
        "license_number": "0012345",
        "credits": Decimal("1.25"),
        "board": None,
        "board_id": None,
        "points_total": None,
        "credit_type": None,
        "points": None,
    }


def test_each_credit_type_of_the_board_gets_its_points() -> None:
    found = cells(row(board="ABIM", board_id="0077"))
    assert (found["board"], found["board_id"], found["points_total"]) == ("ABIM", "0077", Decimal("1.25"))
    assert (found["credit_type"], found["points"]) == ("Medical Knowledge", Decimal(1))
    assert (found["credit_type_2"], found["points_2"]) == ("Practice Assessment", Decimal("0.25"))


def test_points_are_at_most_the_credits_claimed() -> None:
    assert cells(row(board="ABIM", credits=Decimal("0.25")))["points"] == Decimal("0.25")


def test_a_board_that_the_activity_does_not_register_is_left_out() -> None:
    surgery = activity([("ABS", "Accredited CME", "6")])
    assert cells(row(surgery, board="ABIM", board_id="77"))["board"] is None


@pytest.mark.parametrize(
    ("answers", "printed"),
    [
        ({"license_number": "0012345", "npi": "1234567893"}, "0012345"),
        ({"license_number": "", "npi": "1234567893"}, "1234567893"),
        ({"license_number": "", "npi": "1234567890"}, ""),
    ],
)
def test_the_license_number_goes_before_the_npi(answers: dict[str, str], printed: str) -> None:
    assert cells(row(**answers))["license_number"] == printed


def test_what_was_not_answered_is_empty() -> None:
    found = cells(row(birth_month=None, birth_day=None, license_state="", credits=None, board="ABIM"))
    assert [found[key] for key in ("birthday", "license_state", "credits", "board")] == [None] * 4
