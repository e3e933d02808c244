"""An answer to a Delete row finds that row, and where it may be the answer to the Add, nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pars.errors import Code
from pars.formats.results.columns import read_answers
from pars.formats.results.matching import Group, Known, Verdict, judge
from pars.formats.results.reading import read_results
from pars.formats.results.sent import Sent
from tests.pars.formats.results_samples import as_text
from tests.pars.formats.test_results_matching import ACTIVITY, AMARA, BRUNO, MOMENT, answer, sent

ONE = "ccid:localhost:1"
ADDED, DELETED = (ONE, "Add"), (ONE, "Delete")
LATER = {"export_id": "file 2", "sent_at": MOMENT + timedelta(days=1)}
WITHDRAWN = (sent(1, stands=False), sent(2, BRUNO), sent(1, action="Delete", **LATER))
"""Amara was added, then deleted; Bruno was added."""
CORRECTED = (*WITHDRAWN, sent(1, replace(AMARA, npi=""), credit_id="ccid:localhost:9", **LATER))
"""The same, and the file that deleted Amara added her anew."""
ACCEPTED: Known = {ADDED: ("accepted", "")}
BY_NUMBER = {"numbers": frozenset({"0012345"})}


def verdict(there: tuple[Sent, ...], known: Known | None = None, **fields: Any) -> Verdict:
    (found,) = judge([answer(**fields)], there, known or {}, frozenset(), ACTIVITY)
    return found


def codes(found: Verdict) -> list[Code]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    "way", [{"credit_id": ONE}, {"credit_id": f"{ONE}-2"}, BY_NUMBER, {"board_id": "B77"}]
)
@pytest.mark.parametrize("status", ["accepted", "rejected"])
@pytest.mark.parametrize("there", [WITHDRAWN, CORRECTED])
def test_a_row_that_names_delete_is_about_the_delete(
    there: tuple[Sent, ...], status: str, way: dict[str, Any]
) -> None:
    found = verdict(there, action="Delete", status=status, **way)
    assert (found.group, found.record_id, found.keys) == (Group.CHANGE, "record 1", (DELETED,))
    assert codes(found) == []


def test_a_row_that_names_add_is_never_about_the_delete() -> None:
    assert codes(verdict(WITHDRAWN, ACCEPTED, action="Add", credit_id=ONE)) == [Code.ANSWER_OUTDATED]
    again = verdict(CORRECTED, ACCEPTED, action="Add", **BY_NUMBER)
    assert (again.group, again.keys) == (Group.CHANGE, (("ccid:localhost:9", "Add"),))


@pytest.mark.parametrize("way", [{"credit_id": ONE}, BY_NUMBER])
@pytest.mark.parametrize(
    ("said", "row"),
    [
        (("accepted", ""), {"status": "rejected", "reason": "Not found."}),
        (("accepted", ""), {"status": "accepted", "reason": "Record deleted."}),
        (("rejected", "No match."), {"status": "accepted"}),
        (("rejected", "No match."), {"status": "rejected", "reason": "Nothing to delete."}),
    ],
)
def test_a_row_without_action_counts_for_the_delete_where_the_add_was_answered_otherwise(
    said: tuple[str, str], row: dict[str, str], way: dict[str, Any]
) -> None:
    found = verdict(WITHDRAWN, {ADDED: said}, **row, **way)
    assert (found.group, found.keys, codes(found)) == (Group.CHANGE, (DELETED,), [Code.ANSWER_FOR_DELETION])


@pytest.mark.parametrize("way", [{"credit_id": ONE}, BY_NUMBER])
@pytest.mark.parametrize("known", [{}, {ADDED: ("accepted", "")}, {ADDED: ("accepted", "Late; By mail")}])
def test_a_row_without_action_that_may_be_the_old_answer_again_is_left_to_a_person(
    known: Known, way: dict[str, Any]
) -> None:
    doubtful = verdict(WITHDRAWN, known, **way)
    assert (doubtful.group, doubtful.keys) == (Group.AMBIGUOUS, (DELETED,))
    assert codes(doubtful) == [Code.ANSWER_ADD_OR_DELETE]


def test_a_row_without_action_about_a_correction_is_about_what_it_added() -> None:
    assert verdict(CORRECTED, ACCEPTED, **BY_NUMBER).keys == (("ccid:localhost:9", "Add"),)
    assert verdict(CORRECTED, ACCEPTED, credit_id=ONE, status="rejected").keys == (DELETED,)


def test_a_delete_that_was_not_sent_has_no_answer() -> None:
    for way in ({"credit_id": "ccid:localhost:2"}, {"numbers": frozenset({"MD9"})}):
        found = verdict(WITHDRAWN, action="Delete", **way)
        assert (found.group, found.keys, codes(found)) == (Group.UNKNOWN, (), [Code.ANSWER_OF_DELETION])


def test_an_answer_to_the_delete_is_heard_after_the_values_are_erased() -> None:
    erased = tuple(replace(one, record=None) for one in WITHDRAWN)
    assert verdict(erased, action="Delete", credit_id=ONE, status="rejected").group == Group.CHANGE
    assert verdict(erased, action="Add", credit_id=ONE).group == Group.UNKNOWN


def test_known_overturned_and_contradictory_as_for_any_row() -> None:
    refused = {DELETED: ("rejected", "Not found.")}
    row = {"action": "Delete", "credit_id": ONE}
    assert verdict(WITHDRAWN, refused, **row, status="rejected", reason="Not found.").group == Group.KNOWN
    overturned = verdict(WITHDRAWN, refused, **row)
    assert (overturned.group, overturned.before) == (Group.CONTRADICTORY, ("rejected", "Not found."))
    rows = [answer(2, **row), answer(3, "rejected", **row)]
    assert {one.group for one in judge(rows, WITHDRAWN, {}, (), ACTIVITY)} == {Group.CONTRADICTORY}
    both = [answer(2, "rejected", **row), answer(3, credit_id="ccid:localhost:9", action="Add")]
    assert {one.group for one in judge(both, CORRECTED, {}, (), ACTIVITY)} == {Group.CHANGE}


@pytest.mark.parametrize("heading", ["Record Action", "LearnerRecordAction", "record action"])
def test_the_action_is_read_from_its_column(heading: str) -> None:
    words = ["Delete", "ADD", "", "delete ", "Remove"]
    table = read_results(
        as_text([(ONE, word, "Accepted") for word in words], ("CreditID", heading, "Status"))
    )
    mapping = {"credit_id": "CreditID", "action": heading, "status": "Status"}
    answers = read_answers(table.lines, table.headings, mapping)
    assert [one.action for one in answers] == ["Delete", "Add", "", "Delete", None]
    unknown = judge(answers, WITHDRAWN, ACCEPTED, (), ACTIVITY)[-1]
    assert (unknown.group, codes(unknown)) == (Group.UNKNOWN, [Code.ANSWER_ACTION_UNKNOWN])
