"""Rows find their records by our credit ID, by numbers, by name; never by position, and never by a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pars.errors import Code
from pars.formats.results.columns import Answer
from pars.formats.results.matching import Group, Known, Verdict, judge
from pars.formats.results.sent import Sent
from pars.record import LearnerRecord

DAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 22, tzinfo=UTC)
ACTIVITY = "201234567"
AMARA = LearnerRecord(
    profession="md", first_name="Amara", last_name="Okafor", license_state="ME", license_number="0012345",
    npi="1234567893", birth_month=9, birth_day=27, completion_date=DAY, board_id="B77",
)  # fmt: skip
BRUNO = replace(
    AMARA, first_name="Bruno", last_name="Díaz", license_number="MD9", npi="", birth_day=1, board_id=""
)


def sent(number: int, record: LearnerRecord | None = AMARA, **fields: Any) -> Sent:
    known = {
        "credit_id": f"ccid:localhost:{number}",
        "record_id": f"record {number}",
        "export_id": "file 1",
        "sent_at": MOMENT,
        "activity_id": ACTIVITY,
        "record": record,
        "stands": True,
    }
    return Sent(**(known | fields))


TWO = (sent(1), sent(2, BRUNO))
NAMED = {"first_name": "AMARA", "last_name": "okafor", "birthday": "09/27", "license_state": "ME"}


def answer(row: int = 2, status: str = "accepted", **fields: Any) -> Answer:
    return Answer(row=row, status=status, word=status.title(), **fields)


def verdicts(
    *answers: Answer,
    sent: tuple[Sent, ...] = TWO,
    known: Known | None = None,
    elsewhere: frozenset[str] = frozenset(),
) -> list[Verdict]:
    return judge(answers, sent, known or {}, elsewhere, ACTIVITY)


def found(*, sent: tuple[Sent, ...] = TWO, **fields: Any) -> tuple[Group, str | None, list[Code]]:
    """What becomes of one row alone: its group, its record, what is said of it."""
    (verdict,) = verdicts(answer(**fields), sent=sent)
    return verdict.group, verdict.record_id, [problem.code for problem in verdict.problems]


@pytest.mark.parametrize(
    "fields",
    [
        {"credit_id": "ccid:localhost:1"},
        {"credit_id": "ccid:localhost:1-2"},
        {"numbers": frozenset({"0012345"})},
        {"numbers": frozenset({"1234567893"}), "completion_date": DAY, "activity_id": ACTIVITY},
        {"board_id": "B77"},
        NAMED,
        {**NAMED, "numbers": frozenset({"0012345"})},
        {**NAMED, "credit_id": "PARS-99887"},
    ],
)
def test_each_way_to_a_record(fields: dict[str, Any]) -> None:
    assert found(**fields) == (Group.CHANGE, "record 1", [])


def test_a_name_in_one_piece_and_a_name_with_the_activity_alone() -> None:
    whole = {"name": "Okafor, Amara", "birthday": "09/27", "license_state": "ME"}
    assert found(**whole) == (Group.CHANGE, "record 1", [])
    for name in ({"name": "amara OKAFOR"}, {"first_name": "Amara", "last_name": "Okafor"}):
        by_name = [Code.ANSWER_BY_NAME]
        assert found(**name, activity_id=ACTIVITY) == (Group.CHANGE, "record 1", by_name)
        assert found(**name)[0] == Group.UNKNOWN
        assert found(**name, activity_id=ACTIVITY, birthday="09/01")[0] == Group.UNKNOWN
        assert found(**name, activity_id=ACTIVITY, sent=(sent(1), sent(2)))[0] == Group.AMBIGUOUS
    assert found(name="Bruno Díaz", credit_id="ccid:localhost:1")[0] == Group.CONTRADICTORY
    assert found(name="Dr Okafor", credit_id="ccid:localhost:1")[0] == Group.CHANGE


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"credit_id": "ccid:localhost:3", **NAMED}, Code.ANSWER_LEARNER_UNKNOWN),
        ({"credit_id": ""}, Code.ANSWER_LEARNER_UNKNOWN),
        ({**NAMED, "birthday": ""}, Code.ANSWER_LEARNER_UNKNOWN),
        ({**NAMED, "license_state": "VT"}, Code.ANSWER_LEARNER_UNKNOWN),
        ({**NAMED, "completion_date": date(2026, 11, 22)}, Code.ANSWER_LEARNER_UNKNOWN),
        ({"numbers": frozenset({"12345"})}, Code.ANSWER_LEARNER_UNKNOWN),
        ({"numbers": frozenset({"0012345"}), "license_state": "VT"}, Code.ANSWER_LEARNER_UNKNOWN),
        ({"spoiled": frozenset({"1234567893"})}, Code.ANSWER_LEARNER_UNKNOWN),
    ],
)
def test_nothing_is_guessed(fields: dict[str, Any], code: Code) -> None:
    group, record_id, codes = found(**fields)
    assert (group, record_id, codes[0]) == (Group.UNKNOWN, None, code)


def test_what_fits_two_records_is_left_to_a_person() -> None:
    twice = (sent(1), sent(2))
    assert found(**NAMED, sent=twice)[:2] == (Group.AMBIGUOUS, None)
    assert found(numbers=frozenset({"0012345"}), sent=twice)[0] == Group.AMBIGUOUS
    other_day = (sent(1), sent(2, replace(AMARA, completion_date=date(2026, 11, 30))))
    assert found(**NAMED, sent=other_day)[0] == Group.AMBIGUOUS
    assert found(**NAMED, completion_date=DAY, sent=other_day)[:2] == (Group.CHANGE, "record 1")


def test_a_license_number_without_its_zeros_is_marked_and_not_matched_by() -> None:
    assert found(**NAMED, numbers=frozenset({"12345"})) == (
        Group.CHANGE, "record 1", [Code.ANSWER_LICENSE_SPOILED],
    )  # fmt: skip
    assert found(**NAMED, spoiled=frozenset({"20260301"}))[:2] == (Group.CHANGE, "record 1")


def test_contradictions_between_a_number_and_a_name() -> None:
    assert found(**NAMED, numbers=frozenset({"ME777"}))[::2] == (
        Group.CONTRADICTORY, [Code.ANSWER_LICENSE_DIFFERS],
    )  # fmt: skip
    for way in ({"credit_id": "ccid:localhost:1"}, {"numbers": frozenset({"0012345"})}):
        assert found(**way, last_name="Diaz")[::2] == (Group.CONTRADICTORY, [Code.ANSWER_NAME_DIFFERS])
    assert found(credit_id="ccid:localhost:2", last_name="DIAZ")[0] == Group.CHANGE


def test_another_activity() -> None:
    assert found(**NAMED, activity_id="999999999")[0] == Group.OTHER_ACTIVITY
    there = verdicts(answer(credit_id="ccid:x:9"), elsewhere=frozenset({"ccid:x:9"}))
    assert there[0].group == Group.OTHER_ACTIVITY


def test_an_unknown_word_moves_nothing() -> None:
    assert found(credit_id="ccid:localhost:1", status="")[:2] == (Group.UNKNOWN, "record 1")


def test_what_was_corrected_since_is_not_moved() -> None:
    assert found(**NAMED, sent=(sent(1, stands=False),))[0] == Group.OUTDATED
    later = sent(
        1, credit_id="ccid:localhost:9", export_id="file 2", sent_at=datetime(2026, 11, 25, tzinfo=UTC)
    )
    again = (sent(1, stands=False), later)
    assert found(credit_id="ccid:localhost:1", sent=again)[0] == Group.OUTDATED
    (verdict,) = verdicts(answer(**NAMED), sent=again)
    assert (verdict.group, verdict.keys) == (Group.CHANGE, (("ccid:localhost:9", "Add"),))


def test_what_was_erased_is_no_longer_held() -> None:
    erased = (sent(1, None),)
    assert found(credit_id="ccid:localhost:1", sent=erased)[::2] == (Group.UNKNOWN, [Code.ANSWER_NOT_HELD])
    assert found(**NAMED, sent=erased)[:2] == (Group.UNKNOWN, None)


def test_a_record_of_two_rows_is_named_by_either() -> None:
    parts = (sent(1), sent(1, credit_id="ccid:localhost:1b"))
    (verdict,) = verdicts(answer(**NAMED), sent=parts)
    assert verdict.keys == (("ccid:localhost:1", "Add"), ("ccid:localhost:1b", "Add"))
    one_of_each = verdicts(
        answer(2, credit_id="ccid:localhost:1"),
        answer(3, "rejected", credit_id="ccid:localhost:1b"),
        sent=parts,
    )
    assert [one.group for one in one_of_each] == [Group.CHANGE, Group.CHANGE]


def test_rows_that_disagree_change_nothing() -> None:
    seen = verdicts(answer(2, credit_id="ccid:localhost:1"), answer(3, "rejected", **NAMED))
    assert {one.group for one in seen} == {Group.CONTRADICTORY}
    assert {one.problems[0].code for one in seen} == {Code.ANSWER_CONTRADICTS}


def test_what_is_known_already_and_what_would_overturn_it() -> None:
    row = answer(2, "rejected", credit_id="ccid:localhost:1", reason="No match.")
    same = {("ccid:localhost:1", "Add"): ("rejected", "No match.")}
    assert verdicts(row, known=same)[0].group == Group.KNOWN
    assert verdicts(replace(row, reason="Other."), known=same)[0].group == Group.CHANGE
    (verdict,) = verdicts(row, known={("ccid:localhost:1", "Add"): ("accepted", "")})
    assert (verdict.group, verdict.before) == (Group.CONTRADICTORY, ("accepted", ""))


def test_several_reasons_are_kept_together_in_any_order() -> None:
    rows = [
        answer(n, "rejected", credit_id="ccid:localhost:1", reason=reason) for n, reason in enumerate("cab")
    ]
    reasons = {tuple(one.reason for one in verdicts(*order)) for order in permutations(rows)}
    assert reasons == {("a; b; c",) * 3}


ROWS = st.builds(
    Answer,
    row=st.integers(1, 99),
    credit_id=st.sampled_from(["", "", "ccid:localhost:1", "ccid:localhost:2", "ccid:localhost:3", "P1"]),
    activity_id=st.sampled_from(["", ACTIVITY, "9"]),
    action=st.sampled_from(["", "Add", "Delete", None]),
    status=st.sampled_from(["accepted", "rejected", ""]),
    reason=st.sampled_from(["", "No match.", "Twice."]),
    last_name=st.sampled_from(["", "Okafor", "Diaz"]),
    first_name=st.sampled_from(["", "Amara", "Bruno"]),
    birthday=st.sampled_from(["", "09/27", "09/01"]),
    license_state=st.sampled_from(["", "ME", "VT"]),
    numbers=st.sets(st.sampled_from(["0012345", "12345", "MD9", "1234567893"]), max_size=2).map(frozenset),
    completion_date=st.sampled_from([None, DAY, date(2026, 11, 30)]),
)


MIXED = (sent(1, stands=False), sent(2, BRUNO), sent(1, action="Delete", export_id="file 2"))


@pytest.mark.parametrize("there", [TWO, MIXED])
@settings(max_examples=500, deadline=None, derandomize=True)
@given(
    rows=st.lists(ROWS, max_size=6, unique_by=lambda row: row.row), chance=st.randoms(use_true_random=False)
)
def test_the_order_of_rows_makes_no_difference(
    there: tuple[Sent, ...], rows: list[Answer], chance: Any
) -> None:
    shuffled = rows[:]
    chance.shuffle(shuffled)
    one, other = verdicts(*rows, sent=there), verdicts(*shuffled, sent=there)
    assert sorted(one, key=lambda seen: seen.answer.row) == sorted(other, key=lambda seen: seen.answer.row)


@pytest.mark.parametrize("answered", [{}, {("ccid:localhost:1", "Add"): ("accepted", "")}])
@pytest.mark.parametrize("there", [TWO, MIXED])
@settings(max_examples=500, deadline=None, derandomize=True)
@given(rows=st.lists(ROWS, max_size=6, unique_by=lambda row: row.row))
def test_once_taken_everything_is_known(
    answered: dict[Any, tuple[str, str]], there: tuple[Sent, ...], rows: list[Answer]
) -> None:
    """What applying keeps makes the same rows known: a second time there is no change."""
    kept = answered | {
        key: (seen.answer.status, seen.reason)
        for seen in verdicts(*rows, sent=there, known=answered)
        if seen.group is Group.CHANGE
        for key in seen.keys
    }
    assert all(seen.group is not Group.CHANGE for seen in verdicts(*rows, sent=there, known=kept))
