"""The formats and kinds of files through the API: what each holds, what stays out, what a name and a type say."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from python_calamine import load_workbook as read_workbook

from pars.record import BoardCredit
from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import another
from tests.conftest import Clock

TYPES = {
    "tab": ("txt", "text/tab-separated-values; charset=utf-8"),
    "json": ("json", "application/json"),
    "xml": ("xml", "application/xml"),
}


@pytest.fixture
def exports_of(activity: StoredActivity) -> str:
    return f"/activities/{activity.id}/exports"


def made(api: Api, exports_of: str, file_format: str, kind: str = "add") -> tuple[Any, bytes, Any]:
    export = api.post(exports_of, {"format": file_format, "kind": kind})
    answer = api.client.get(export["file_url"], headers=api.headers)
    assert answer.status_code == 200
    return export, answer.data, answer.headers


@pytest.mark.parametrize("name", TYPES)
def test_each_format_has_its_name_and_type(
    api: Api, exports_of: str, arrive: Callable[..., Any], name: str
) -> None:
    arrive()
    export, data, headers = made(api, exports_of, name)
    extension, content_type = TYPES[name]
    assert export["filename"] == f"pars-201234567-2026-11-23-1.{extension}"
    assert headers["Content-Type"] == content_type
    assert headers["Content-Disposition"].startswith("attachment")
    assert (export["format"], export["rows"], export["left_out"]) == (name, 1, [])
    assert "Okafor" in data.decode()


def test_a_correction_owes_the_same_rows_in_every_format(
    api: Api, clock: Clock, exports_of: str, arrive: Callable[..., Any]
) -> None:
    record = arrive()
    _, data, _ = made(api, exports_of, "json")
    first = json.loads(data)["ACCMELearnerReports"]["ActivityReports"]["ActivityReport"][0]
    clock.advance(minutes=5)
    api.patch(f"/records/{record['id']}", {"first_name": "Amarachi", "reason": "Full name on license."})
    _, data, _ = made(api, exports_of, "xml")
    names = {"r": "http://ns.medbiq.org/activityreport/v2/", "n": "http://ns.medbiq.org/name/v2/"}
    root = etree.fromstring(data)
    actions = root.xpath("//r:XtensibleInfo/*/text()", namespaces=names)
    assert actions == ["delete", "add"]
    assert root.xpath("//n:GivenName/text()", namespaces=names) == ["Amara", "Amarachi"]
    deleted, added = root.xpath("//r:CreditID/text()", namespaces=names)
    module = first["Activity"]["Module"]
    assert deleted == module["CreditCertificate"][0]["CreditID"] != added


def test_who_cannot_be_written_so_is_left_out_with_a_reason(
    api: Api, records_of: str, exports_of: str, arrive: Callable[..., Any]
) -> None:
    arrive()
    nameless = api.post(records_of, another(1, license_number="", npi=""))
    api.post(
        f"/records/{nameless['id']}/accept",
        {"codes": ["no_identifier"], "reason": "The learner has none."},
        status=200,
    )
    export, _, _ = made(api, exports_of, "json")
    (left_out,) = export["left_out"]
    assert left_out["record_id"] == nameless["id"]
    assert [problem["code"] for problem in left_out["problems"]] == ["json_wants_number"]
    assert export["rows"] == 1
    again, _, _ = made(api, exports_of, "tab")
    assert (again["rows"], again["left_out"]) == (1, [])


def test_where_nobody_is_left_the_reasons_are_told(
    api: Api, records_of: str, exports_of: str, arrive: Callable[..., Any]
) -> None:
    nameless = arrive(license_number="", npi="")
    body = {"codes": ["no_identifier"], "reason": "The learner has none."}
    api.post(f"/records/{nameless['id']}/accept", body, status=200)
    refused = api.post(exports_of, {"format": "json", "kind": "add"}, status=409)
    assert "license number or NPI" in refused["problems"][0]["message"]


def test_prevalidation_reports_nobody_and_can_be_made_again(
    api: Api, records_of: str, exports_of: str, activity: StoredActivity, arrive: Callable[..., Any]
) -> None:
    record = arrive()
    api.post(records_of, another(1, license_number="", npi=""))
    api.post(records_of, another(2, consent=False))
    for number in (1, 2):
        export, data, _ = made(api, exports_of, "xlsx", "prevalidate")
        assert export["filename"] == f"pars-prevalidation-201234567-2026-11-23-{number}.xlsx"
        assert export["rows"] == 2
    rows = read_workbook(BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]
    assert rows[0][:5] == [
        "First Name", "Last Name", "Date of Birth", "Licensing State", "Licensing ID or NPI",
    ]  # fmt: skip
    assert ["Amara", "Okafor", "09/27", "Maine"] in [cells[:4] for cells in rows]
    assert api.get(f"/records/{record['id']}")["state"] == "ready"
    readiness = api.get(f"/activities/{activity.id}/readiness")
    assert (readiness["ready"], readiness["last_export"]) == (1, None)
    assert {each["kind"] for each in api.get(exports_of)["items"]} == {"prevalidate"}
    assert made(api, exports_of, "xlsx")[0]["rows"] == 1


def test_prevalidation_without_anybody_is_told(api: Api, exports_of: str) -> None:
    refused = api.post(exports_of, {"format": "xlsx", "kind": "prevalidate"}, status=409)
    assert "Nobody is left to validate" in refused["problems"][0]["message"]


def test_a_coordinator_sets_the_columns_of_prevalidation(
    api: Api, exports_of: str, arrive: Callable[..., Any]
) -> None:
    arrive()
    before = api.get("/prevalidation-columns")
    assert [column["field"] for column in before["columns"]][:3] == ["first_name", "last_name", "birthday"]
    assert "npi" in {field["value"] for field in before["fields"]}
    wanted = [
        {"heading": "Surname", "field": "last_name"},
        {"heading": "Remarks", "field": ""},
        {"heading": "Given name", "field": "first_name"},
    ]
    sent = api("PUT", "/prevalidation-columns", {"columns": wanted})
    assert sent.status_code == 200
    assert sent.json == api.get("/prevalidation-columns")
    assert sent.json["columns"] == wanted
    _, data, _ = made(api, exports_of, "xlsx", "prevalidate")
    rows = read_workbook(BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]
    assert [cells[:3] for cells in rows] == [["Surname", "Remarks", "Given name"], ["Okafor", "", "Amara"]]
    assert "prevalidation columns" in {entry["action"] for entry in api.get("/audit")["items"]}


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ([], "columns"),
        ([{"heading": "", "field": "npi"}], "heading"),
        ([{"heading": "x" * 101, "field": "npi"}], "heading"),
        ([{"heading": "a\u0007b", "field": "npi"}], "heading"),
        ([{"heading": "NPI", "field": "npi"}, {"heading": " npi ", "field": "npi"}], "heading"),
        ([{"heading": "NPI", "field": "email"}], "field"),
        ([{"heading": "NPI"}], "field"),
        ([{"heading": f"{n}", "field": "npi"} for n in range(51)], "columns"),
    ],
)
def test_columns_that_make_no_file_are_refused(api: Api, columns: list[dict[str, str]], field: str) -> None:
    refused = api("PUT", "/prevalidation-columns", {"columns": columns})
    assert refused.status_code == 422
    assert [problem["field"] for problem in refused.json["problems"]] == [field]
    assert len(api.get("/prevalidation-columns")["columns"]) == 7


def test_a_board_that_wants_two_rows_gets_two_and_two_deletions(
    api: Api, clock: Clock, make_activity: Callable[..., StoredActivity]
) -> None:
    types = ("MOCA lifelong learning", "Patient Safety")
    aba = make_activity(
        boards=tuple(BoardCredit(board="ABA", credit_type=kind, points_max=Decimal(1)) for kind in types)
    )
    where = f"/activities/{aba.id}/exports"
    record = api.post(f"/activities/{aba.id}/records", another(1, board="ABA", board_id="A123"))
    reported = [cell["value"] for cell in api.get(f"/records/{record['id']}")["reported"]]
    assert reported[-6:] == ["1", types[0], "1", "1", types[1], "1"]
    export, data, _ = made(api, where, "tab")
    assert export["rows"] == 2
    lines = [line.split("\t") for line in data.decode().splitlines()[1:]]
    assert [(line[8], line[9], line[12]) for line in lines] == [("6", "ABA", types[0]), ("", "ABA", types[1])]
    clock.advance(minutes=5)
    api.post(f"/records/{record['id']}/set-aside", {"reason": "Was not there."}, status=200)
    assert api.get(f"/activities/{aba.id}/readiness")["deletes"] == 1
    _, data, _ = made(api, where, "tab", "delete")
    assert (data.count(b"Add\t"), data.count(b"Delete\t")) == (0, 2)
