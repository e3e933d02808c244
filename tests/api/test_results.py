"""PARS's answer through the API: uploaded or pasted, looked at, applied; marked by hand; and the days that are left."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from storage.activities import StoredActivity
from storage.database import Database
from tests.api.contract import PREFIX, Api, check
from tests.api.samples import another
from tests.conftest import Clock
from tests.pars.formats.results_samples import as_text, as_xlsx, as_xml

ADD = {"format": "xlsx", "kind": "add"}
NO_MATCH = "No learner was found."
HEADINGS = ("Licensing ID or NPI", "Last Name", "Status", "Message")


@pytest.fixture
def results_of(activity: StoredActivity) -> str:
    return f"/activities/{activity.id}/results"


@pytest.fixture
def sent(api: Api, activity: StoredActivity, records_of: str, clock: Clock) -> list[Any]:
    """Three physicians whose records went out."""
    made = [api.post(records_of, another(number)) for number in range(1, 4)]
    api.post(f"/activities/{activity.id}/exports", ADD)
    clock.advance(days=1)
    return made


def rows(*statuses: str) -> list[tuple[str, str, str, str]]:
    return [
        (
            f"MD{number:07}",
            f"Okafor{'abcd'[number]}",
            status,
            NO_MATCH if status == "Rejected" else "",
        )
        for number, status in enumerate(statuses, 1)
    ]


def send(api: Api, path: str, data: bytes, content_type: str) -> TestResponse:
    answer = api.client.post(PREFIX + path, data=data, content_type=content_type, headers=api.headers)
    check("POST", PREFIX + path, answer)
    return answer


@pytest.mark.parametrize(
    ("write", "content_type"),
    [
        (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (as_text, "text/csv"),
        (lambda *table: as_text(*table, delimiter="\t"), "text/plain; charset=utf-8"),
        (as_xml, "application/xml"),
        (as_xlsx, "text/csv"),
        (as_text, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (as_xml, "application/octet-stream"),
    ],
)
def test_every_kind_of_file(
    api: Api, results_of: str, sent: list[Any], write: Callable[..., bytes], content_type: str
) -> None:
    headings = tuple(heading.replace(" ", "") for heading in HEADINGS)
    answer = send(api, results_of, write(rows("Accepted", "Rejected"), headings), content_type)
    assert answer.status_code == 201
    seen = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/results/{seen['id']}"
    assert (seen["needs_mapping"], seen["counts"]["change"], seen["unanswered"]) == ([], 2, 1)
    assert [(row["row"] > 0, row["status"], row["reason"]) for row in seen["rows"]] == [
        (True, "accepted", None),
        (True, "rejected", NO_MATCH),
    ]
    assert api.get(f"/records/{sent[0]['id']}")["outcome"] is None
    applied = api.post(f"/results/{seen['id']}/apply", None, 200)
    assert (applied["changed"], applied["counts"]["known"], applied["counts"]["change"]) == (2, 2, 0)
    record = api.get(f"/records/{sent[1]['id']}")
    assert (record["state"], record["outcome"]["status"], record["outcome"]["reason"]) == (
        "rejected", "rejected", NO_MATCH,
    )  # fmt: skip
    assert api.post(f"/results/{seen['id']}/apply", None, 200) == applied
    assert api.get(f"/results/{seen['id']}") == applied


def test_pasted_text_and_a_file_in_a_form(api: Api, results_of: str, sent: list[Any]) -> None:
    text = as_text(rows("Accepted"), HEADINGS, "\t").decode()
    first = api.post(results_of, {"text": text})
    assert first["counts"]["change"] == 1
    form = {"file": (BytesIO(text.encode()), "answer.txt")}
    answer = api.client.post(PREFIX + results_of, data=form, headers=api.headers)
    assert (answer.status_code, answer.get_json()["id"]) == (200, first["id"])
    assert [one["id"] for one in api.get(results_of)["items"]] == [first["id"]]


def test_columns_are_mapped_once(api: Api, results_of: str, sent: list[Any]) -> None:
    names = ("Number", "Who", "Verdict", "Words")
    mapping = {"license_number": "Number", "last_name": "Who", "status": "Verdict", "reason": "Words"}
    seen = api.post(results_of, {"text": as_text(rows("Accepted"), names).decode()})
    assert (seen["columns"], seen["mapping"], seen["rows"]) == (list(names), {}, [])
    assert [problem["field"] for problem in seen["needs_mapping"]] == ["status", "credit_id"]
    api.post(f"/results/{seen['id']}/apply", None, 409)
    where = f"/results/{seen['id']}/mapping"
    for wrong in ({"status": "Gone"}, {"nothing": "Who"}, {}):
        refused = api("PUT", where, {"mapping": wrong})
        assert refused.status_code == 422
        assert refused.get_json(force=True)["problems"]
    mapped = api("PUT", where, {"mapping": mapping}).get_json()
    assert (mapped["needs_mapping"], mapped["counts"]["change"]) == ([], 1)
    again = api.post(results_of, {"text": as_text(rows("Accepted", "Accepted"), names).decode()})
    assert (again["mapping"], again["counts"]["change"]) == (mapping, 2)
    data = as_text(rows("Rejected"), ("A", "B", "C", "D"))
    form = {
        "file": (BytesIO(data), "x.csv"),
        "mapping": json.dumps({"license_number": "A", "last_name": "B", "status": "C", "reason": "D"}),
    }
    answer = api.client.post(PREFIX + results_of, data=form, headers=api.headers)
    assert answer.get_json()["counts"]["change"] == 1


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"", "text/csv", 422),
        (b"%PDF-1.7", "application/octet-stream", 422),
        (b"<!DOCTYPE a><a/>", "application/xml", 422),
        (b"PK\x03\x04", "application/octet-stream", 422),
        (b"a,b", "image/png", 415),
        (b'{"text": 7}', "application/json", 400),
        (b'{"text": "a", "mapping": {"status": 7}}', "application/json", 400),
        (b"a" * 5_300_000, "text/csv", 422),
        (b"a" * 11_000_000, "text/csv", 413),
    ],
)
def test_what_is_no_answer_is_refused_and_not_kept(
    api: Api, results_of: str, data: bytes, content_type: str, status: int
) -> None:
    assert send(api, results_of, data, content_type).status_code == status
    assert api.get(results_of)["items"] == []


def test_rows_set_apart_are_told_why(api: Api, results_of: str, sent: list[Any]) -> None:
    table = [*rows("Accepted"), ("MD0000001", "Okaforb", "Rejected", ""), ("MD9", "Nobody", "Accepted", "")]
    seen = api.post(results_of, {"text": as_text(table, HEADINGS).decode()})
    assert [row["group"] for row in seen["rows"]] == ["contradictory", "contradictory", "unknown"]
    assert seen["rows"][0]["record"]["id"] == sent[0]["id"]
    assert seen["rows"][2]["name"] == "Nobody"
    assert all(problem["message"] for row in seen["rows"] for problem in row["problems"])


def test_marking_by_hand(api: Api, sent: list[Any]) -> None:
    where = f"/records/{sent[0]['id']}/outcome"
    record = api.post(where, {"status": "rejected", "reason": NO_MATCH}, 200)
    assert (record["state"], record["outcome"]["reason"]) == ("rejected", NO_MATCH)
    assert record["history"][-1]["action"] == "rejected by PARS"
    record = api.post(where, {"status": "accepted"}, 200)
    assert (record["state"], record["outcome"]["status"], record["days_left"]) == (
        "accepted",
        "accepted",
        None,
    )
    for wrong in ({"status": "exported"}, {}, {"status": "rejected", "reason": "\x07"}):
        api.post(where, wrong, 422)


def test_marking_many_is_all_or_none(
    api: Api, activity: StoredActivity, records_of: str, sent: list[Any], make_activity: Callable[..., Any]
) -> None:
    where = f"/activities/{activity.id}/outcomes"
    ids = [one["id"] for one in sent]
    waiting = api.post(records_of, another(7, license_number=""))["id"]
    elsewhere = api.post(f"/activities/{make_activity().id}/records", another(8))["id"]
    for strange in (waiting, elsewhere):
        api.post(where, {"record_ids": [*ids, strange], "status": "accepted"}, 409)
    api.post(where, {"record_ids": ["nobody"], "status": "accepted"}, 404)
    for wrong in ([], [str(number) for number in range(1001)]):
        api.post(where, {"record_ids": wrong, "status": "accepted"}, 422)
    assert {api.get(f"/records/{one}")["state"] for one in ids} == {"exported"}
    assert api.post(where, {"record_ids": ids, "status": "accepted"}, 200) == {"changed": 3}
    assert api.post(where, {"record_ids": ids, "status": "accepted"}, 200) == {"changed": 0}


def test_the_days_that_are_left(api: Api, records_of: str, sent: list[Any], clock: Clock) -> None:
    assert api.get(f"/records/{sent[0]['id']}")["days_left"] == 29
    api.post(f"/records/{sent[0]['id']}/outcome", {"status": "accepted"}, 200)
    assert api.get(f"{records_of}?due=29")["total"] == 2
    assert api.get(f"{records_of}?due=28")["total"] == 0
    clock.advance(days=40)
    late = api.get(f"{records_of}?due=0")["items"]
    assert [record["days_left"] for record in late] == [-11, -11]
    assert api("GET", f"{records_of}?due=-1").status_code == 422


def test_what_it_takes_to_close(
    api: Api, activity: StoredActivity, records_of: str, sent: list[Any], clock: Clock
) -> None:
    where = f"/activities/{activity.id}/closing"
    others = [api.post(records_of, another(number, profession="np"))["id"] for number in (4, 5)]
    aside = api.post(records_of, another(6))["id"]
    api.post(f"/records/{aside}/set-aside", {"reason": "A test."}, 200)
    figures = api.get(where)
    assert (figures["physicians"], figures["others"], figures["set_aside"]) == (3, len(others), 1)
    assert (figures["waiting"]["exported"], figures["days_left"], figures["report_by"]) == (
        3,
        29,
        "2026-12-23",
    )
    assert [problem["code"] for problem in figures["left"]] == ["closing_still_open", "closing_unanswered"]
    api.patch(f"/activities/{activity.id}", {"status": "closed"})
    one, two, three = (record["id"] for record in sent)
    api.post(f"/activities/{activity.id}/outcomes", {"record_ids": [one, two], "status": "accepted"}, 200)
    api.post(f"/records/{three}/outcome", {"status": "rejected"}, 200)
    clock.advance(days=40)
    figures = api.get(where)
    assert (figures["accepted"], figures["overdue"], figures["days_left"]) == (2, 1, -11)
    assert [problem["code"] for problem in figures["left"]] == ["closing_rejected", "closing_overdue"]
    api.post(f"/records/{two}/set-aside", {"reason": "Withdrawn."}, 200)
    assert api.get(where)["deletes"] == 1
    api.post(f"/records/{three}/outcome", {"status": "accepted"}, 200)
    api.post(f"/activities/{activity.id}/exports", {"format": "xlsx", "kind": "delete"})
    assert [problem["code"] for problem in api.get(where)["left"]] == ["closing_deletes_waiting"]
    api.post(f"/records/{two}/outcome", {"action": "Delete", "status": "accepted"}, 200)
    assert api.get(where)["left"] == []


def test_the_answer_to_a_prevalidation(api: Api, results_of: str, records_of: str, clock: Clock) -> None:
    made = [api.post(records_of, another(number)) for number in (1, 2)]
    clock.advance(hours=1)
    pasted = {"text": as_text(rows("Accepted", "Rejected"), HEADINGS).decode()}
    seen = api.post(f"{results_of}?kind=prevalidation", pasted)
    assert (seen["kind"], seen["counts"]["change"], seen["unanswered"]) == ("prevalidation", 2, 0)
    assert api.post(f"/results/{seen['id']}/apply", None, 200)["changed"] == 2
    assert api.post(f"/results/{seen['id']}/apply", None, 200)["changed"] == 2
    found, held = (api.get(f"/records/{record['id']}") for record in made)
    assert (found["state"], found["prevalidation"]["status"], found["outcome"]) == ("ready", "accepted", None)
    assert (held["state"], held["prevalidation"]["reason"], held["outcome"]) == (
        "needs_attention", NO_MATCH, None,
    )  # fmt: skip
    assert [record["id"] for record in api.get(f"{records_of}?problem=prevalidation_no_match")["items"]] == [
        held["id"]
    ]
    accepted = {"codes": ["prevalidation_no_match"], "reason": "It is right."}
    assert api.post(f"/records/{held['id']}/accept", accepted, 200)["state"] == "ready"
    assert api.post(results_of, pasted)["counts"]["unknown"] == 2
    assert {one["kind"] for one in api.get(results_of)["items"]} == {"report", "prevalidation"}
    for wrong in ("kind=other", "sort=name"):
        assert api("POST", f"{results_of}?{wrong}", pasted).status_code == 422


def test_nothing_personal_is_logged(
    api: Api, results_of: str, sent: list[Any], database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    api.post(results_of, {"text": as_text(rows("Rejected"), HEADINGS).decode()})
    for secret in ("MD0000001", "Okafor", NO_MATCH):
        assert secret not in caplog.text
