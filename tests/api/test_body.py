"""Bodies that two readers could read differently are refused, whatever they ask for."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from tests.api.contract import Api
from tests.api.samples import attestation

UNREADABLE = {
    "nothing": b"",
    "half an object": b'{"title": ',
    "a list": b"[]",
    "a text": b'"title"',
    "null": b"null",
    "a byte order mark": b'\xef\xbb\xbf{"title": "x"}',
    "not UTF-8": b'{"title": "\xff"}',
    "UTF-16": '{"title": "x"}'.encode("utf-16"),
    "a name twice": b'{"title": "x", "title": "y"}',
    "a name twice, further in": b'{"boards": [{"board": "ABS", "board": "ABA"}]}',
    "NaN": b'{"credits_max": NaN}',
    "Infinity": b'{"credits_max": -Infinity}',
    "a float beyond all": b'{"credits_max": 1e400}',
    "thousands of digits": b'{"credits_max": 1' + b"0" * 5000 + b"}",
    "beyond 2^53": b'{"credits_max": 9223372036854775808}',
    "half a surrogate pair": b'{"title": "\\ud800"}',
    "half a surrogate pair as a name": b'{"\\udc00": 1}',
    "very deep": b'{"boards": ' + b"[" * 30000 + b"]" * 30000 + b"}",
    "deep": b'{"boards": ' + b"[" * 20 + b"]" * 20 + b"}",
}


@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_body_is_refused(api: Api, sent: bytes) -> None:
    answer = api("POST", "/activities", data=sent, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["detail"]


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json; charset=latin-1",
        "",
    ],
)
def test_another_content_type_is_refused(api: Api, content_type: str) -> None:
    answer = api("POST", "/activities", data=b'{"title": "x"}', content_type=content_type)
    assert answer.status_code == 415


def test_a_body_past_the_limit_is_refused(api: Api) -> None:
    sent = json.dumps({"title": "x" * 70_000}).encode()
    assert api("POST", "/activities", data=sent, content_type="application/json").status_code == 413


@pytest.mark.parametrize(("length", "status"), [(70_000, 413), (65_536, 413), (1_000, 422)])
def test_a_body_without_a_length_is_cut_off_by_nobody(api: Api, length: int, status: int) -> None:
    # As gunicorn hands on a chunked body; what stands within the limit is valid JSON by itself.
    sent = b'{"title": "x"}'.ljust(length)
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = api(
        "POST",
        "/activities",
        input_stream=BytesIO(sent),
        content_type="application/json",
        environ_overrides=chunked,
    )
    assert answer.status_code == status


def test_json_with_a_charset_is_taken(api: Api) -> None:
    answer = api("POST", "/activities", data=b"{}", content_type="application/json; charset=UTF-8")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", None),
        ("first_name", ["Amara"]),
        ("last_name", 7),
        ("birth_month", "9"),
        ("birth_month", True),
        ("birth_day", 27.0),
        ("credits", 6),
        ("consent", "yes"),
        ("attest", 1),
    ],
)
def test_a_value_of_another_type_is_named(api: Api, records_of: str, field: str, value: object) -> None:
    answer = api.post(records_of, attestation(**{field: value}), status=400)
    assert [problem["field"] for problem in answer["problems"]] == [field]


@pytest.mark.parametrize("field", ["status", "exported_at", "first_name[]", "consent_version", "state"])
def test_an_unknown_field_is_refused_by_name(api: Api, records_of: str, field: str) -> None:
    answer = api.post(records_of, attestation(**{field: "x"}), status=422)
    assert [(problem["field"], problem["code"]) for problem in answer["problems"]] == [
        (field, "unknown_field")
    ]


@pytest.mark.parametrize("search", ["?q=a&q=b", "?q=%00"])
def test_a_parameter_is_read_once_and_as_text(api: Api, records_of: str, search: str) -> None:
    answer = api.client.get(f"/api/v1{records_of}{search}", headers=api.headers)
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize(
    "search",
    [
        "page=2",
        "state=lost",
        "problem=none",
        "sort=license_number",
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=1_0",
        "limit=9999999999999999999",
        "limit=%D9%A1",
    ],
)
def test_a_parameter_outside_its_list_is_refused(api: Api, records_of: str, search: str) -> None:
    api.get(f"{records_of}?{search}", status=422)
