"""Whatever is sent to the pages of a receipt is answered, changes nothing and gives nothing away."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blueprints.attest import proving
from pars.proof import FIELDS
from storage import own_record
from tests.attest.conftest import Kept
from tests.attest.receipts import form

NAMES = (
    *FIELDS,
    "reference",
    "step",
    "proof",
    "npi",
    "birth_month",
    "credits",
    "consent",
    "attest",
    "submission_id",
)
SECRETS = ("MD0012345", "1234567893", "amara@example.org", "Okafor")


@pytest.fixture
def without_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_record, "TRIES_A_DAY", 10**9)
    monkeypatch.setattr(proving, "TRIES_PER_ADDRESS", 10**9)


@pytest.mark.usefixtures("without_limits")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sent=st.dictionaries(st.sampled_from(NAMES), st.text(max_size=60)),
    path=st.sampled_from(["/r/", "correct", "license", "withdraw"]),
)
def test_anything(client: FlaskClient, receipt: str, kept: Kept, sent: dict[str, Any], path: str) -> None:
    before = kept()[0]
    answer = client.post(path if path == "/r/" else f"{receipt}/{path}", data=sent)
    assert answer.status_code == 400
    assert kept()[0] == before
    for secret in SECRETS:
        assert secret not in answer.text or any(secret in value for value in sent.values())


@pytest.mark.parametrize("typed", ["=1+1", "\x00", "\u202eA", "x" * 2000, "\U0001f600"])
def test_what_the_form_refuses_is_refused_here(
    client: FlaskClient, receipt: str, kept: Kept, typed: str
) -> None:
    address = f"{receipt}/correct"
    before, sent = kept()[0], form(client, address)
    for name in ("first_name", "license_number", "npi", "email"):
        assert client.post(address, data=sent | {name: typed}).status_code == 400, name
    assert kept()[0] == before


def test_what_is_not_asked_is_not_taken(client: FlaskClient, receipt: str, kept: Kept) -> None:
    address = f"{receipt}/correct"
    before = kept()[0]
    client.post(address, data=form(client, address) | {"profession": "np", "consent": "no", "board": "ABS"})
    assert kept()[0] == before


def test_an_answer_that_comes_twice_is_sent_back(client: FlaskClient, receipt: str, kept: Kept) -> None:
    address = f"{receipt}/correct"
    sent: dict[str, Any] = {**form(client, address), "npi": ["1993999998", "1234567893"]}
    answer = client.post(address, data=sent)
    assert answer.status_code == 400
    assert "arrived twice" in answer.text
    assert kept()[0].version == 1
