"""Setting up an activity: every problem at once, in words, and nothing lost."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from pars.record import Activity
from pars.setup import activity_as_json, read_activity

GOOD: dict[str, Any] = {
    "title": "Grand rounds",
    "accme_activity_id": "201234567",
    "provider_name": "Example Hospital",
    "accme_provider_id": "0001234",
    "format": "live",
    "starts_on": "2026-11-23",
    "ends_on": "2026-11-23",
    "timezone": "America/New_York",
    "credits_max": "6",
    "contact_email": "cme@example.org",
}
SERIES = {"format": "series", "starts_on": "2026-09-07", "dates": ["2026-10-05", "2026-09-07", "2026-10-05"]}
ABIM = {"board": "ABIM", "credit_type": "Medical Knowledge", "points_max": "6"}


def accepted(**changes: Any) -> Activity:
    activity, problems = read_activity(GOOD | changes)
    assert problems == []
    assert activity is not None
    return activity


def refused(**changes: Any) -> list[tuple[str, str]]:
    activity, problems = read_activity(GOOD | changes)
    assert activity is None
    return [(problem.field, problem.message) for problem in problems]


def test_what_is_left_out_has_good_defaults() -> None:
    activity = accepted()
    assert (activity.email, activity.kiosk, activity.status) == ("required", False, "open")
    assert activity.credit_type == "AMA PRA Category 1"
    assert activity.consent_shown.startswith("Example Hospital would like to send")
    assert "{provider}" not in activity.consent_shown
    assert activity.credits_max == Decimal(6)
    assert activity.fixed_date == date(2026, 11, 23)


def test_null_is_left_out() -> None:
    assert accepted(opens_at=None, boards=None, consent_text=None, email=None) == accepted()


def test_everything_given_comes_back() -> None:
    full = accepted(
        **SERIES,
        boards=[
            ABIM | {"points_max": "5.75"},
            ABIM | {"credit_type": "Practice Assessment", "points_max": "0.25"},
        ],
        opens_at="2026-11-23T16:00:00-05:00",
        closes_at="2026-12-23T23:59",
        email="optional",
        kiosk=True,
        consent_text="May {provider} send it?\r\n\r\n  Yes or no.",
        competencies=["Patient care", "  "],
        home_states=["me", "New Hampshire", "ME"],
        status="draft",
    )
    assert full.dates == (date(2026, 9, 7), date(2026, 10, 5))
    assert full.opens_at == datetime(2026, 11, 23, 21, tzinfo=UTC)
    assert full.closes_at == datetime(2026, 12, 24, 4, 59, tzinfo=UTC)
    assert full.consent_text == "May {provider} send it?\n\nYes or no."
    assert full.competencies == ("Patient care",)
    assert full.home_states == ("ME", "NH")
    assert read_activity(activity_as_json(full)) == (full, [])


def test_all_that_is_missing_is_said_at_once() -> None:
    activity, problems = read_activity({})
    assert activity is None
    assert [problem.message for problem in problems] == [
        "Choose a time zone from the list, for example America/New_York",
        "Enter the maximum credits",
        "Enter the format",
        "Enter the first day",
        "Enter the accredited provider",
        "Enter the title",
        "Enter the ACCME activity ID",
        "Enter the ACCME provider ID",
        "Enter the contact email",
    ]


def test_a_live_activity_of_one_day_needs_no_last_day() -> None:
    assert accepted(ends_on=None) == accepted(ends_on=" ") == accepted()
    assert refused(starts_on=None, ends_on=None) == [("starts_on", "Enter the first day")]


@pytest.mark.parametrize("kind", ["series", "enduring"])
def test_what_runs_for_long_says_until_when(kind: str) -> None:
    assert refused(format=kind, ends_on=None) == [("ends_on", "Enter the last day")]


REFUSED = [
    ({"title": "x" * 301}, "title", "The title must be 300 characters or less"),
    ({"title": 5}, "title", "The title must be text"),
    ({"title": "a\x00"}, "title", "The title contains a hidden character (U+0000). Type it again"),
    (
        {"provider_name": "\ud800"},
        "provider_name",
        "The accredited provider contains a hidden character (U+D800). Type it again",
    ),
    ({"accme_activity_id": "12345678"}, "accme_activity_id", "ACCME activity ID must be 9 digits"),
    ({"accme_provider_id": "12345678"}, "accme_provider_id", "ACCME provider ID must be 7 digits"),
    ({"format": "webinar"}, "format", "The format must be one of: live, series, enduring"),
    ({"starts_on": "2026-02-30"}, "starts_on", "The first day must be a real date, for example 2026-11-23"),
    ({"starts_on": "0001-01-01"}, "starts_on", "The first day must be a real date, for example 2026-11-23"),
    (
        {"starts_on": "２０２６-11-23"},
        "starts_on",
        "The first day must be a real date, for example 2026-11-23",
    ),
    ({"ends_on": "9999-12-31"}, "ends_on", "The last day must be a real date, for example 2026-11-23"),
    ({"ends_on": "2026-11-22"}, "ends_on", "The last day must not be before the first day"),
    ({"dates": ["2026-11-23"]}, "dates", "Only a series has a list of dates"),
    (
        SERIES | {"dates": ["2026-09-06"]},
        "dates",
        "The dates of the series must be between its first and its last day",
    ),
    ({"dates": "2026-11-23"}, "dates", "The list of dates must be a list of dates"),
    *[
        ({"timezone": zone}, "timezone", "Choose a time zone from the list, for example America/New_York")
        for zone in (
            *("Eastern", "America", "../etc/passwd", "x" * 199),
            *("Factory", "localtime", "posixrules", "right/UTC", "posix/America/New_York"),
        )
    ],
    *[
        (
            {"credits_max": text},
            "credits_max",
            "The maximum credits must be more than 0 and in steps of 0.25, for example 1.5",
        )
        for text in ("0", "-1", "1.1", "six", "NaN", "sNaN", "1e1", "１")
    ],
    ({"credits_max": 6}, "credits_max", "The maximum credits must be text"),
    (
        {"opens_at": "soon"},
        "opens_at",
        "The opening time must be a date and time, for example 2026-11-23T16:00",
    ),
    (
        {"opens_at": "2026-03-08T02:30"},
        "opens_at",
        "The opening time does not exist: the clocks skip that hour. Choose another time",
    ),
    (
        {"opens_at": "2026-11-23T16:00", "closes_at": "2026-11-23T21:00Z"},
        "closes_at",
        "Closing time must be after opening time",
    ),
    ({"email": "no"}, "email", "The email policy must be one of: required, optional, off"),
    ({"status": "gone"}, "status", "The status must be one of: draft, open, closed"),
    ({"kiosk": "yes"}, "kiosk", "The kiosk mode must be true or false"),
    (
        {"contact_email": "cme"},
        "contact_email",
        "Enter an email address in the correct format, for example name@example.org",
    ),
    ({"home_states": ["Tex"]}, "home_states", "Tex is not a US state or territory"),
    ({"competencies": [1]}, "competencies", "The list of competencies must be a list of texts"),
    ({"credit_max": "6"}, "credit_max", "There is no field called credit_max"),
    ({"boards": [5]}, "boards", "The list of boards must be a list of boards"),
    (
        {"boards": [ABIM | {"board": "=A1"}]},
        "boards.0.board",
        "The board must be its acronym as PARS shows it, for example ABS",
    ),
    (
        {"boards": [ABIM | {"board": "ABPath", "credit_type": "Self-Assessment"}]},
        "boards.0.credit_type",
        "ABPath takes no Self-Assessment completed after 12/31/2020",
    ),
    ({"boards": [ABIM | {"points": "6"}]}, "boards.0.points", "There is no field called points"),
    (
        {"boards": [ABIM | {"points_max": "7"}]},
        "boards.0.points_max",
        "ABIM points must not be more than the credits of the activity",
    ),
    ({"boards": [ABIM, ABIM]}, "boards.1.board", "ABIM is listed twice with the same credit type"),
]


@pytest.mark.parametrize(("changes", "field", "words"), REFUSED)
def test_a_wrong_value_is_explained_beside_its_field(changes: dict[str, Any], field: str, words: str) -> None:
    assert refused(**changes) == [(field, words)]


def test_an_hour_that_clocks_show_twice_is_the_earlier() -> None:
    assert accepted(opens_at="2026-11-01T01:30").opens_at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_what_is_only_doubtful_is_said_and_taken() -> None:
    early = {"starts_on": "2021-02-28", "ends_on": "2021-02-28"}
    surgery = {"board": "ABS", "credit_type": "Something new", "points_max": "6"}
    activity, problems = read_activity(GOOD | early | {"boards": [surgery]})
    assert activity is not None
    assert [(problem.code.value, problem.level.value) for problem in problems] == [
        ("credit_type_unknown", "warning"),
        ("board_too_early", "warning"),
    ]


def test_a_board_that_is_not_on_the_list_is_taken_and_said() -> None:
    activity, problems = read_activity(GOOD | {"boards": [ABIM | {"board": "ABNS"}, ABIM | {"board": "abs"}]})
    assert activity is not None
    assert [credit.board for credit in activity.boards] == ["ABNS", "ABS"]
    assert problems[0].code.value == "board_not_listed"


def test_abim_points_of_all_types_together_are_at_most_the_credits() -> None:
    both = [ABIM, ABIM | {"credit_type": "Practice Assessment", "points_max": "0.25"}]
    activity, problems = read_activity(GOOD | {"boards": both})
    assert activity is not None
    assert [problem.code.value for problem in problems] == ["points_together"]


def test_a_board_of_which_no_types_are_known_takes_any() -> None:
    orthopedics = {"board": "ABOS", "credit_type": "Scored", "points_max": "6"}
    assert accepted(boards=[orthopedics]).boards[0].credit_type == "Scored"


def test_the_consent_text_names_whoever_provides_it_now() -> None:
    """The placeholder is kept: a provider that changes its name changes what learners are shown."""
    wording = {"consent_text": "May {provider} send it?"}
    assert accepted(**wording).consent_shown == "May Example Hospital send it?"
    assert accepted(**wording, provider_name="New Name").consent_shown == "May New Name send it?"
