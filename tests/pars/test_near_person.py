"""Who may be the same person though no identity is equal: a table of pairs, and what must hold of all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pars import near_person
from pars.near_names import LONG_ENOUGH, is_slip
from pars.near_person import Likeness, groups, likeness, pairs
from pars.record import LearnerRecord
from tests.pars.made import TODAY

ONE = LearnerRecord(
    profession="md",
    first_name="Robert",
    last_name="Williams",
    license_state="ME",
    license_number="MD12345",
    birth_month=9,
    birth_day=27,
    email="robert@example.org",
    completion_date=TODAY,
    consent=True,
)
BARE = replace(ONE, license_number="", email="")
"""What many leave: a name, a birthday, a state."""
NPI = "1234567893"
NO_BIRTHDAY = {"birth_month": None, "birth_day": None}
OTHER_DAY = {"birth_month": 1, "birth_day": 2}
OTHER_NUMBER = {"license_number": "MD99871"}
NEW_HAMPSHIRE = {"license_state": "NH", "license_number": "17001"}
STRANGER = {**OTHER_DAY, **OTHER_NUMBER, "email": "else@example.org"}


def pair(one: dict[str, object], other: dict[str, object]) -> tuple[LearnerRecord, LearnerRecord]:
    return replace(ONE, **one), replace(ONE, **other)  # type: ignore[arg-type]


SAME = [
    ({}, {}),
    ({"npi": NPI}, {**STRANGER, "npi": NPI, "first_name": "Ana", "last_name": "Silva"}),
    ({}, {**OTHER_DAY, "first_name": "Ana", "last_name": "Silva"}),
    ({"license_number": "md-12345"}, {**OTHER_DAY}),
    ({"license_number": NPI}, {**STRANGER, "npi": NPI}),
    ({}, {**OTHER_NUMBER, "email": ""}),
    ({"first_name": "José"}, {"first_name": "Jose", **OTHER_NUMBER}),
    ({"last_name": "O'Brien"}, {"last_name": "OBRIEN", **OTHER_NUMBER}),
    ({"board": "ABA", "board_id": "12"}, {**STRANGER, "board": "ABA", "board_id": "12"}),
]
NEAR = [
    # an equal name, and something else that is equal
    ({}, NEW_HAMPSHIRE),
    ({}, {**NEW_HAMPSHIRE, "license_number": ""}),
    ({}, {"license_state": "none", "license_number": ""}),
    ({}, {**NO_BIRTHDAY, "license_number": ""}),
    ({}, {**NO_BIRTHDAY, **OTHER_NUMBER}),
    ({}, {**OTHER_DAY, "license_number": ""}),
    ({}, {"birth_month": 7, "birth_day": 29, "license_number": ""}),
    ({}, {**STRANGER, "license_state": "NH", "email": "ROBERT@example.org"}),
    # an equal name, and a number one slip away
    ({}, {**OTHER_DAY, "license_number": "MD12354"}),
    ({}, {**OTHER_DAY, "license_number": "MD1234"}),
    ({}, {**OTHER_DAY, "license_number": "MD123456"}),
    ({}, {**OTHER_DAY, "license_number": "MD12346"}),
    ({}, {**OTHER_DAY, "license_state": "", "license_number": "MD12345", "email": ""}),
    ({"npi": NPI}, {**OTHER_DAY, "license_state": "NH", "license_number": "", "npi": "1234567983"}),
    # a name that is near, and a birthday
    ({}, {"first_name": "Rboert", "license_number": ""}),
    ({}, {"first_name": "Robet", "license_number": ""}),
    ({}, {"first_name": "Roberto", "license_number": ""}),
    ({}, {"first_name": "Bob", "license_number": ""}),
    ({"first_name": "Rob"}, {"first_name": "Bob", "license_number": ""}),
    ({}, {"first_name": "R.", "license_number": ""}),
    ({}, {"first_name": "Robert James", "license_number": ""}),
    ({"first_name": "Mary-Ann"}, {"first_name": "Mary", "license_number": ""}),
    ({}, {"last_name": "Wiliams", "license_number": ""}),
    ({}, {"last_name": "Williams-Lee", "license_number": ""}),
    ({}, {"last_name": "Lee Williams", "license_number": ""}),
    ({"last_name": "De la Cruz"}, {"last_name": "Cruz", "license_number": ""}),
    ({"last_name": "Nuñez"}, {"last_name": "Nunes", "license_number": ""}),
    ({}, {"first_name": "Williams", "last_name": "Robert", "license_number": ""}),
    ({}, {"last_name": "Williams Jr.", "license_number": ""}),
    ({}, {"last_name": "Williams, III", "license_number": ""}),
    ({}, {"first_name": "Bob", **NEW_HAMPSHIRE}),
    # a name that is near, a state, and nothing against it
    ({}, {"first_name": "Bob", **NO_BIRTHDAY, "license_number": "", "email": ""}),
    ({}, {"last_name": "Wiliams", **NO_BIRTHDAY, "license_number": "", "email": ""}),
    # a name that is near, and a number one slip away
    ({}, {"first_name": "Bob", **OTHER_DAY, "license_number": "MD12354"}),
    # twins: never more than near
    ({"first_name": "Erin"}, {"first_name": "Eric", **OTHER_NUMBER}),
]
NOT = [
    ({}, {"completion_date": TODAY.replace(day=1)}),
    ({}, {"completion_date": None}),
    # a common name in one state
    ({}, STRANGER),
    ({}, {**STRANGER, "license_state": "NH"}),
    ({}, {**OTHER_DAY, "license_state": "NH", "license_number": "", "email": ""}),
    # relatives: another suffix, another birthday, other numbers
    ({"last_name": "Williams Jr."}, {**STRANGER, "last_name": "Williams III"}),
    ({"last_name": "Williams Sr."}, {**STRANGER, "last_name": "Williams Jr.", "license_number": ""}),
    ({}, {**STRANGER, "last_name": "Williams Jr."}),
    ({"last_name": "Williams II"}, {**STRANGER, "last_name": "Williams IV", "email": "robert@example.org"}),
    # twins
    ({"first_name": "Ann"}, {"first_name": "Amy", **OTHER_NUMBER}),
    ({"first_name": "Jon"}, {"first_name": "Ron", **OTHER_NUMBER}),
    ({"first_name": "Mary"}, {"first_name": "Ann", **OTHER_NUMBER}),
    ({"first_name": "Mary Ann"}, {"first_name": "Mary Lou", **OTHER_NUMBER, "license_state": "NH"}),
    # a birthday, or an address of a whole department, and another name
    ({}, {"first_name": "Wei", "last_name": "Li", "license_number": ""}),
    ({}, {"first_name": "Wei", **OTHER_NUMBER}),
    ({}, {"last_name": "Okafor", **OTHER_NUMBER}),
    ({}, {"first_name": "Wei", "last_name": "Li", **OTHER_DAY, **OTHER_NUMBER}),
    # a number one slip away, and another name
    ({}, {"first_name": "Wei", "last_name": "Li", **OTHER_DAY, "license_number": "MD12354"}),
    # a name that is near is not enough
    ({}, {"first_name": "Bob", **STRANGER}),
    ({}, {"first_name": "Bob", **OTHER_DAY, "license_number": "", "email": ""}),
    ({}, {"first_name": "Williams", "last_name": "Robert", **STRANGER}),
    ({"license_state": "none"}, {"license_state": "none", **STRANGER}),
    # two slips
    ({}, {"first_name": "Rboret", "license_number": ""}),
    ({}, {"first_name": "Robet", "last_name": "Wiliams", "license_number": ""}),
    # nothing to go by
    (
        {"first_name": "", "last_name": "", "license_number": ""},
        {"first_name": "", "last_name": "", "license_number": "", **OTHER_DAY},
    ),
    ({"license_number": "0000", **OTHER_DAY}, {"license_number": "0000", "first_name": "Wei"}),
]
TABLE = [
    *((*one, Likeness.SAME) for one in SAME),
    *((*one, Likeness.NEAR) for one in NEAR),
    *((*one, None) for one in NOT),
]


@pytest.mark.parametrize(("one", "other", "expected"), TABLE)
def test_the_table_of_pairs(
    one: dict[str, object], other: dict[str, object], expected: Likeness | None
) -> None:
    a, b = pair(one, other)
    assert likeness(a, b) is likeness(b, a) is expected


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(TABLE) >= 60


@pytest.mark.parametrize(("one", "other", "_"), TABLE)
def test_pairs_finds_what_likeness_says(one: dict[str, object], other: dict[str, object], _: object) -> None:
    a, b = pair(one, other)
    level = likeness(a, b)
    assert pairs({"a": a, "b": b}) == ({("a", "b"): level} if level else {})


FIRST = st.sampled_from(
    ["Robert", "Bob", "Rob", "Robet", "R.", "Robert James", "Williams", "Ann", "Amy", "", "Jr"]
)
LAST = st.sampled_from(
    ["Williams", "Wiliams", "Williams-Lee", "Lee", "Williams Jr.", "Williams III", "Robert", ""]
)
ANY = st.builds(
    LearnerRecord,
    first_name=FIRST,
    last_name=LAST,
    license_state=st.sampled_from(["ME", "NH", "none", ""]),
    license_number=st.sampled_from(["MD12345", "MD12354", "MD99871", "N/A", "", NPI]),
    npi=st.sampled_from(["", NPI, "1234567983", "1987654328"]),
    birth_month=st.sampled_from([None, 1, 9]),
    birth_day=st.sampled_from([None, 1, 9]),
    email=st.sampled_from(["", "a@example.org", "A@example.org"]),
    completion_date=st.sampled_from([TODAY, TODAY.replace(day=1)]),
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(a=ANY, b=ANY)
def test_likeness_is_mutual(a: LearnerRecord, b: LearnerRecord) -> None:
    assert likeness(a, b) is likeness(b, a)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(ANY, max_size=12))
def test_no_pair_is_missed_by_comparing_fewer(people: list[LearnerRecord]) -> None:
    records = {str(number): one for number, one in enumerate(people)}
    every = {
        (one, other): level
        for one, other in combinations(records, 2)
        if (level := likeness(records[one], records[other]))
    }
    assert pairs(records) == every


def test_control_a_block_that_is_left_out_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = near_person._blocks
    monkeypatch.setattr(near_person, "_blocks", lambda one: [b for b in whole(one) if "last" not in b])
    with pytest.raises(AssertionError):
        test_pairs_finds_what_likeness_says({}, {"first_name": "Bob", "license_number": ""}, None)


def test_a_hall_of_one_name_is_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    compare = near_person._compare

    def counted(*args: object) -> Likeness | None:
        nonlocal calls
        calls += 1
        return compare(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(near_person, "_compare", counted)
    people = 600
    pairs({str(number): replace(BARE, birth_day=number % 28 + 1) for number in range(people)})
    assert calls < people * near_person.WINDOW * 4 < people * people / 2


def test_chains_make_one_group() -> None:
    assert groups([("a", "b"), ("c", "d"), ("b", "e")]) == [("a", "b", "e"), ("c", "d")]
    assert groups([]) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("john", "jhon", True),
        ("john", "jon", True),
        ("john", "johns", True),
        ("john", "joan", True),
        ("ojhn", "john", True),
        ("johnny", "john", False),
        ("john", "john", False),
        ("jon", "ron", False),
        ("john", "nhoj", False),
        ("abcd", "badc", False),
        ("", "", False),
    ],
)
def test_one_slip(one: str, other: str, expected: bool) -> None:
    assert is_slip(one, other) is is_slip(other, one) is expected


LETTERS = st.text("abc", min_size=3, max_size=7)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(word=LETTERS, at=st.integers(0, 6), letter=st.sampled_from("abcd"))
def test_every_slip_in_a_word_is_one(word: str, at: int, letter: str) -> None:
    at = min(at, len(word) - 1)
    slips = {
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }
    for other in slips - {word}:
        assert is_slip(word, other) is (max(len(word), len(other)) >= LONG_ENOUGH)
