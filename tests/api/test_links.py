"""Asking a learner: the link, the letter, the proposal, and the way back into a file for PARS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Config
from storage import audit, letters
from storage.activities import StoredActivity
from storage.database import Database
from tests.api.contract import Api
from tests.api.samples import another
from tests.conftest import Clock
from tests.reading import Page

Arrive = Callable[..., Any]
ADD = {"format": "xlsx", "kind": "add"}


@pytest.fixture
def sent(api: Api, arrive: Arrive, activity: StoredActivity, clock: Clock) -> str:
    """The id of a record that has been in a file for PARS for a minute."""
    clock.advance(minutes=-1)
    record_id: str = arrive()["id"]
    api.post(f"/activities/{activity.id}/exports", ADD)
    clock.advance(minutes=1)
    return record_id


@pytest.fixture
def rejected(api: Api, sent: str) -> str:
    """The id of a record that PARS has rejected."""
    said = {"status": "rejected", "reason": "License number MD0012345 does not match"}
    api.post(f"/records/{sent}/outcome", said, 200)
    return sent


def correct(client: FlaskClient, url: str, **answers: str) -> Page:
    """What a learner does who opens the link."""
    path = url.removeprefix("http://localhost")
    return Page(client.post(path, data=Page(client.get(path)).values | answers))


def test_what_pars_says_puts_answers_in_question(api: Api, rejected: str) -> None:
    found = api.get(f"/records/{rejected}/link")
    assert found["fields"] == ["license_number"]
    assert found["reason"] == "Your license number does not match what your licensing board has."
    assert (found["can_send"], "No mail server" in found["why_not"]) == (False, True)
    assert "consent" not in found["choices"]
    assert "profession" not in found["choices"]


def test_an_unknown_reason_puts_in_question_what_a_learner_is_found_by(api: Api, sent: str) -> None:
    api.post(f"/records/{sent}/outcome", {"status": "rejected", "reason": "E4711 Okafor, MD0012345"}, 200)
    found = api.get(f"/records/{sent}/link")
    assert found["fields"] == [
        "first_name", "last_name", "license_state", "license_number", "birth_month", "birth_day",
    ]  # fmt: skip
    assert found["reason"] == "Your board did not accept your record as it was sent."


def test_our_own_problems_put_answers_in_question(api: Api, arrive: Arrive) -> None:
    record_id = arrive(license_number="", npi="")["id"]
    found = api.get(f"/records/{record_id}/link")
    assert found["fields"] == ["license_number"]
    assert found["reason"].startswith("Without a license number or an NPI")


def test_where_nothing_is_in_question_the_coordinator_chooses(api: Api, arrive: Arrive) -> None:
    record_id = arrive()["id"]
    assert api.get(f"/records/{record_id}/link")["fields"] == []
    told = api.post(f"/records/{record_id}/link", {}, 422)
    assert told["problems"][0]["field"] == "fields"
    made = api.post(
        f"/records/{record_id}/link", {"fields": ["birth_day", "email"], "reason": "Please look."}
    )
    assert made["fields"] == ["birth_month", "birth_day", "email"]
    assert made["reason"] == "Please look."


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"fields": ["consent"]}, 422),
        ({"fields": ["board"]}, 422),
        ({"fields": ["first_name"] * 3 + ["nothing"]}, 422),
        ({"fields": "first_name"}, 400),
        ({"fields": ["first_name"], "reason": "x" * 501}, 422),
        ({"fields": ["first_name"], "reason": " "}, 422),
        ({"fields": ["first_name"], "send": "yes"}, 400),
        ({"fields": ["first_name"], "send": True}, 409),
        ({"field": ["first_name"]}, 422),
    ],
)
def test_what_no_link_is_made_for(api: Api, arrive: Arrive, body: dict[str, Any], status: int) -> None:
    record_id = arrive()["id"]
    api.post(f"/records/{record_id}/link", body, status)
    assert api.get(f"/records/{record_id}")["links"] == []


def test_neither_set_aside_nor_unknown_records_are_asked_about(api: Api, arrive: Arrive) -> None:
    record_id = arrive()["id"]
    api.post(f"/records/{record_id}/set-aside", {"reason": "Twice"}, 200)
    api.post(f"/records/{record_id}/link", {"fields": ["first_name"]}, 409)
    api.post("/records/nobody/link", {"fields": ["first_name"]}, 404)
    api.get("/records/nobody/link", 404)
    refused = arrive(**another(7, consent=False))["id"]
    api.post(f"/records/{refused}/link", {"fields": ["first_name"]}, 409)


def test_the_link_is_told_once_with_a_letter_for_ones_own_mail_program(api: Api, rejected: str) -> None:
    made = api.post(f"/records/{rejected}/link", {})
    assert made["url"].startswith("http://localhost/c/")
    assert made["expires_at"] == "2026-12-07T22:30:00+00:00"
    letter = made["letter"]
    assert letter["to"] == "amara@example.org"
    assert letter["state"] is None
    assert made["url"] in letter["text"]
    for secret in ("MD0012345", "1234567893", "amara@", "9/27"):
        assert secret not in letter["text"]
    record = api.get(f"/records/{rejected}")
    assert made["url"].rsplit("/", 1)[1] not in str(record)
    (link,) = record["links"]
    assert link == {
        "created_at": "2026-11-23T22:30:00+00:00",
        "expires_at": "2026-12-07T22:30:00+00:00",
        "used_at": None,
        "fields": ["license_number"],
        "letter": None,
    }


def test_a_proposal_shows_and_waits(
    api: Api, client: FlaskClient, rejected: str, records_of: str, activity: StoredActivity, arrive: Arrive
) -> None:
    arrive(**another(1))
    url = api.post(f"/records/{rejected}/link", {})["url"]
    assert correct(client, url, license_number="MD0012346").heading == "Thank you"
    record = api.get(f"/records/{rejected}")
    assert record["license_number"] == "MD0012345"
    assert record["state"] == "rejected"
    assert record["proposal"] == {
        "id": record["proposal"]["id"],
        "received_at": "2026-11-23T22:30:00+00:00",
        "changes": [{"field": "license_number", "before": "MD0012345", "after": "MD0012346"}],
        "confirmed": [],
    }
    assert record["history"][-1]["action"] == "correction proposed"
    assert record["history"][-1]["actor"] == "Learner"
    assert record["links"][0]["used_at"]
    assert {item["id"]: item["proposed"] for item in api.get(records_of)["items"]}[rejected] is True
    assert [item["id"] for item in api.get(f"{records_of}?proposed=true")["items"]] == [rejected]
    assert api.get(f"/activities/{activity.id}")["counts"]["proposals"] == 1
    api.get(f"{records_of}?proposed=maybe", 422)


def test_the_whole_way_back(
    api: Api, client: FlaskClient, rejected: str, activity: StoredActivity, records_of: str
) -> None:
    """Exported, rejected, asked, corrected, taken: the next file deletes the old and adds the new."""
    url = api.post(f"/records/{rejected}/link", {})["url"]
    correct(client, url, license_number="MD0012346")
    proposal = api.get(f"/records/{rejected}")["proposal"]["id"]
    taken = api.post(f"/proposals/{proposal}/take", {}, 200)
    assert (taken["license_number"], taken["state"], taken["proposal"]) == ("MD0012346", "ready", None)
    assert [step["action"] for step in taken["history"]][-2:] == ["corrected", "proposal taken"]
    assert taken["history"][-2]["reason"] == "As the learner proposed"
    ready = api.get(f"/activities/{activity.id}/readiness")
    assert (ready["ready"], ready["deletes"]) == (1, 1)
    assert api.post(f"/activities/{activity.id}/exports", ADD)["rows"] == 2
    assert api.get(f"/activities/{activity.id}")["counts"]["proposals"] == 0
    accepted = api.post(f"/records/{rejected}/outcome", {"status": "accepted"}, 200)
    assert accepted["state"] == "accepted"


def test_declined_it_leaves_the_record_as_it_is(api: Api, client: FlaskClient, rejected: str) -> None:
    correct(client, api.post(f"/records/{rejected}/link", {})["url"], license_number="MD77")
    proposal = api.get(f"/records/{rejected}")["proposal"]["id"]
    api.post(f"/proposals/{proposal}/decline", {}, 422)
    record = api.post(f"/proposals/{proposal}/decline", {"reason": "Not in the register"}, 200)
    assert (record["license_number"], record["state"], record["proposal"]) == ("MD0012345", "rejected", None)
    assert record["history"][-1]["reason"] == "Not in the register"
    for again in ("take", "decline"):
        api.post(f"/proposals/{proposal}/{again}", {"reason": "Once more"}, 409)
    api.post("/proposals/nothing/take", {}, 404)
    assert api.post(f"/records/{rejected}/link", {})["fields"] == ["license_number"]


def test_a_proposal_is_taken_upon_the_version_that_was_looked_at(
    api: Api, client: FlaskClient, rejected: str
) -> None:
    correct(client, api.post(f"/records/{rejected}/link", {})["url"], license_number="MD77")
    seen = api.get(f"/records/{rejected}")
    api.patch(f"/records/{rejected}", {"first_name": "Amarah", "reason": "Register"})
    stale = {"If-Match": f'"{seen["version"]}"'}
    api.post(f"/proposals/{seen['proposal']['id']}/take", {}, 412, headers=stale)
    assert api.get(f"/records/{rejected}")["proposal"]
    taken = api.post(f"/proposals/{seen['proposal']['id']}/take", {}, 200)
    assert (taken["first_name"], taken["license_number"]) == ("Amarah", "MD77")


def test_what_came_to_be_wrong_is_refused(
    api: Api, client: FlaskClient, rejected: str, activity: StoredActivity
) -> None:
    url = api.post(f"/records/{rejected}/link", {"fields": ["credits"]})["url"]
    correct(client, url, credits="less", credits_less="5")
    api.patch(f"/activities/{activity.id}", {"credits_max": "4"})
    proposal = api.get(f"/records/{rejected}")["proposal"]["id"]
    told = api.post(f"/proposals/{proposal}/take", {}, 422)
    assert told["problems"][0]["code"] == "credits_too_many"
    assert api.get(f"/records/{rejected}")["proposal"]


def test_each_step_is_in_the_audit_by_ids_alone(
    api: Api, client: FlaskClient, rejected: str, activity: StoredActivity, database: Database
) -> None:
    correct(client, api.post(f"/records/{rejected}/link", {})["url"], license_number="CANARY77")
    api.post(f"/proposals/{api.get(f'/records/{rejected}')['proposal']['id']}/take", {}, 200)
    told = api.get(f"/audit?chain={activity.id}")["items"]
    assert [entry["action"] for entry in told][-4:] == [
        "record learner asked",
        "record correction proposed",
        "record corrected",
        "record proposal taken",
    ]
    assert not any(secret in str(told) for secret in ("CANARY77", "Okafor", "MD0012345"))
    with database.read() as session:
        assert audit.first_broken(session, activity.id) is None


class TestWithAMailServer:
    """attest sends the letter itself."""

    @pytest.fixture
    def config(self, config: Config) -> Config:
        return replace(config, smtp_url="smtp://localhost:1", mail_from="cme@example.org")

    def test_a_letter_waits_to_be_sent(
        self, api: Api, rejected: str, database: Database, clock: Clock, app: Flask
    ) -> None:
        assert api.get(f"/records/{rejected}/link")["can_send"] is True
        made = api.post(f"/records/{rejected}/link", {"send": True})
        assert made["letter"]["state"] == "waiting"
        (link,) = api.get(f"/records/{rejected}")["links"]
        assert link["letter"] == {"state": "waiting", "sent_at": None, "error": None}
        with database.write() as session:
            letter = letters.claim(session, clock())
        assert letter is not None
        assert letter.words.text == made["letter"]["text"]

    def test_a_newer_link_takes_the_letter_back(
        self, api: Api, client: FlaskClient, rejected: str, clock: Clock
    ) -> None:
        first = api.post(f"/records/{rejected}/link", {"send": True})
        clock.advance(minutes=1)
        api.post(f"/records/{rejected}/link", {"send": True})
        now, before = api.get(f"/records/{rejected}")["links"]
        assert (now["letter"]["state"], before["letter"]["state"]) == ("waiting", "dropped")
        assert before["expires_at"] == now["created_at"]
        assert client.get(first["url"]).status_code == 404

    def test_a_link_that_was_used_is_not_sent_any_more(
        self, api: Api, client: FlaskClient, rejected: str
    ) -> None:
        made = api.post(f"/records/{rejected}/link", {"send": True})
        correct(client, made["url"], license_number="MD77")
        assert api.get(f"/records/{rejected}")["links"][0]["letter"]["state"] == "dropped"

    def test_without_an_address_nothing_is_sent(
        self, api: Api, make_activity: Callable[..., StoredActivity]
    ) -> None:
        silent = make_activity(email="off")
        record_id = api.post(f"/activities/{silent.id}/records", another(1, email=""))["id"]
        assert "no email address" in api.get(f"/records/{record_id}/link")["why_not"]
        api.post(f"/records/{record_id}/link", {"fields": ["npi"], "send": True}, 409)
        assert api.post(f"/records/{record_id}/link", {"fields": ["npi"]})["letter"]["to"] == ""
