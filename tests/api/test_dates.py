"""A series by the API: its dates with credits of their own, what came in for each, and who came how often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from storage.database import Database
from storage.tables import RecordRow
from tests.api.contract import Api
from tests.api.samples import ACTIVITY, another, attestation

DAYS = ["2026-11-02", "2026-11-09", "2026-11-16"]
LONG = {"date": DAYS[1], "title": "Sepsis", "credits_max": "1.5"}
SERIES = ACTIVITY | {
    "format": "series",
    "starts_on": DAYS[0],
    "ends_on": DAYS[2],
    "dates": DAYS,
    "credits_max": "1",
    "sessions": [LONG],
    "series_credits_max": "3",
}


@pytest.fixture
def series(api: Api) -> str:
    """The address of a series of three dates."""
    return f"/activities/{api.post('/activities', SERIES)['id']}"


@pytest.fixture
def attend(api: Api, series: str) -> Callable[..., Any]:
    """Sends an attestation of the physician of that number for a date; returns its answer."""

    def attended(who: int, day: str, claimed: str = "1", **fields: Any) -> Any:
        body = another(who, completion_date=day, credits=claimed, **fields)
        return api.post(f"{series}/records", body)

    return attended


@pytest.fixture
def month(attend: Callable[..., Any]) -> dict[str, str]:
    """The ids of: one who came three times, one who came twice, a nurse, and one who said no to the report."""
    sent = {
        "a0": attend(1, DAYS[0]),
        "a1": attend(1, DAYS[1], "1.5"),
        "a2": attend(1, DAYS[2]),
        "b0": attend(2, DAYS[0], "0.75"),
        "b1": attend(2, DAYS[1], "0.25"),
        "nurse": attend(3, DAYS[1], profession="np"),
        "no": attend(4, DAYS[1], "1.25", consent=False),
    }
    return {name: answer["id"] for name, answer in sent.items()}


def test_dates_and_sessions_go_both_ways(api: Api, series: str) -> None:
    found = api.get(series)
    assert (found["dates"], found["sessions"], found["series_credits_max"]) == (DAYS, [LONG], "3")
    fewer = api.patch(series, {"dates": DAYS[:2]})
    assert (fewer["dates"], fewer["sessions"]) == (DAYS[:2], [LONG])
    other = api.patch(series, {"sessions": [{"date": DAYS[2], "title": "Shock"}, {"date": DAYS[0]}]})
    assert other["dates"] == [DAYS[0], DAYS[2]]
    assert other["sessions"] == [{"date": DAYS[2], "title": "Shock", "credits_max": None}]


def test_credits_beyond_the_date_are_refused(api: Api, series: str) -> None:
    body = attestation(completion_date=DAYS[0], credits="1.25")
    refused = api.post(f"{series}/records", body, 422)
    assert [(one["field"], one["code"]) for one in refused["problems"]] == [("credits", "credits_over_date")]


def test_what_came_in_for_each_date_is_what_the_records_say(
    api: Api, series: str, month: dict[str, str], database: Database
) -> None:
    """Set aside counts for nothing. Every figure is counted once more from the rows as they lie there."""
    api.post(f"/records/{month['b1']}/set-aside", {"reason": "Was not there."}, 200)
    found = api.get(f"{series}/dates")
    with database.read() as session:
        rows = [(row.completion_date, row.state, row.credits) for row in session.query(RecordRow)]
    kept = [row for row in rows if row[1] != "set_aside"]
    assert len(kept) == len(rows) - 1
    for one in found["dates"]:
        own = [row for row in kept if row[0] == date.fromisoformat(one["date"])]
        assert one["attested"] == len(own)
        assert one["for_pars"] == sum(state != "not_for_pars" for _, state, _ in own)
        assert Decimal(one["credits"]) == sum(claimed for _, _, claimed in own)
    assert [(one["date"], one["title"], one["credits_max"]) for one in found["dates"]] == [
        (DAYS[0], "", "1"),
        (DAYS[1], "Sepsis", "1.5"),
        (DAYS[2], "", "1"),
    ]
    assert [one["attested"] for one in found["dates"]] == [2, 3, 1]
    assert [one["for_pars"] for one in found["dates"]] == [2, 1, 1]


def test_learners_are_counted_once_for_all_their_dates(api: Api, series: str, month: dict[str, str]) -> None:
    found = api.get(f"{series}/dates")["attendance"]
    assert found == {
        "learners": 4,
        "over": 1,
        "most": "3",
        "by_times": [
            {"times": 1, "learners": 2, "credits": "2.25"},
            {"times": 2, "learners": 1, "credits": "1"},
            {"times": 3, "learners": 1, "credits": "3.5"},
        ],
    }
    assert "Okafor" not in str(found)


def test_a_date_to_which_nobody_came_is_there(api: Api, series: str) -> None:
    assert [one["attested"] for one in api.get(f"{series}/dates")["dates"]] == [0, 0, 0]


def test_the_record_says_on_which_other_dates_its_learner_was(
    api: Api, series: str, month: dict[str, str], arrive: Callable[..., Any]
) -> None:
    found = api.get(f"/records/{month['a2']}")
    assert (found["series"]["credits"], found["series"]["most"]) == ("3.5", "3")
    assert [(one["id"], one["completion_date"], one["credits"]) for one in found["series"]["others"]] == [
        (month["a0"], DAYS[0], "1"),
        (month["a1"], DAYS[1], "1.5"),
    ]
    assert [one["code"] for one in found["problems"]] == ["series_credits"]
    assert found["state"] == "needs_attention"
    assert api.get(f"/records/{month['nurse']}")["series"]["others"] == []
    assert api.get(f"/records/{arrive()['id']}")["series"] is None


def test_who_is_over_can_be_accepted(api: Api, month: dict[str, str]) -> None:
    body = {"codes": ["series_credits"], "reason": "The committee allowed it."}
    accepted = api.post(f"/records/{month['a2']}/accept", body, 200)
    assert accepted["state"] == "ready"


def test_the_list_of_one_date(api: Api, series: str, month: dict[str, str]) -> None:
    found = api.get(f"{series}/records?completed={DAYS[0]}")
    assert {one["id"] for one in found["items"]} == {month["a0"], month["b0"]}
    assert found["total"] == 2
    assert api.get(f"{series}/records?completed=2026-11-03")["total"] == 0
    for wrong in ("", "11/2/2026", "20261102", "2026-13-01"):
        refused = api.get(f"{series}/records?completed={wrong}", 422)
        assert refused["problems"][0]["code"] == "not_a_date"


def test_the_file_has_a_row_for_each_learner_and_date(api: Api, series: str, month: dict[str, str]) -> None:
    made = api.post(f"{series}/exports", {"format": "tab", "kind": "add"})
    text = api.client.get(made["file_url"], headers=api.headers).get_data(as_text=True)
    heading, *rows = [line.split("\t") for line in text.splitlines()]
    at = [heading.index(name) for name in ("Completion Date", "Last Name", "Number of CME Credits")]
    found = sorted(tuple(row[column] for column in at) for row in rows)
    assert found == [
        ("11/02/2026", "Okaforb", "1"),
        ("11/02/2026", "Okaforc", "0.75"),
        ("11/09/2026", "Okaforb", "1.5"),
        ("11/09/2026", "Okaforc", "0.25"),
    ]


def test_a_reason_shared_by_records_says_no_figure_of_one_of_them(
    api: Api, series: str, attend: Callable[..., Any]
) -> None:
    """A control stands before it: of one record alone its figures are said."""

    def said() -> list[tuple[str, int]]:
        return [(one["message"], one["count"]) for one in api.get(f"{series}/readiness")["held"]]

    for who in (1, 2):
        attend(who, DAYS[0])
        attend(who, DAYS[1], "1.5")
    attend(1, DAYS[2])
    [(alone, count)] = said()
    assert "3.5 credits" in alone
    assert count == 1
    attend(2, DAYS[2], "0.75")
    assert said() == [("Too many credits over the series", 2)]
