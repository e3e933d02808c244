"""Whatever is sent, the answer is one that openapi.yaml names, and never a failure of ours."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import ACTIVITY, attestation

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)  # half surrogate pairs as well
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)
USUAL = st.sampled_from(
    ["", "0", "-0", "6", "2026-11-23", "0001-01-01", "9999-12-31", "ME", "none", "=1+1", "md", "\x00", "१"]
)


def changed(sample: dict[str, Any], more: tuple[str, ...] = ()) -> st.SearchStrategy[dict[str, Any]]:
    """The sample with some of its fields, or of `more`, replaced by anything."""
    names = st.sampled_from([*sample, *more])
    return st.dictionaries(names, USUAL | ANY_JSON, min_size=1, max_size=4).map(
        lambda fields: sample | fields
    )


often = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SET_UP = (
    "dates",
    "boards",
    "opens_at",
    "closes_at",
    "email",
    "kiosk",
    "consent_text",
    "competencies",
    "home_states",
    "grace_minutes",
    "learners_max",
    "status",
)


@often
@given(sent=changed(ACTIVITY, SET_UP))
def test_set_up_takes_or_refuses(api: Api, sent: dict[str, Any]) -> None:
    assert api("POST", "/activities", sent).status_code in {201, 400, 422}


@often
@given(sent=changed(attestation(), ("board", "board_id", "completion_date")))
def test_an_attestation_is_taken_or_refused(api: Api, records_of: str, sent: dict[str, Any]) -> None:
    assert api("POST", records_of, sent).status_code in {200, 201, 400, 409, 422}


@often
@given(sent=changed({"reason": "As on the license."}, tuple(attestation())))
def test_a_correction_is_taken_or_refused(api: Api, records_of: str, sent: dict[str, Any]) -> None:
    found = api.get(records_of)["items"]
    record = found[0]["id"] if found else api.post(records_of, attestation())["id"]
    assert api("PATCH", f"/records/{record}", sent).status_code in {200, 400, 422}
    assert api("GET", f"/records/{record}").status_code == 200


@often
@given(sent=changed({"text": "Status,CreditID\nAccepted,x\n"}, ("mapping",)))
def test_a_pasted_answer_is_taken_or_refused(
    api: Api, activity: StoredActivity, sent: dict[str, Any]
) -> None:
    assert api("POST", f"/activities/{activity.id}/results", sent).status_code in {200, 201, 400, 422}


@pytest.mark.parametrize("name", ["q", "due", "state", "cursor", "limit", "sort", "problem", "other"])
@often
@given(value=st.text(max_size=30))
def test_a_list_is_given_or_refused(api: Api, records_of: str, name: str, value: str) -> None:
    assert api("GET", records_of, query_string={name: value}).status_code in {200, 422}
