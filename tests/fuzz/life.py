"""A machine that leads records through any life that learners, coordinators and PARS may give them, in any order."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from sqlalchemy import select

from pars.lifecycle import State
from storage import purging
from storage.tables import ExportedRow
from tests.attest.receipts import BIRTHDAY
from tests.conftest import answers
from tests.fuzz.books import AT_PARS, BEFORE_A_FILE, TOLD, Books, Life

WHY = "As on the license."
AWAY = {State.SET_ASIDE, State.NOT_FOR_PARS}
TERMS = purging.Terms(timedelta(days=90), 6)
ANYBODY = st.integers(0, 99)
NAMES = st.sampled_from(["Ama", "Bo", "Chidi", "Dagny", "Zoé"])
CREDITS = st.sampled_from(["6", "0.25", "1.5"])


class LifeOfRecords(Books):
    """What may happen, one rule for each step. A step that may not be taken now is refused, and changes nothing."""

    @initialize(first=NAMES, claimed=CREDITS)
    def begin(self, first: str, claimed: str) -> None:
        """A learner, and somebody who looks like the same person."""
        self.open_house()
        self.attest(first=first, claimed=claimed, twin=False, who=0)
        self.attest(first=first, claimed=claimed, twin=True, who=0)

    @rule(first=NAMES, claimed=CREDITS, twin=st.booleans(), who=ANYBODY)
    @precondition(lambda self: len(self.lives) < 6 and not self.is_old)
    def attest(self, first: str, claimed: str, twin: bool, who: int) -> None:
        number = len(self.lives)
        typed = answers(
            first_name=first, last_name=f"Okafor{'abcdef'[number]}", license_number=f"MD1000{number}",
            npi="", email=f"learner{number}@example.org", credits=claimed, step="submit",
        )  # fmt: skip
        if twin and self.lives:
            typed |= {key: self.life(who)[1].said[key] for key in ("last_name", "license_number")}
        answer = self.client.post(
            f"/a/{self.activity.code}", data=typed, headers={"Accept": "application/json"}
        )
        assert answer.status_code == 201, answer.text
        (new,) = self.there().keys() - self.lives.keys()
        receipt = answer.get_json()["receipt_url"].removeprefix("http://localhost")
        self.lives[new] = Life(receipt, {name: typed[name] for name in TOLD})
        self.stands(new, BEFORE_A_FILE)

    @rule(who=ANYBODY, first=NAMES, claimed=CREDITS)
    def correct(self, who: int, first: str, claimed: str) -> None:
        record, life = self.life(who)
        changes = {"first_name": first, "credits": claimed}
        done = self.taken("PATCH", f"/records/{record}", changes | {"reason": WHY}, life)
        if done and not life.withdrawn:
            corrected = changes.items() - life.said.items()
            life.said |= changes
            self.stands(record, BEFORE_A_FILE if corrected else {life.state})
        elif done:
            life.said |= changes

    @rule(who=ANYBODY)
    def accept_warnings(self, who: int) -> None:
        record, life = self.life(who)
        there = self.api.get(f"/records/{record}")
        codes = [
            one["code"] for one in there["problems"] if one["level"] == "warning" and not one["looked_at"]
        ]
        if codes and self.taken("POST", f"/records/{record}/accept", {"codes": codes, "reason": WHY}, life):
            self.stands(record, BEFORE_A_FILE | {life.state})

    @rule(who=ANYBODY)
    def set_aside(self, who: int) -> None:
        record, life = self.life(who)
        if self.taken("POST", f"/records/{record}/set-aside", {"reason": WHY}, life):
            self.stands(record, {State.SET_ASIDE})

    @rule(who=ANYBODY)
    def restore(self, who: int) -> None:
        record, life = self.life(who)
        if self.taken("POST", f"/records/{record}/restore", {"reason": WHY}, life):
            self.stands(record, {State.NOT_FOR_PARS} if life.withdrawn else BEFORE_A_FILE)

    @rule(who=ANYBODY, other=ANYBODY, theirs=st.booleans())
    def merge(self, who: int, other: int, theirs: bool) -> None:
        (kept, life), (gone, away) = self.life(who), self.life(other)
        if kept == gone:
            return
        others = [{"id": gone, "version": self.there()[gone]["version"]}]
        choices = {"first_name": gone} if theirs else {}
        body = {"others": others, "choices": choices, "reason": WHY}
        if self.taken("POST", f"/records/{kept}/merge", body, life, away):
            corrected = theirs and life.said["first_name"] != away.said["first_name"]
            life.said["first_name"] = (away if theirs else life).said["first_name"]
            life.one_person |= {gone}
            self.stands(gone, {State.SET_ASIDE})
            self.stands(kept, BEFORE_A_FILE if corrected else BEFORE_A_FILE | {life.state})

    @rule(who=ANYBODY)
    def unmerge(self, who: int) -> None:
        record, life = self.life(who)
        away = [one["id"] for one in self.api.get(f"/records/{record}")["merged_from"]]
        if away and self.taken("POST", f"/records/{record}/unmerge", {}, life):
            life.said["first_name"] = self.api.get(f"/records/{record}")["first_name"]
            life.one_person -= set(away)
            for one in (record, *away):
                self.stands(one, BEFORE_A_FILE | AT_PARS)

    @rule(who=ANYBODY)
    def take_back(self, who: int) -> None:
        record, life = self.life(who)
        body = {"records": [{"id": record, "version": self.there()[record]["version"]}], "reason": WHY}
        self.api.post(f"/activities/{self.activity.id}/records/take-back", body, status=200)
        self.stands(record, AWAY if life.withdrawn else BEFORE_A_FILE | AT_PARS | {life.state})

    @rule(who=ANYBODY)
    def withdraw(self, who: int) -> None:
        record, life = self.life(who)
        answer = self.client.post(f"{life.receipt}/withdraw", data=BIRTHDAY)
        assert answer.status_code == 200, answer.text
        if life.erased:  # only told to write to the provider
            return
        for one in self.one_person(record):
            self.lives[one].withdrawn = True
            self.lives[one].said["license_number"] = ""
            self.stands(one, AWAY)

    @rule(
        who=ANYBODY,
        action=st.sampled_from(["Add", "Delete"]),
        status=st.sampled_from(["accepted", "rejected"]),
    )
    @precondition(lambda self: self.pars)
    def answer(self, who: int, action: str, status: str) -> None:
        record, life = self.life(who)
        said = {"action": action, "status": status, "reason": "So PARS says."}
        if self.taken("POST", f"/records/{record}/outcome", said, life):
            assert action == "Delete" or record in self.at_pars()
            self.stands(
                record, {State(status)} if action == "Add" and life.state in AT_PARS else {life.state}
            )

    @rule(kind=st.sampled_from(["add", "delete"]))
    def export(self, kind: str) -> None:
        before = self.there()
        ready = {record for record, one in before.items() if one["state"] == State.READY and kind == "add"}
        made = self.api("POST", f"/activities/{self.activity.id}/exports", {"format": "json", "kind": kind})
        if made.status_code == 409:
            assert not ready
            return
        assert made.status_code == 201, made.text
        export = made.get_json()["id"]
        file = self.api("GET", f"/exports/{export}/file").get_json(force=True)
        with self.database.read() as session:
            rows = select(ExportedRow.credit_id, ExportedRow.record_id)
            whose = dict(iter(session.execute(rows.where(ExportedRow.export_id == export))))
        for report in file["ACCMELearnerReports"]["ActivityReports"]["ActivityReport"]:
            self.told(report, whose, ready)
        assert ready <= self.at_pars(), "what was ready is with PARS"
        kept = {record for record in self.at_pars() if before[record]["state"] in AWAY}
        assert not kept, "PARS keeps what is set aside or withdrawn"
        for record in ready:
            self.stands(record, {State.EXPORTED})

    @rule()
    @precondition(lambda self: not self.is_old)
    def time_goes_by(self) -> None:
        """Three months, and what is past its date is erased; nobody new comes to this activity."""
        self.is_old = True
        self.clock.advance(days=91)
        with self.database.write() as session:
            while purging.some(session, TERMS, self.clock()):
                pass
        for record, life in self.lives.items():
            life.erased = self.api.get(f"/records/{record}")["erased_at"] is not None
            assert not life.erased or life.state in {State.ACCEPTED, *AWAY}
