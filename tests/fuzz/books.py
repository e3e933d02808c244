"""The books that the machine of `life.py` keeps of records, and what it holds the house against after every step:

- a record whose arrival was acknowledged is there for good;
- a step moves its record only where that step may, and other records only between ready and needing attention;
- what the history tells, put on top of what was confirmed, is the record as it stands;
- a file adds only what is ready, as it was confirmed or corrected last; PARS never has a record twice, and what the
  house says PARS has, it has as the record stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine, invariant

from pars.lifecycle import State
from storage import activities, api_tokens
from storage.database import Database
from tests.api.contract import Api
from tests.conftest import Clock, an_activity

TOLD = ("first_name", "last_name", "license_number", "credits")
BEFORE_A_FILE = {State.READY, State.NEEDS_ATTENTION}
AT_PARS = {State.EXPORTED, State.ACCEPTED, State.REJECTED}


@dataclass
class Life:
    """What we know of one record: its receipt, what was confirmed, how it stood, and with whom it is one person."""

    receipt: str
    said: dict[str, str]
    state: State = State.READY
    one_person: set[str] = field(default_factory=set)
    steps: int = 0
    withdrawn: bool = False
    erased: bool = False


class Books(RuleBasedStateMachine):
    """`house` makes an app on an empty database, with the clock that it goes by."""

    def __init__(self, house: Callable[[], tuple[Flask, Clock]]) -> None:
        super().__init__()
        self.app, self.clock = house()
        self.database: Database = self.app.extensions["attest"].database
        self.lives: dict[str, Life] = {}
        self.pars: dict[str, tuple[str, dict[str, str]]] = {}  # by credit ID: whose it is, and what it says
        self.spent: set[str] = set()
        self.moves: dict[str, set[State]] = {}
        self.is_old = False

    def open_house(self) -> None:
        """One activity, and a way to speak with the API."""
        with self.database.write() as session:
            token = api_tokens.create(session, "the machine", actor="console", now=self.clock())
            self.activity = activities.create(session, an_activity(), actor="console", now=self.clock())
        self.client = self.app.test_client()
        self.api = Api(self.client, token)

    def teardown(self) -> None:
        self.database.dispose()

    @invariant()
    def all_are_there(self) -> None:
        there = self.there()
        assert there.keys() == self.lives.keys()
        moved, self.moves = self.moves, {}
        for record, one in there.items():
            life, state = self.lives[record], State(one["state"])
            where = moved.get(record, self._unasked(life.state))
            assert state in where, f"from {life.state} to {state}"
            if record in moved or state != life.state:
                self._explained(record, life, moved=record in moved and state != life.state)
            life.state = state
            if state in AT_PARS:
                told = [told for of, told in self.pars.values() if of == record]
                assert told == [life.said], "PARS has not what the house says it has"

    def _unasked(self, state: State) -> set[State]:
        """Where a record may go that the step was not about: its double came or went."""
        return BEFORE_A_FILE if state in BEFORE_A_FILE else {state}

    def _explained(self, record: str, life: Life, *, moved: bool) -> None:
        """What was confirmed, with all that the history tells, is how the record stands."""
        whole = self.api.get(f"/records/{record}")
        assert not moved or len(whole["history"]) > life.steps, "a step without a trace"
        life.steps = len(whole["history"])
        if life.erased:
            return
        told = {name: whole["confirmed"][name] for name in TOLD}
        for step in whole["history"]:
            told |= {
                change["field"]: change["after"] for change in step["changes"] if change["field"] in TOLD
            }
        kept = {name: whole[name] or "" for name in TOLD}
        assert kept == life.said
        assert {**told, "license_number": ""} == {**kept, "license_number": ""}

    def there(self) -> dict[str, Any]:
        """Every record that the house lists, by its id."""
        return {one["id"]: one for one in self.api.get(f"/activities/{self.activity.id}/records")["items"]}

    def stands(self, record: str, where: set[State]) -> None:
        """A step has moved this record: it must now stand in one of these."""
        self.moves[record] = where

    def life(self, who: int) -> tuple[str, Life]:
        return list(self.lives.items())[who % len(self.lives)]

    def one_person(self, record: str) -> set[str]:
        """The record, and all that are merged with it, however often."""
        found, more = set(), {record}
        while more:
            found |= more
            more = {
                other
                for one, life in self.lives.items()
                for other in (life.one_person | {one})
                if (life.one_person | {one}) & found
            } - found
        return found

    def at_pars(self) -> set[str]:
        return {record for record, _ in self.pars.values()}

    def taken(self, method: str, path: str, body: dict[str, Any], *lives: Life) -> bool:
        """Whether the step was taken; one that may not be taken is refused with 409 and changes nothing."""
        answer = self.api(method, path, body)
        assert answer.status_code in {200, 409}, answer.text
        assert answer.status_code == 409 or not any(life.erased for life in lives), (
            "what is erased was changed"
        )
        return answer.status_code == 200

    def told(self, report: dict[str, Any], whose: dict[str, str], ready: set[str]) -> None:
        """PARS reads one report of a file."""
        certificate, name = report["Activity"]["Module"]["CreditCertificate"][0], report["Member"]["Name"]
        credit_id = certificate["CreditID"]
        record = whose[credit_id]
        if report["XtensibleInfo"]["LearnerRecordAction"] == "delete":
            assert self.pars.pop(credit_id)[0] == record, "only what PARS has is deleted, and once"
            return
        assert record in ready
        assert credit_id not in self.spent
        assert record not in self.at_pars(), "PARS never has a record twice"
        said = self.lives[record].said
        assert (name["GivenName"], name["FamilyName"]) == (said["first_name"], said["last_name"])
        assert certificate["UniqueID"]["value"] == said["license_number"]
        assert certificate["CreditReceived"]["numberOfCredits"] == float(said["credits"])
        self.spent.add(credit_id)
        self.pars[credit_id] = (record, dict(said))
