"""Names as people type them: taken in every script, changed as little as can be."""

import pytest

from tests.pars.made import answered, codes, messages, record

ZWNJ, ZWJ = "\u200c", "\u200d"

KEPT = [
    "O'Brien",
    "Hawaiʻi",
    "Dʼarc",
    "Nguyễn",
    "Łukasz",
    "Ægir",
    "Straße",
    "İpek",
    "Zoë-Jane",
    "de la Cruz",
    "van 't Hoff",
    "St. John",
    "O",
    "Ng",
    "N" * 100,
    "McDonald",
    "MCDONALD",
    "Null",
    "NaN",
    "山田",
    "محمد",
    "Paral·lel",
    "Anne\u2013Marie",
]

CLEANED = [
    ("D\u2019Angelo", "D'Angelo"),
    ("D\u2018Angelo", "D'Angelo"),
    ("Smith\u2010Jones", "Smith-Jones"),
    ("Smith\u2011Jones", "Smith-Jones"),
    ("Jose\u0301", "José"),
    ("e\u0301" * 100, "é" * 100),
    ("  Noa  Lee ", "Noa Lee"),
    ("Noa\tLee\n", "Noa Lee"),
    ("Noa\u00a0Lee", "Noa Lee"),
    (f"Wil{ZWJ}liams", "Williams"),
    (f"Wil{ZWNJ}liams", "Williams"),
    ("\u200bNoa\ufeff", "Noa"),
]

REFUSED = [
    ("N" * 101, "Name must be 100 characters or less"),
    ("Sm1th", "Name must not contain 1"),
    ("noa@lee", "Name must not contain @"),
    ("<b>", "Name must not contain <"),
    ("Noa 😀", "Name must not contain 😀"),
    ("No\x00a", "Name contains a hidden character (U+0000). Type it again"),
    ("No\x0ba", "Name contains a hidden character (U+000B). Type it again"),
    ("No\x1ba", "Name contains a hidden character (U+001B). Type it again"),
    ("No\ufffea", "Name contains a hidden character (U+FFFE). Type it again"),
    ("No\uffffa", "Name contains a hidden character (U+FFFF). Type it again"),
    ("-Noa", "Name must not begin with -"),
    ("\u2010Noa", "Name must not begin with -"),
    ("\u2013 Noa", "Name must not begin with \u2013"),
    ("+Noa", "Name must not contain +"),
    ("=Noa", "Name must not contain ="),
    ("@Noa", "Name must not contain @"),
    ("No\u202ea", "Name contains a hidden character (U+202E). Type it again"),
    ("No\u2066a", "Name contains a hidden character (U+2066). Type it again"),
    ("No\ud800a", "Name contains a hidden character (U+D800). Type it again"),
]


@pytest.mark.parametrize("name", KEPT)
def test_a_name_is_kept_as_it_is(name: str) -> None:
    kept = record(first_name=name, last_name=name)
    assert (kept.first_name, kept.last_name) == (name, name)


@pytest.mark.parametrize(("typed", "kept"), CLEANED)
def test_a_name_is_cleaned(typed: str, kept: str) -> None:
    assert record(first_name=typed).first_name == kept


@pytest.mark.parametrize("letter", ["ک", "क"])
@pytest.mark.parametrize("joiner", [ZWNJ, ZWJ])
def test_joiners_stay_where_they_are_spelling(letter: str, joiner: str) -> None:
    name = f"{letter}{joiner}{letter}"
    assert record(first_name=name).first_name == name


@pytest.mark.parametrize(("typed", "words"), REFUSED)
def test_what_no_name_holds_is_refused_by_name(typed: str, words: str) -> None:
    assert messages(first_name=typed) == [words]
    assert messages(last_name=typed) == [words]


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0", "\u200b", "-", "..."])
def test_a_name_without_letters_is_missing(typed: str) -> None:
    assert messages(first_name=typed) == ["Enter your first name"]
    assert messages(last_name=typed) == ["Enter your last name"]


CREDENTIALS = [
    ("Smith MD", "Smith"),
    ("Smith, MD", "Smith"),
    ("Smith, M.D.", "Smith"),
    ("Smith M.D., Ph.D.", "Smith"),
    ("Smith, md, facp", "Smith"),
    ("Smith MD FACS", "Smith"),
    ("Internist, MD", "Internist"),
    ("Kaʻahumanu, MD", "Kaʻahumanu"),
    ("Dr. Smith", "Smith"),
    ("Dr. -Smith", "Smith"),
    ("Dr Smith, MD", "Smith"),
    ("Smith, Jr., MD", "Smith, Jr."),
    ("Smith, DO", "Smith"),
    ("Smith D.O.", "Smith"),
]
NO_CREDENTIALS = [
    "Smith Jr.",
    "Smith, Jr",
    "Smith III",
    "Do",
    "DO",
    "MD",
    "Van Do",
    "Nguyen, Do",
    "Ma",
    "MA",
    "Lee Ma",
]


@pytest.mark.parametrize(("typed", "kept"), CREDENTIALS)
def test_credentials_are_taken_off_and_shown(typed: str, kept: str) -> None:
    reading, _ = answered(last_name=typed)
    assert reading.record.last_name == kept
    (change,) = reading.changes
    assert (change.field, change.typed, change.kept, change.code) == ("last_name", typed, kept, "credentials")


@pytest.mark.parametrize("typed", NO_CREDENTIALS)
def test_suffixes_and_surnames_stay(typed: str) -> None:
    reading, _ = answered(last_name=typed)
    assert reading.record.last_name == typed
    assert reading.changes == ()


def test_a_straightened_apostrophe_is_shown_and_spaces_are_not() -> None:
    reading, _ = answered(first_name=" Noa ", last_name="O\u2019Brien")
    (change,) = reading.changes
    assert (change.typed, change.kept, change.code) == ("O\u2019Brien", "O'Brien", "punctuation")


NOTICED = [
    ({"first_name": "Bob"}, "nickname"),
    ({"first_name": "PEGGY"}, "nickname"),
    ({"first_name": "Smith", "last_name": "Robert"}, "names_swapped"),
    ({"first_name": "NOA", "last_name": "WILLIAMS"}, "all_capitals"),
    ({"first_name": "noa", "last_name": "williams"}, "all_small_letters"),
    ({"last_name": "Hawaiʻi"}, "name_okina"),
    ({"last_name": "Dʼarc"}, "name_okina"),
    ({"first_name": "Ｊｏｅ"}, "name_fullwidth"),
    ({"first_name": "ﬁsher"}, "name_fullwidth"),
]


@pytest.mark.parametrize(("typed", "code"), NOTICED)
def test_an_odd_name_is_noticed_and_stops_nobody(typed: dict[str, str], code: str) -> None:
    _, problems = answered(**typed)
    assert [(problem.code.value, problem.level.value) for problem in problems] == [(code, "notice")]


@pytest.mark.parametrize(
    ("first", "last"),
    [("Noa", "de la Cruz"), ("Thomas", "James"), ("Wei", "NG"), ("山", "田"), ("Ægir", "O")],
)
def test_an_ordinary_name_is_not_noticed(first: str, last: str) -> None:
    assert codes(first_name=first, last_name=last) == []


def test_the_words_of_a_nickname() -> None:
    _, (problem,) = answered(first_name="Bob")
    assert problem.message == (
        "Board records often use your full first name. Is Bob how your license shows it?"
    )
    assert "Bob is often short for Robert" in problem.advice


def test_the_words_of_full_width_letters() -> None:
    assert "in plain letters it is Joe" in messages(first_name="Ｊｏｅ")[0]
