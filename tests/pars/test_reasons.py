"""Reasons of PARS, as far as they are known, in plain words; and the answers they put in question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pars import reasons
from pars.asking import AGAIN, asked_again
from pars.record import Policy
from pars.vocabulary import rows
from tests.conftest import an_activity

NAME = ("first_name", "last_name")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Date of birth does not match", ("birth_month", "birth_day")),
        ("INVALID DOB", ("birth_month", "birth_day")),
        ("License number MD0012345 not found", ("license_number",)),
        ("Licensing State/ID mismatch", ("license_state", "license_number")),
        ("Last name mismatch", ("last_name",)),
        ("First  name\tmismatch", ("first_name",)),
        ("Learner name mismatch", NAME),
        ("Birth date and license number do not match", ("birth_month", "birth_day", "license_number")),
        ("Board ID missing", ("board_id",)),
        ("No match", reasons.MATCHED_BY),
        ("Duplicate record", ()),
    ],
)
def test_a_known_reason(text: str, fields: tuple[str, ...]) -> None:
    found = reasons.explain(text)
    assert found is not None
    assert found.fields == fields
    assert found.words.endswith(".")


@pytest.mark.parametrize("text", ["", "Error 4711", "unlicensed_dobro", "Ask the office"])
def test_what_is_not_known_is_not_guessed(text: str) -> None:
    assert reasons.explain(text) is None


def test_nothing_of_a_reason_is_repeated() -> None:
    """A reason may quote what identifies somebody; the plain words are ours."""
    found = reasons.explain("License number MD0012345 of Okafor, born 09/27, does not match")
    assert found is not None
    assert not any(part in found.words for part in ("MD0012345", "Okafor", "09/27"))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    reasons.explain(text)


def test_the_table_names_answers_that_can_be_asked_again() -> None:
    for row in rows("reasons"):
        assert row["words"].endswith(".")
        assert row["source"]
        assert row["confidence"] in {"H", "M", "L"}
        assert set(row["fields"].split(", ")) - {""} <= set(AGAIN)


def test_a_learner_is_asked_again_only_what_was_asked() -> None:
    activity = an_activity(email="off")
    assert asked_again("md", activity, Policy()) == (
        *NAME,
        "license_state",
        "license_number",
        "npi",
        "birth_month",
        "birth_day",
        "credits",
    )
    assert asked_again("np", activity, Policy()) == (*NAME, "credits")
