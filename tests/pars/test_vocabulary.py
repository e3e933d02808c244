"""The closed lists and the words: complete, sourced and consistent with each other."""

from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from pars.errors import MESSAGES, Code, Invalid, Level, Problem
from pars.vocabulary import (
    BOARDS,
    CREDENTIALS,
    CREDIT_TYPES,
    DATA,
    DEFAULT_CONSENT,
    LICENSE_SHAPES,
    NICKNAMES,
    PROFESSIONS,
    STATES,
    rows,
    state_code,
)

LISTS = sorted(DATA.glob("*.tsv"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_entry_has_source_date_and_confidence(path: Path) -> None:
    entries = list(rows(path.stem))
    assert entries
    for entry in entries:
        assert None not in entry, "a row is longer than the heading"
        assert None not in entry.values(), "a row is shorter than the heading"
        assert entry["source"].strip()
        assert date.fromisoformat(entry["date"])
        assert entry["confidence"] in {"H", "M", "L"}


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_no_entry_is_there_twice(path: Path) -> None:
    entries = [tuple(entry.values())[:-3] for entry in rows(path.stem)]
    assert len(entries) == len(set(entries))


def test_states_and_territories() -> None:
    assert len(STATES) == 50 + 1 + 5
    assert {"DC", "PR", "VI", "GU", "MP", "AS"} < set(STATES)
    assert STATES["ME"] == "Maine"


@pytest.mark.parametrize("code", STATES)
def test_a_state_is_known_by_its_letters_and_its_name(code: str) -> None:
    assert state_code(code) == state_code(code.lower()) == state_code(STATES[code].upper()) == code


def test_an_unknown_state_is_invalid() -> None:
    with pytest.raises(Invalid):
        state_code("Tex")


def test_professions_in_the_order_of_the_form() -> None:
    assert list(PROFESSIONS) == ["md", "do", "resident", "pa", "np", "pharmacist", "other"]


def test_lists_fit_together() -> None:
    assert set(LICENSE_SHAPES) <= set(STATES)
    assert set(CREDIT_TYPES) == set(BOARDS)
    assert {row["board"] for row in rows("credit_types")} <= set(BOARDS)
    assert all(name == name.casefold() for name in NICKNAMES)
    assert all(credential.isupper() for credential in CREDENTIALS)


def test_the_surgeons_want_no_id() -> None:
    assert [acronym for acronym, board in BOARDS.items() if not board.needs_id] == ["ABS"]


def test_the_consent_text_names_the_provider() -> None:
    assert "{provider}" in DEFAULT_CONSENT


@pytest.mark.parametrize("code", Code)
def test_every_code_has_its_words(code: Code) -> None:
    level, learner, coordinator = MESSAGES[code]
    assert level in Level
    for words in (learner, coordinator):
        assert words
        assert "\u2014" not in words
        # Whatever fills a message has a name, and a value such as {x} in it is not filled again.
        detail = {name: "{x}" for _, name, _, _ in Formatter().parse(words) if name is not None}
        assert "" not in detail
        assert words.format_map(detail).count("{x}") == len(detail)


def test_no_code_is_without_a_use_for_its_words() -> None:
    assert set(MESSAGES) == set(Code)


def test_a_problem_speaks_to_both() -> None:
    problem = Problem("credits", Code.CREDITS_TOO_MANY, {"most": "6"})
    assert problem.level is Level.ERROR
    assert problem.message == "Credits must be 6 or less"
    assert problem.advice.startswith("More credits are claimed than the 6 of the activity.")
