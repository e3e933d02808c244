"""What the answers of the service mean, in both languages, and that no word is taken for more than it says."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

import pytest

from delivery.pars_service import Heard, Json, Language, Verdict, Xml, language
from delivery.web import Answer, Halt, NoAnswer, Server
from pars.formats.columns import Row
from pars.record import BoardCredit, LearnerRecord
from tests.conftest import an_activity

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ABIM = (BoardCredit(board="ABIM", credit_type="Medical Knowledge", points_max=Decimal(6)),)


class Scripted:
    """A server that gives the answers of a list, and keeps what it was asked."""

    def __init__(self, *answers: tuple[int, str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, Any]] = []

    def get(self, path: str, query: dict[str, str]) -> Answer:
        return self._next(path, query)

    def post(self, path: str, body: bytes, content_type: str) -> Answer:
        return self._next(path, body)

    def _next(self, path: str, what: Any) -> Answer:
        self.asked.append((path, what))
        status, text = self.answers.pop(0)
        return Answer(status, text.encode())


def speaking(name: str, *answers: tuple[int, str]) -> tuple[Language, Scripted]:
    server = Scripted(*answers)
    return language(name, cast(Server, server)), server


def row(action: Any = "Add", **fields: Any) -> Row:
    known: dict[str, Any] = {
        "profession": "md",
        "first_name": "Amara",
        "last_name": "Okafor",
        "license_state": "ME",
        "license_number": "MD12345",
        "birth_month": 9,
        "birth_day": 27,
        "credits": Decimal(6),
        "completion_date": date(2026, 11, 23),
    }
    activity = an_activity(boards=ABIM if fields.get("board") else ())
    return Row(action, activity, LearnerRecord(**(known | fields)), "ccid:example.org:1")


@pytest.mark.parametrize(
    ("status", "text", "verdict", "words"),
    [
        (201, "{}", Verdict.TAKEN, ""),
        (200, "", Verdict.TAKEN, ""),
        (202, "", Verdict.TAKEN, ""),
        (409, '{"message": "there"}', Verdict.TAKEN, ""),
        (400, '{"message": "No match.\\n\\u0007"}', Verdict.REFUSED, "No match."),
        (400, '{"errors": {"Member": ["Wrong."], "n": 3}}', Verdict.REFUSED, ""),
        (400, '{"errors": ["Wrong.", {"detail": "State."}]}', Verdict.REFUSED, "Wrong. State."),
        (422, "plain words", Verdict.REFUSED, "plain words"),
        (400, "[" * 100_000, Verdict.REFUSED, "[" * 500),
        (400, "", Verdict.REFUSED, ""),
    ],
)
def test_what_becomes_of_a_row_in_json(status: int, text: str, verdict: Verdict, words: str) -> None:
    speaks, server = speaking("json", (status, text))
    assert speaks.submit(row(), NOW) == Heard(verdict, words)
    path, body = server.asked[0]
    assert path == "/learner-activities"
    assert json.loads(body)["ACCMELearnerReports"]


@pytest.mark.parametrize("status", [404, 405, 415])
@pytest.mark.parametrize("name", ["json", "xml"])
def test_an_answer_that_nobody_told_us_of_stops_the_run(name: str, status: int) -> None:
    speaks, _ = speaking(name, (status, ""))
    with pytest.raises(Halt, match="unexpected"):
        speaks.submit(row(), NOW)


@pytest.mark.parametrize(
    ("items", "verdict"),
    [
        ([{"Status": "Completed"}], Verdict.ACCEPTED),
        ([{"CreditID": "ccid:example.org:1", "Status": " accepted"}], Verdict.ACCEPTED),
        ([{"Status": "Rejected", "Message": "No."}], Verdict.REFUSED),
        ([{"Status": "In review"}], Verdict.TAKEN),
        ([{}], Verdict.TAKEN),
        ([], Verdict.NOT_THERE),
        ([{"CreditID": "another", "Status": "Accepted"}], Verdict.NOT_THERE),
    ],
)
def test_a_status_in_json(items: list[dict[str, str]], verdict: Verdict) -> None:
    speaks, server = speaking("json", (200, json.dumps(items)))
    assert speaks.status(row(), NOW).verdict is verdict
    assert server.asked == [("/learner-activities/status", {"CreditId": "ccid:example.org:1"})]


def test_every_credit_of_a_row_is_asked_for() -> None:
    """With a board there are two certificates; the row is accepted when both are."""
    accepted, rejected = (200, '[{"Status": "Accepted"}]'), (200, '[{"Status": "Rejected", "Message": "ID"}]')
    for answers, heard in (
        ((accepted, accepted), Heard(Verdict.ACCEPTED)),
        ((accepted, rejected), Heard(Verdict.REFUSED, "ID")),
        ((accepted, (404, "")), Heard(Verdict.TAKEN)),
        (((404, ""), (404, "")), Heard(Verdict.NOT_THERE)),
    ):
        speaks, server = speaking("json", *answers)
        assert speaks.status(row(board="ABIM", board_id="123"), NOW) == heard
        assert [query["CreditId"] for _, query in server.asked] == [
            "ccid:example.org:1",
            "ccid:example.org:1-2",
        ]


@pytest.mark.parametrize("text", ["{", "", '{"Status": "Accepted"}', "null"])
def test_a_status_that_cannot_be_read_is_no_verdict(text: str) -> None:
    speaks, _ = speaking("json", (200, text))
    with pytest.raises((NoAnswer, Halt)):
        speaks.status(row(), NOW)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("<Response/>", Heard(Verdict.TAKEN)),
        ("", Heard(Verdict.TAKEN)),
        ("<R xmlns='urn:x'><Message> No  match </Message></R>", Heard(Verdict.REFUSED, "No match")),
    ],
)
def test_what_becomes_of_a_row_in_xml(text: str, heard: Heard) -> None:
    speaks, server = speaking("xml", (200, text))
    assert speaks.submit(row(), NOW) == heard
    assert server.asked[0][0] == "/SaveLearnerActivity"


@pytest.mark.parametrize(
    "text",
    [
        "<R>",
        "no xml",
        '<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>',
        '<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>',
    ],
)
def test_xml_that_is_broken_or_brings_entities_is_no_verdict(text: str) -> None:
    for ask in ("submit", "status", "match"):
        speaks, _ = speaking("xml", (200, text))
        with pytest.raises(NoAnswer):
            getattr(speaks, ask)(row(), NOW)


@pytest.mark.parametrize(
    ("word", "verdict"), [("Match", Verdict.ACCEPTED), ("no match", Verdict.REFUSED), ("perhaps", None)]
)
def test_a_match_in_xml_needs_a_word_that_we_know(word: str, verdict: Verdict | None) -> None:
    speaks, _ = speaking("xml", (200, f"<R><Status>{word}</Status></R>"))
    if verdict is None:
        with pytest.raises(Halt, match="unexpected"):
            speaks.match(row(), NOW)
    else:
        assert speaks.match(row(), NOW).verdict is verdict


def test_a_dry_run_in_json_reports_nothing_and_finds_what_is_there() -> None:
    speaks, server = speaking("json", (404, ""), (200, '[{"Status": "Accepted"}]'))
    assert speaks.match(row(), NOW).verdict is Verdict.ACCEPTED
    assert speaks.match(row(), NOW) == Heard(Verdict.REFUSED, "PARS has this credit already.")
    assert {path for path, _ in server.asked} == {"/learner-activities/status"}


def test_no_address_holds_anything_personal() -> None:
    for speaks in (Json, Xml):
        server = Scripted((404, ""))
        speaks(cast(Server, server)).status(row(npi="1234567893"), NOW)
        assert "12345" not in str(server.asked[0])
        assert "Okafor" not in str(server.asked[0])
