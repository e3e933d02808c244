"""The figures of a pilot by the API: shares and days as PARS answered, periods, the table, and nobody in any of it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable

import pytest

from blueprints.api import pilot_csv
from storage.activities import StoredActivity
from storage.database import Database
from storage.tables import OpinionRow
from tests.api.contract import Api
from tests.api.samples import another
from tests.conftest import Clock

Make = Callable[..., StoredActivity]
CANARY = "Quetzalcoatl"


def outcome(api: Api, record: str, status: str) -> None:
    api.post(f"/records/{record}/outcome", {"status": status, "reason": CANARY}, status=200)


def export(api: Api, activity: StoredActivity) -> None:
    api.post(f"/activities/{activity.id}/exports", {"format": "xlsx", "kind": "add"})


@pytest.fixture
def answered(api: Api, clock: Clock, activity: StoredActivity) -> list[str]:
    """Six records sent on the first day: two accepted, two rejected of which one is put right, two unanswered."""
    address = f"/activities/{activity.id}/records"
    ids = [api.post(address, another(number, first_name=CANARY))["id"] for number in range(1, 7)]
    export(api, activity)
    clock.advance(days=2)
    for record, status in zip(ids, ("accepted", "accepted", "rejected", "rejected"), strict=False):
        outcome(api, record, status)
    clock.advance(days=3)
    api.patch(f"/records/{ids[2]}", {"license_number": "MD99999", "reason": CANARY})
    export(api, activity)
    clock.advance(days=4)
    outcome(api, ids[2], "accepted")
    return ids


def test_shares_and_days_are_what_pars_answered(api: Api, answered: list[str]) -> None:
    records = api.get("/pilot")["total"]["records"]
    assert records == {
        "received": 6,
        "meant": 6,
        "reportable": 6,
        "sent": 6,
        "answered": 4,
        "first_try": 2,
        "accepted": 3,
        "reportable_share": 1.0,
        "first_try_share": 0.5,
        "accepted_share": 0.75,
        "median_days": 2.0,  # of 2, 2 and 9
    }
    ages = {one["day"]: one for one in api.get("/pilot")["ages"]}
    assert len(ages) == 31
    assert ages[0] == {"day": 0, "received": 6, "sent": 6, "accepted": 0}
    assert (ages[1]["accepted"], ages[2]["accepted"], ages[8]["accepted"], ages[9]["accepted"]) == (
        0,
        2,
        2,
        3,
    )


def test_an_answer_that_is_undone_counts_as_it_stands(api: Api, answered: list[str]) -> None:
    """A rejection that was marked by mistake was no rejection."""
    outcome(api, answered[3], "accepted")
    records = api.get("/pilot")["total"]["records"]
    assert (records["first_try"], records["accepted"]) == (3, 4)


def test_a_withdrawn_record_leaves_the_figures_of_pars(api: Api, answered: list[str]) -> None:
    api.post(f"/records/{answered[0]}/set-aside", {"reason": "Was not there."}, status=200)
    records = api.get("/pilot")["total"]["records"]
    assert (records["received"], records["meant"], records["first_try"]) == (6, 5, 1)


def test_days_before_and_after_a_change(api: Api, clock: Clock, activity: StoredActivity) -> None:
    address = f"/activities/{activity.id}/records"
    api.post(address, another(1, license_number="", npi=""))
    clock.advance(days=1)
    api.post(address, another(2))
    api.post(address, another(3))
    before, after = api.get("/pilot?until=2026-11-23"), api.get("/pilot?from=2026-11-24")
    assert before["arrivals"] == [{"day": "2026-11-23", "count": 1}]
    assert after["arrivals"] == [{"day": "2026-11-24", "count": 2}]
    assert [one["code"] for one in before["problems"]] == ["no_identifier"]
    assert before["problems"][0]["noticed"] == 1
    assert after["problems"] == []
    api.get("/pilot?from=yesterday", status=422)


def test_a_pilot_and_its_activities_are_told_apart(
    api: Api, make_activity: Make, activity: StoredActivity
) -> None:
    other, third = make_activity(title="Second"), make_activity(title="Third")
    for stored, number in ((activity, 1), (other, 2), (other, 3), (third, 4)):
        api.post(f"/activities/{stored.id}/records", another(number))
    pilot = api.post(
        "/pilots",
        {"name": "Fall", "goal": "Less", "starts_on": "2026-11-01", "activities": [activity.id, other.id]},
    )
    for minutes, where in ((30, activity.id), (20, other.id), (10, None), (99, third.id)):
        entered = {"worked_on": "2026-11-23", "minutes": minutes, "task": "set_up", "activity_id": where}
        api.post("/staff-times", entered)
    found = api.get(f"/pilot?pilot={pilot['id']}")
    received = {one["title"]: one["figures"]["records"]["received"] for one in found["activities"]}
    assert received == {"Trauma Grand Rounds": 1, "Second": 2}
    assert found["total"]["records"]["received"] == 3
    assert found["total"]["staff"]["minutes"] == 60
    one = api.get(f"/pilot?pilot={pilot['id']}&activity={other.id}")
    assert (one["total"]["records"]["received"], one["total"]["staff"]["minutes"]) == (2, 20)
    api.get(f"/pilot?pilot={pilot['id']}&activity={third.id}", status=422)
    api.get("/pilot?pilot=nothing", status=404)


def test_ease_and_comments(api: Api, database: Database, activity: StoredActivity, clock: Clock) -> None:
    day = clock().date()
    with database.write() as session:
        for number, ease in enumerate((5, 5, 4, 2, None)):
            comment = "The code was too small." if ease == 2 else ""
            session.add(
                OpinionRow(id=f"{number}", activity_id=activity.id, given_on=day, ease=ease, comment=comment)
            )
    found = api.get("/pilot")
    assert found["total"]["ease"] == {"given": 4, "average": 4.0, "counts": [0, 1, 0, 1, 2]}
    assert [one["comment"] for one in found["comments"]] == ["The code was too small."]
    assert api.get("/pilot?from=2026-11-24")["comments"] == []


def test_the_table_has_every_figure_and_nobody(api: Api, answered: list[str]) -> None:
    answer = api("GET", "/pilot/figures.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pilot-figures.csv"'
    assert answer.data.startswith(codecs.BOM_UTF8)  # or Excel spoils the accents of a title
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == ["Part", "Figure", "Value"]
    told = {(part, figure): value for part, figure, value in rows}
    assert told["All activities", "Records accepted at first try"] == "2"
    assert told["All activities", "Median days to acceptance"] == "2.0"
    assert told["Trauma Grand Rounds", "Records received"] == "6"
    assert told["Accepted within days of completion", "30"] == "3"
    assert told["Arrivals by day", "2026-11-23"] == "6"
    for secret in (CANARY, "Okafor", "MD00", "example.org"):
        assert secret not in answer.text
        assert secret not in str(api.get("/pilot"))


def test_no_title_becomes_a_formula(api: Api, make_activity: Make) -> None:
    make_activity(title='=HYPERLINK("https://example.org")')
    text = api("GET", "/pilot/figures.csv").text
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []
    assert pilot_csv.plain("Rounds") == "Rounds"


def test_competencies_of_a_year(api: Api, make_activity: Make, clock: Clock) -> None:
    both = make_activity(competencies=("medical knowledge", "Teamwork"))
    make_activity(competencies=("Medical Knowledge", "Professionalism"))
    make_activity()
    api.post(f"/activities/{both.id}/records", another(1))
    found = api.get("/competencies")
    assert (found["year"], found["years"]) == (2026, [2026])
    assert (found["activities"], found["untagged"]) == (3, 1)
    items = {one["name"]: one for one in found["items"]}
    assert len(items) == 7
    assert items["Medical Knowledge"] == {
        "name": "Medical Knowledge", "listed": True, "activities": 2, "sessions": 2, "learners": 1,
    }  # fmt: skip
    assert items["Systems-based Practice"]["activities"] == 0
    assert (items["Teamwork"]["listed"], items["Teamwork"]["learners"]) == (False, 1)
    assert api.get("/competencies?year=2025")["activities"] == 0
    api.get("/competencies?year=1066", status=422)
