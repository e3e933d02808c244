"""PARS's web service, as far as it is public: which call asks for what, and what an answer means.

Two languages, of which a setting chooses one: JSON by the ACCME's draft of a learner activity API
(github.com/elliottACCME/tempSchema at a9eaa6f), XML by MedBiquitous Activity Report with the calls
SaveLearnerActivity, GetLearnerMatch and GetLearnerStatusByCreditId. What neither says is presumed, and all of
it stands in this file and in pars/data/service_words.tsv; docs/pars-service.md lists it. Nothing here was tried
against PARS itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from urllib3.util import make_headers

from delivery.web import Answer, Halt, NoAnswer, Server
from pars.formats.columns import Row
from pars.formats.registry import FORMATS, Made
from pars.vocabulary import rows

LANGUAGES = ("json", "xml")
LONGEST_WORDS = 500
WORD_KEYS = frozenset({"message", "errormessage", "error", "reason", "detail", "description"})
DUPLICATE = 409
REFUSALS = (400, 422)


class Verdict(StrEnum):
    """What PARS says of a row."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    TAKEN = "taken"  # it has the row and has not decided
    NOT_THERE = "not_there"


@dataclass(frozen=True, slots=True)
class Heard:
    """A verdict, and PARS's own words to it, "" where it has none."""

    verdict: Verdict
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Account:
    """Who asks. The password goes into a header of each request, and nowhere else."""

    provider: str
    user: str
    password: str = field(repr=False)


class Language(Protocol):
    """How one language of the service asks and answers."""

    def submit(self, row: Row, at: datetime) -> Heard:
        """Report a row, or take it back."""

    def match(self, row: Row, at: datetime) -> Heard:
        """Whether PARS would take the row, as far as it tells without being given it."""

    def status(self, row: Row, at: datetime) -> Heard:
        """What became of a row, by its credit ID."""


WORDS: Mapping[tuple[str, str], Verdict] = {
    (entry["call"], entry["word"].casefold()): Verdict(entry["verdict"]) for entry in rows("service_words")
}


class Json:
    """The draft in JSON. It has no call for matching: a dry run only asks whether PARS has the credit already."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def submit(self, row: Row, at: datetime) -> Heard:
        # The draft's own DELETE goes by learner and would take more than this row; the action is in the document.
        answer = self._server.post("/learner-activities", _document(row, at), "application/json")
        return _saved(answer, lambda: _json_words(_json(answer)))

    def match(self, row: Row, at: datetime) -> Heard:
        found = self.status(row, at)
        if row.action == "Add" and found.verdict is not Verdict.NOT_THERE:
            return Heard(Verdict.REFUSED, found.words or "PARS has this credit already.")
        return Heard(Verdict.ACCEPTED)

    def status(self, row: Row, at: datetime) -> Heard:
        reports = json.loads(_document(row, at))["ACCMELearnerReports"]["ActivityReports"]["ActivityReport"]
        certificates = reports[0]["Activity"]["Module"]["CreditCertificate"]
        return _together([self._status_of(certificate["CreditID"]) for certificate in certificates])

    def _status_of(self, credit_id: str) -> Heard:
        answer = self._server.get("/learner-activities/status", {"CreditId": credit_id})
        if answer.status == 404:
            return Heard(Verdict.NOT_THERE)
        told = _json(answer)
        if answer.status != 200 or not isinstance(told, list):
            raise Halt("unexpected")
        about = [one for one in told if isinstance(one, dict) and one.get("CreditID", credit_id) == credit_id]
        return _together([_worded("status", str(one.get("Status", "")), _json_words(one)) for one in about])


class Xml:
    """Activity Report in XML, one call a resource."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def submit(self, row: Row, at: datetime) -> Heard:
        answer = self._server.post("/SaveLearnerActivity", _document(row, at, "xml"), "application/xml")
        words = _xml_words(_xml(answer)) if answer.body else ""
        # A service of this age may well say 200 and mean no.
        return Heard(Verdict.REFUSED, words) if words else _saved(answer, lambda: "")

    def match(self, row: Row, at: datetime) -> Heard:
        if row.action == "Delete":
            return Heard(Verdict.ACCEPTED)
        answer = self._server.post("/GetLearnerMatch", _document(row, at, "xml"), "application/xml")
        told = _xml(answer)
        heard = _worded("match", _text(told, "status"), _xml_words(told))
        if heard.verdict is Verdict.TAKEN:  # a word that nobody has told us is not taken for a match
            raise Halt("unexpected")
        return heard

    def status(self, row: Row, at: datetime) -> Heard:
        answer = self._server.get("/GetLearnerStatusByCreditId", {"CreditId": row.credit_id})
        if answer.status == 404:
            return Heard(Verdict.NOT_THERE)
        if answer.status != 200:
            raise Halt("unexpected")
        told = _xml(answer)
        return _worded("status", _text(told, "status"), _xml_words(told))


def language(name: str, server: Server) -> Language:
    """The language of this name, one of LANGUAGES."""
    return Json(server) if name == "json" else Xml(server)


def headers(account: Account) -> dict[str, str]:
    """What proves who asks. That it goes into these headers is presumed: the draft names no way."""
    proof = make_headers(basic_auth=f"{account.user}:{account.password}")
    return {"Authorization": proof["authorization"], "ProviderId": account.provider}


def _document(row: Row, at: datetime, name: str = "json") -> bytes:
    return FORMATS[name].write([row], Made(at))


def _saved(answer: Answer, words: Callable[[], str]) -> Heard:
    if answer.status in (200, 201, 202, DUPLICATE):  # a duplicate is there: its status will say more
        return Heard(Verdict.TAKEN)
    if answer.status in REFUSALS:
        return Heard(Verdict.REFUSED, words())
    raise Halt("unexpected")


def _worded(call: str, word: str, words: str) -> Heard:
    verdict = WORDS.get((call, word.strip().casefold()), Verdict.TAKEN)
    return Heard(verdict, words if verdict is Verdict.REFUSED else "")


def _together(heard: list[Heard]) -> Heard:
    """What the answers to the parts of one row mean for the row: refused if one is, accepted if all are."""
    verdicts = {each.verdict for each in heard}
    if Verdict.REFUSED in verdicts:
        return next(each for each in heard if each.verdict is Verdict.REFUSED)
    if verdicts <= {Verdict.NOT_THERE}:
        return Heard(Verdict.NOT_THERE)
    return heard[0] if verdicts == {Verdict.ACCEPTED} else Heard(Verdict.TAKEN)


def _json(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        if answer.status in REFUSALS:
            return answer.body.decode("utf-8", "replace")
        raise NoAnswer(may_be_there=True) from None


def _xml(answer: Answer) -> Element:
    try:
        root: Element = fromstring(answer.body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        if answer.status in REFUSALS:
            return Element("Refused")
        raise NoAnswer(may_be_there=True) from None
    return root


def _json_words(told: Any) -> str:
    """The words in an answer of unknown shape: those under a name that usually holds some, else a bare text."""
    return _clean(" ".join(dict.fromkeys(_texts(told))) if not isinstance(told, str) else told)


def _texts(told: Any, key: str = "") -> Iterator[str]:
    if isinstance(told, dict):
        for name, inner in told.items():
            yield from _texts(inner, str(name).lower().removesuffix("s"))
    elif isinstance(told, list):
        for inner in told:
            yield from _texts(inner, key)
    elif isinstance(told, str) and key in WORD_KEYS:
        yield told


def _xml_words(told: Element) -> str:
    found = (each.text or "" for each in told.iter() if _local(each) in WORD_KEYS)
    return _clean(" ".join(dict.fromkeys(text.strip() for text in found if text.strip())))


def _text(told: Element, name: str) -> str:
    return next((each.text or "" for each in told.iter() if _local(each) == name), "")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _clean(words: str) -> str:
    printable = "".join(each if each.isprintable() else " " for each in words)
    return " ".join(printable.split())[:LONGEST_WORDS]
