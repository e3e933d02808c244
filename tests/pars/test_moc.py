"""What a board is told: types, points, rows, and what it is known to refuse."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pars import moc
from pars.errors import Code, Level
from pars.record import Activity, BoardCredit, LearnerRecord
from pars.rules import check, check_batch
from pars.vocabulary import BOARDS, rows
from tests.pars.made import POLICY, TODAY, activity, enduring, record

PATIENT_SAFETY = ("ABA", "Patient Safety", "1")
LIFELONG = ("ABA", "MOCA lifelong learning", "2")
SURGERY = (("ABS", "Accredited CME", "6"), ("ABS", "Self-Assessment (CME with evaluation and feedback)", "2"))
MEDICINE = (("ABIM", "Medical Knowledge", "6"), ("ABIM", "Practice Assessment", "6"))


def registered(*types: tuple[str, str, str], **changes: object) -> Activity:
    boards = tuple(BoardCredit(board=b, credit_type=t, points_max=Decimal(p)) for b, t, p in types)
    return activity(boards=boards, **changes)


def claimed(number: str, board: str, **changes: str) -> LearnerRecord:
    """A physician's record for an activity that is registered with every board."""
    anywhere = registered(*((acronym, "Any", "1") for acronym in [*BOARDS, "ABNS"]))
    return record(anywhere, credits=number, board=board, **changes)


def told(given: Activity, who: LearnerRecord) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (report.part, [(kind, str(points)) for kind, points in report.credits])
        for report in moc.reports(who, given)
    ]


def codes(given: Activity, who: LearnerRecord) -> dict[str, Level]:
    return {problem.code.value: problem.level for problem in check(who, given, POLICY, TODAY)}


def test_a_surgeon_without_board_id_has_both_types_in_one_row() -> None:
    surgeon = claimed("6", "ABS")
    assert told(registered(*SURGERY), surgeon) == [
        ("", [("Accredited CME", "6"), ("Self-Assessment (CME with evaluation and feedback)", "2")])
    ]
    assert moc.reports(surgeon, registered(*SURGERY))[0].total == 8
    assert codes(registered(*SURGERY), surgeon) == {}


def test_who_names_no_board_has_one_row_that_tells_none() -> None:
    assert moc.reports(claimed("6", ""), registered(*SURGERY)) == ()
    assert moc.parts(claimed("6", ""), registered(*SURGERY)) == ("",)


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ((LIFELONG, PATIENT_SAFETY), [("", "MOCA lifelong learning"), ("patient safety", "Patient Safety")]),
        ((PATIENT_SAFETY, LIFELONG), [("", "MOCA lifelong learning"), ("patient safety", "Patient Safety")]),
        ((PATIENT_SAFETY,), [("", "Patient Safety")]),
        ((LIFELONG,), [("", "MOCA lifelong learning")]),
    ],
)
def test_aba_wants_patient_safety_apart(
    types: Sequence[tuple[str, str, str]], expected: list[tuple[str, str]]
) -> None:
    found = told(registered(*types), claimed("2", "ABA", board_id="1"))
    assert [(part, kind) for part, [(kind, _)] in found] == expected


def test_abim_takes_no_more_points_than_credits_of_all_types_together() -> None:
    halves = (("ABIM", "Medical Knowledge", "1"), ("ABIM", "Practice Assessment", "1"))
    assert told(registered(*halves), claimed("1.25", "ABIM")) == [
        ("", [("Medical Knowledge", "1"), ("Practice Assessment", "0.25")])
    ]
    assert told(registered(*MEDICINE), claimed("6", "ABIM")) == [("", [("Medical Knowledge", "6")])]


def test_abs_takes_no_completion_before_march_2021() -> None:
    early = enduring(boards=registered(*SURGERY).boards)
    early = replace(early, starts_on=date(2021, 1, 1))
    before = replace(claimed("6", "ABS"), completion_date=date(2021, 2, 28))
    assert moc.reports(before, early) == ()
    assert codes(early, before)["board_not_yet"] is Level.WARNING
    assert moc.reports(replace(before, completion_date=date(2021, 3, 1)), early)


def test_abpath_took_self_assessment_until_the_end_of_2020() -> None:
    both = (("ABPath", "Self-Assessment", "1"), ("ABPath", "Lifelong Learning", "2"))
    given = registered(*both, starts_on=date(2020, 12, 31), ends_on=date(2021, 1, 1))
    last = replace(claimed("2", "ABPath", board_id="7"), completion_date=date(2020, 12, 31))
    late = replace(last, completion_date=date(2021, 1, 1))
    assert [kind for kind, _ in told(given, last)[0][1]] == ["Self-Assessment", "Lifelong Learning"]
    assert [kind for kind, _ in told(given, late)[0][1]] == ["Lifelong Learning"]
    assert "board_no_longer" not in codes(given, last)
    assert codes(given, late)["board_no_longer"] is Level.WARNING


def test_more_than_twelve_abs_credits_in_a_day_are_noticed_and_kept() -> None:
    long = registered(("ABS", "Accredited CME", "12.25"), credits_max=Decimal(20))
    much = replace(claimed("6", "ABS"), credits=Decimal("12.25"))
    assert codes(long, much) == {"board_day_most": Level.NOTICE}
    assert codes(long, replace(much, credits=Decimal(12))) == {}


@pytest.mark.parametrize(("board", "codes_wanted"), [("ABA", True), ("ABP", True), ("ABIM", False)])
def test_once_per_activity_and_completion_date(board: str, codes_wanted: bool) -> None:
    given = registered((board, "Any", "6"))
    first = claimed("6", board, board_id="A1")
    again = replace(claimed("6", board, board_id="a-1"), first_name="Other", last_name="Name")
    again = replace(again, license_number="MD99", npi="")
    found = check_batch({"1": first, "2": again}, given)
    for problems in found.values():
        assert Code.SAME_PERSON_TWICE in {problem.code for problem in problems}
        assert (Code.BOARD_ONCE in {problem.code for problem in problems}) is codes_wanted
    elsewhere = check_batch({"1": first, "2": replace(again, board="", board_id="")}, given)
    assert elsewhere == {"1": [], "2": []}


def test_a_board_that_is_not_on_the_list_is_told_what_the_activity_registers() -> None:
    given = registered(("ABNS", "Continuing", "3"))
    assert told(given, claimed("2.5", "ABNS", board_id="9")) == [("", [("Continuing", "2.5")])]
    assert codes(given, claimed("2.5", "ABNS", board_id="9")) == {}


quarters = st.integers(1, 80).map(lambda number: Decimal(number) / 4)
every_type = [(name, kind) for name, board in BOARDS.items() for kind in board.credit_types or ("Any",)]


@given(
    st.lists(st.tuples(st.sampled_from(every_type), quarters), unique_by=lambda one: one[0]),
    st.sampled_from(list(BOARDS)),
    quarters,
    st.dates(date(2020, 1, 1), date(2026, 11, 23)),
)
def test_totals_add_up_whatever_is_registered(
    types: list[tuple[tuple[str, str], Decimal]], board: str, number: Decimal, day: date
) -> None:
    given = registered(*((name, kind, str(points)) for (name, kind), points in types))
    who = replace(claimed("6", board), credits=number, completion_date=day)
    reports = moc.reports(who, given)
    most = {kind: points for (name, kind), points in types if name == board}
    for report in reports:
        assert report.total == sum(points for _, points in report.credits) > 0
        assert all(0 < points <= min(number, most[kind]) for kind, points in report.credits)
        if board == "ABIM":
            assert report.total <= number
    kinds = [kind for report in reports for kind, _ in report.credits]
    assert len(kinds) == len(set(kinds))
    assert len({report.part for report in reports}) == len(reports)
    assert [report.part for report in reports[:1]] in ([], [""])


def test_what_keeps_credit_from_a_board_is_known_for_sure() -> None:
    """Left out, refused or cut down is only what the board or the ACCME says itself."""
    strict = {"completed_since", "completed_until", "points_within_credits", "own_record"}
    facts = list(rows("board_rules"))
    assert {row["confidence"] for row in facts if row["rule"] in strict} == {"H"}
    assert {row["board"] for row in facts} <= set(BOARDS)
    assert all(row["source"] and date.fromisoformat(row["date"]) for row in facts)
