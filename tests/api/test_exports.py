"""Files for PARS through the API: who is in them, once, and the same bytes each time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from python_calamine import load_workbook as read_workbook

from blueprints.api.pars_template import XLSX
from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import another
from tests.conftest import Clock
from tests.pars.formats.lookalike import HEADINGS, lookalike

ADD = {"format": "xlsx", "kind": "add"}


@pytest.fixture
def exports_of(activity: StoredActivity) -> str:
    return f"/activities/{activity.id}/exports"


def download(api: Api, made: Any) -> bytes:
    answer = api.client.get(made["file_url"], headers=api.headers)
    assert answer.status_code == 200
    return answer.data


def rows(data: bytes) -> list[list[Any]]:
    """The rows below the headings, by a reader that did not write them."""
    return read_workbook(BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)[2:]


def test_the_file_holds_who_is_ready_and_nobody_else(
    api: Api, records_of: str, exports_of: str, arrive: Callable[..., Any]
) -> None:
    arrive(license_number="0012345")
    api.post(records_of, another(1, profession="np"))
    api.post(records_of, another(2, consent=False))
    api.post(records_of, another(3, license_number=""))
    made = api.post(exports_of, ADD)
    assert (made["rows"], made["left_out"]) == (1, [])
    assert made["filename"] == "pars-201234567-2026-11-23-1.xlsx"
    data = download(api, made)
    assert hashlib.sha256(data).hexdigest() == made["sha256"]
    (row,) = rows(data)
    assert row[:2] + row[3:9] == ["Add", "201234567", "Amara", "Okafor", "09/27", "Maine", "0012345", 6.0]


def test_the_file_comes_as_a_download_that_cannot_do_harm(
    api: Api, exports_of: str, arrive: Callable[..., Any]
) -> None:
    arrive()
    made = api.post(exports_of, ADD)
    answers = [api("GET", f"/exports/{made['id']}/file") for _ in range(3)]
    assert len({answer.data for answer in answers}) == 1
    headers = answers[0].headers
    assert headers["Content-Type"] == XLSX
    assert headers["Content-Disposition"] == f'attachment; filename="{made["filename"]}"'
    assert headers["Content-Security-Policy"].startswith("sandbox")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "ETag" not in headers


def test_nobody_is_exported_twice(
    api: Api, records_of: str, exports_of: str, arrive: Callable[..., Any]
) -> None:
    arrive()
    first = api.post(exports_of, ADD)
    refused = api.post(exports_of, ADD, status=409)
    assert refused["problems"][0]["message"]
    api.post(records_of, another(1))
    second = api.post(exports_of, ADD)
    assert second["rows"] == 1
    assert second["filename"].endswith("-2.xlsx")
    listed = api.get(exports_of)["items"]
    assert {made["id"] for made in listed} == {first["id"], second["id"]}
    assert api.get(f"/exports/{first['id']}") == {k: v for k, v in first.items() if k != "left_out"}


def test_a_correction_after_an_export_owes_a_delete_and_an_add(
    api: Api, clock: Clock, exports_of: str, activity: StoredActivity, arrive: Callable[..., Any]
) -> None:
    record = arrive()
    api.post(exports_of, ADD)
    clock.advance(minutes=5)
    api.patch(f"/records/{record['id']}", {"first_name": "Amarachi", "reason": "Full name on license."})
    assert api.get(f"/activities/{activity.id}/readiness")["deletes"] == 1
    made = api.post(exports_of, ADD)
    assert [(row[0], row[3]) for row in rows(download(api, made))] == [
        ("Delete", "Amara"),
        ("Add", "Amarachi"),
    ]


def test_readiness_says_what_the_file_would_hold(
    api: Api, records_of: str, exports_of: str, activity: StoredActivity, arrive: Callable[..., Any]
) -> None:
    address = f"/activities/{activity.id}/readiness"
    arrive()
    api.post(records_of, another(1, license_number=""))
    api.post(records_of, another(2, license_number=""))
    api.post(records_of, another(3, consent=False))
    found = api.get(address)
    assert (found["ready"], found["last_export"]) == (1, None)
    assert {(held["state"], held["code"]): held["count"] for held in found["held"]} == {
        ("needs_attention", "no_identifier"): 2,
        ("not_for_pars", "no_consent"): 1,
    }
    made = api.post(exports_of, ADD)
    found = api.get(address)
    assert (found["ready"], found["last_export"]["id"]) == (0, made["id"])


def test_an_empty_activity_has_nothing_to_export(api: Api, exports_of: str) -> None:
    assert api.post(exports_of, ADD, status=409)["problems"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"format": "csv", "kind": "add"}, "format"),
        ({"format": "typed", "kind": "add"}, "format"),
        ({"format": "xml", "kind": "prevalidate"}, "format"),
        ({"format": "xlsx", "kind": "typed"}, "kind"),
        ({"kind": "add"}, "format"),
        ({"format": "xlsx"}, "kind"),
        (ADD | {"records": "all"}, "records"),
    ],
)
def test_what_does_not_exist_here_is_refused(
    api: Api, exports_of: str, arrive: Callable[..., Any], body: dict[str, str], field: str
) -> None:
    arrive()
    answer = api.post(exports_of, body, status=422)
    assert [problem["field"] for problem in answer["problems"]] == [field]
    assert api.get(exports_of)["total"] == 0


def test_the_uploaded_file_is_filled_and_what_it_does_not_list_stays_out(
    api: Api, records_of: str, exports_of: str, arrive: Callable[..., Any]
) -> None:
    uploaded = api("POST", "/pars-template?name=today.xlsx", data=lookalike(), content_type=XLSX)
    assert uploaded.status_code == 201
    kept_out = arrive(license_state="OH")
    api.post(exports_of, ADD, status=409)
    api.post(records_of, another(1, license_state="TX"))
    made = api.post(exports_of, ADD)
    assert made["rows"] == 1
    (left_out,) = made["left_out"]
    assert (left_out["record_id"], left_out["reference"]) == (kept_out["id"], kept_out["reference"])
    assert "Ohio" in left_out["problems"][0]["message"]
    assert api.get(f"/records/{kept_out['id']}")["state"] == "ready"
    assert [row[6] for row in rows(download(api, made))] == ["Texas"]


def test_a_template_is_kept_shown_and_removed(api: Api) -> None:
    assert api.get("/pars-template") == {"template": None}
    data = lookalike()
    sent = api(
        "POST",
        "/pars-template",
        data={"file": (BytesIO(data), "../../etc/PARS <2026>.xlsx")},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 201
    shown = sent.json["template"]
    assert shown["name"] == "PARS 2026.xlsx"
    assert shown["sha256"] == hashlib.sha256(data).hexdigest()
    assert api.get("/pars-template") == sent.json
    assert api("DELETE", "/pars-template").status_code == 204
    assert api.get("/pars-template") == {"template": None}


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"", XLSX, 422),
        (b"\x89PNG\r\n", XLSX, 422),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, XLSX, 422),
        (b"PK\x03\x04 cut off", "application/octet-stream", 422),
        (lookalike([heading for heading in HEADINGS if heading != "Last Name"]), XLSX, 422),
        (lookalike(), "text/plain", 415),
        (b"x" * (5 * 1024 * 1024 + 1), XLSX, 413),
        ({"other": "x"}, "multipart/form-data", 400),
    ],
    ids=["empty", "png", "ole", "cut", "heading", "text", "large", "field"],
)
def test_a_file_that_cannot_serve_is_refused_with_reasons(
    api: Api, data: Any, content_type: str, status: int
) -> None:
    answer = api("POST", "/pars-template", data=data, content_type=content_type)
    assert answer.status_code == status
    assert answer.json["detail"]
    if status == 422:
        assert answer.json["problems"]
    assert api.get("/pars-template") == {"template": None}
