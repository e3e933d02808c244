"""A spreadsheet through the API: brought in, mapped, judged, imported in parts, marked; then a file for PARS."""

from __future__ import annotations

import json
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from blueprints.api import sheets as views
from storage.activities import StoredActivity
from tests.api.contract import PREFIX, Api
from tests.api.test_at_once import at_once
from tests.pars.sheets.made import as_csv, as_xlsx, jane

STATES = {"took_part": True}


@pytest.fixture
def sheets_of(activity: StoredActivity) -> str:
    return f"/activities/{activity.id}/sheets"


def another(number: int, **changes: str) -> tuple[str, ...]:
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    own = {
        "name": f"Doe{letters}, Jane",
        "license_number": f"MD77{number:04}",
        "email": f"{letters}@example.org",
    }
    return jane(**(own | changes))


def pasted(rows: list[tuple[str, ...]], **options: Any) -> dict[str, str]:
    return {"text": as_csv(rows, **options).decode()}


def stated(api: Api, sheets_of: str, rows: list[tuple[str, ...]]) -> Any:
    seen = api.post(sheets_of, pasted(rows))
    return api.patch(f"/sheets/{seen['id']}", {"consent": "stated"})


def test_from_a_sheet_to_a_file(api: Api, activity: StoredActivity, sheets_of: str) -> None:
    rows = [another(1), another(2, license_number=""), another(3, profession="RN"), another(4, credits="9")]
    answer = api.client.post(
        PREFIX + sheets_of, data={"file": (BytesIO(as_xlsx(rows)), "list.xlsx")}, headers=api.headers
    )
    seen = answer.get_json()
    assert (answer.status_code, seen["consent"], seen["rows"]) == (201, "unknown", 4)
    assert seen["counts"] == {"ready": 0, "look": 0, "not_for_pars": 3, "stopped": 1, "here": 0}
    seen = api.patch(f"/sheets/{seen['id']}", {"consent": "stated"})
    assert seen["counts"] == {"ready": 1, "look": 1, "not_for_pars": 1, "stopped": 1, "here": 0}
    assert api("POST", f"/sheets/{seen['id']}/import", {"took_part": False}).status_code == 422
    assert api("POST", f"/sheets/{seen['id']}/import", {}).status_code == 422
    told = STATES | {"asked_in": "May we report your credit?"}
    assert api.post(f"/sheets/{seen['id']}/import", told, 200) == {"new": 3, "left": 0}
    assert api.post(f"/sheets/{seen['id']}/import", told, 200) == {"new": 0, "left": 0}
    after = api.get(f"/sheets/{seen['id']}")
    assert (after["imported"], after["counts"]["here"], after["counts"]["stopped"]) == (3, 0, 1)
    assert [one["row"] for one in after["items"]] == [5]
    made = api.post(f"/activities/{activity.id}/exports", {"format": "xlsx", "kind": "add"})
    assert made["rows"] == 1
    (ready,) = api.get(f"/activities/{activity.id}/records?state=exported")["items"]
    record = api.get(f"/records/{ready['id']}")
    assert record["origin"] == "sheet"
    assert [step["action"] for step in record["history"]] == ["brought in", "exported"]


def test_the_same_people_again_in_another_order(api: Api, activity: StoredActivity, sheets_of: str) -> None:
    rows = [another(number) for number in range(5)]
    first = stated(api, sheets_of, rows)
    assert api.post(f"/sheets/{first['id']}/import", STATES, 200)["new"] == 5
    again = stated(api, sheets_of, [another(9), *reversed(rows)])
    assert (again["counts"]["ready"], again["counts"]["here"]) == (1, 5)
    assert api.post(f"/sheets/{again['id']}/import", STATES, 200)["new"] == 1
    assert api.get(f"/activities/{activity.id}/records")["total"] == 6
    assert api.post(sheets_of, pasted(rows), 200)["id"] == first["id"]
    assert {one["id"] for one in api.get(sheets_of)["items"]} == {first["id"], again["id"]}


def test_a_large_sheet_comes_in_by_parts(api: Api, sheets_of: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "A_CALL", 4)
    monkeypatch.setattr(views, "AT_ONCE", 3)
    seen = stated(api, sheets_of, [another(number) for number in range(10)])
    answers = [api.post(f"/sheets/{seen['id']}/import", STATES, 200) for _ in range(4)]
    assert [(one["new"], one["left"]) for one in answers] == [(4, 6), (4, 2), (2, 0), (0, 0)]


def test_where_the_activity_becomes_full_nobody_who_came_in_is_kept_twice(
    api: Api, activity: StoredActivity, sheets_of: str
) -> None:
    """A record holds what its row said and can be erased; what the sheet still held would be left behind."""
    seen = stated(api, sheets_of, [another(number) for number in range(12)])
    api.patch(f"/activities/{activity.id}", {"learners_max": views.AT_ONCE})
    assert api("POST", f"/sheets/{seen['id']}/import", STATES).status_code == 409
    after = api.get(f"/sheets/{seen['id']}")
    assert (after["imported"], after["counts"]["here"], len(after["items"])) == (10, 0, 2)


def test_two_who_import_at_once_make_nobody_twice(
    app: Flask, token: str, api: Api, activity: StoredActivity, sheets_of: str
) -> None:
    seen = stated(api, sheets_of, [another(number) for number in range(30)])
    clients = [Api(app.test_client(), token) for _ in range(3)]
    where = f"/sheets/{seen['id']}/import"
    answers = at_once([partial(client, "POST", where, STATES) for client in clients])
    assert sum(answer.get_json()["new"] for answer in answers) == 30
    assert api.get(f"/activities/{activity.id}/records")["total"] == 30
    assert api.get(f"/sheets/{seen['id']}")["imported"] == 30


def test_rows_come_page_by_page(api: Api, sheets_of: str) -> None:
    rows = [another(number, credits="9" if number % 2 else "6") for number in range(9)]
    seen = stated(api, sheets_of, rows)
    page = api.get(f"/sheets/{seen['id']}?standing=stopped&limit=3")
    assert [one["row"] for one in page["items"]] == [3, 5, 7]
    rest = api.get(f"/sheets/{seen['id']}?standing=stopped&limit=3&cursor={page['next']}")
    assert ([one["row"] for one in rest["items"]], rest["next"]) == ([9], None)
    for wrong in ("standing=gone", "limit=0", "cursor=x", "nothing=1"):
        api.get(f"/sheets/{seen['id']}?{wrong}", 422)


def test_what_is_wrong_stands_in_its_cell_and_what_is_right_is_hidden(api: Api, sheets_of: str) -> None:
    seen = stated(api, sheets_of, [another(1), another(2, license_number="1.2E+05")])
    good, bad = seen["items"]
    cells = {cell["field"]: cell for cell in good["cells"]}
    assert (cells["license_number"]["value"], cells["birthday"]["value"]) == ("••••", "••••")
    assert (cells["name"]["value"], cells["credits"]["value"]) == ("Doeb, Jane", "6")
    cells = {cell["field"]: cell for cell in bad["cells"]}
    assert (cells["license_number"]["value"], cells["license_number"]["wrong"]) == ("1.2E+05", True)
    assert [problem["level"] for problem in bad["problems"]] == ["error", "notice"]
    assert {one["code"]: one["count"] for one in seen["problems"]}["sheet_number_lost"] == 1


def test_columns_and_what_is_the_same_for_all(api: Api, sheets_of: str) -> None:
    headings = ("Who", "What", "Number", "Where", "Born", "Mail")
    row = ("Doe, Jane", "MD", "MD1", "ME", "9/27/1980", "jane@example.org")
    mapping = dict(
        zip(
            ("name", "profession", "license_number", "license_state", "birthday", "email"),
            headings,
            strict=True,
        )
    )
    seen = api.post(sheets_of, pasted([row], headings=headings))
    assert (seen["mapping"], seen["items"]) == ({}, [])
    assert {problem["field"] for problem in seen["needed"]} == {"name", "credits"}
    where = f"/sheets/{seen['id']}"
    api.get(f"{where}/marked", 409)
    api.post(f"{where}/import", STATES, 409)
    for wrong in (
        {"mapping": {"name": "Gone"}},
        {"mapping": {"x": "Who"}},
        {"same": {"npi": "1"}},
        {"consent": "column"},
    ):
        assert api("PATCH", where, wrong).status_code == 422
    mapped = api.patch(where, {"mapping": mapping, "same": {"credits": "6"}, "consent": "stated"})
    assert (mapped["needed"], mapped["counts"]["ready"]) == ([], 1)
    (born,) = [column for column in mapped["columns"] if column["heading"] == "Born"]
    assert born["samples"] == ["9/27"]
    form = {"file": (BytesIO(as_csv([row, row], headings)), "x.csv"), "mapping": json.dumps(mapping)}
    answer = api.client.post(PREFIX + sheets_of, data=form, headers=api.headers)
    assert (answer.status_code, answer.get_json()["problems"][0]["code"]) == (422, "sheet_credits_needed")


def cell(api: Api, sheet: Any, row: int, heading: str, was: str, value: str, status: int = 200) -> Any:
    told = {"heading": heading, "was": was, "value": value}
    return api.patch(f"/sheets/{sheet['id']}/rows/{row}", told, status)


def test_a_cell_is_put_right_where_it_stands(api: Api, activity: StoredActivity, sheets_of: str) -> None:
    seen = stated(api, sheets_of, [another(1, credits="9"), another(2, birthday="13/31")])
    assert seen["counts"]["stopped"] == 2
    still = cell(api, seen, 2, "Credits", "9", "7")
    assert (still["row"]["standing"], still["row"]["problems"][0]["code"]) == ("stopped", "credits_too_many")
    cell(api, seen, 2, "Credits", "9", "6", 409)
    after = cell(api, seen, 2, "Credits", "7", " 5.75 ")
    assert (after["row"]["standing"], after["counts"]["stopped"]) == ("ready", 1)
    born = cell(api, seen, 3, "Birthday", "13/31", "12/31/1987")
    assert (born["row"]["standing"], born["counts"]["ready"]) == ("ready", 2)
    assert "1987" not in str(api.get(f"/sheets/{seen['id']}"))
    assert api.post(f"/sheets/{seen['id']}/import", STATES, 200)["new"] == 2
    listed = api.get(f"/activities/{activity.id}/records?sort=name")["items"]
    first, second = (api.get(f"/records/{one['id']}") for one in listed)
    assert (first["credits"], second["birth_month"], second["birth_day"]) == ("5.75", 12, 31)
    told = [step for step in first["history"] if step["action"] == "corrected in the spreadsheet"]
    assert [step["changes"] for step in told] == [
        [{"field": "credits", "before": "9", "after": "7"}],
        [{"field": "credits", "before": "7", "after": "5.75"}],
    ]


@pytest.mark.parametrize(
    ("row", "heading", "value", "status"),
    [(9, "Credits", "6", 404), (2, "Shoe size", "6", 404), (2, "Credits", "6" * 2001, 422)],
)
def test_a_cell_that_cannot_be_put_right(
    api: Api, sheets_of: str, row: int, heading: str, value: str, status: int
) -> None:
    seen = stated(api, sheets_of, [another(1, credits="9")])
    cell(api, seen, row, heading, "9", value, status)
    api.patch(f"/sheets/{seen['id']}/rows/2", {"heading": "Credits", "value": "6"}, 422)
    assert api.get(f"/sheets/{seen['id']}")["counts"]["stopped"] == 1


def test_the_marked_copy(api: Api, sheets_of: str) -> None:
    seen = stated(api, sheets_of, [another(1), another(2, credits="9")])
    answer = api.client.get(f"{PREFIX}/sheets/{seen['id']}/marked", headers=api.headers)
    assert answer.status_code == 200
    assert "Doe" not in answer.headers["Content-Disposition"]
    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    assert [str(sheet.cell(row, 1).value).split(".")[0] for row in (1, 2, 3)] == [
        "What attest says", "Ready", "Cannot be imported",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"\xff\xfe\x00", b"just a sentence", b"{}", b"<!DOCTYPE x><x/>"],
)
def test_what_is_no_sheet(api: Api, sheets_of: str, data: bytes) -> None:
    answer = api.client.post(
        PREFIX + sheets_of, data=data, content_type="application/octet-stream", headers=api.headers
    )
    assert (answer.status_code, answer.get_json(force=True)["problems"][0]["field"]) == (422, "file")
