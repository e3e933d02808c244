"""One POST of the learner's page, read and judged, and the screens that can follow it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid4, uuid5

from flask import Response, url_for
from werkzeug.datastructures import MultiDict

from blueprints.attest.check import Check, answers, hidden, moved, other_notes
from blueprints.attest.form import FIELDS, HONEYPOT, Form, errors_of, lines_of
from blueprints.attest.outcome import next_words
from blueprints.attest.pages import page
from blueprints.current import policy, reporting_days, sends_letters, today
from pars.answers import Reading
from pars.errors import Problem
from pars.rules import at_the_door, judge
from storage.activities import StoredActivity

CONTROLS = ("step", "submission_id", "consent_version", "seconds", "edit", "move")
"""What is sent and is no answer. `seconds` since the form was opened are told by the script alone."""


@dataclass(frozen=True, slots=True)
class Late:
    """How somebody comes late: `notice` tells the learner, `history` the coordinator; `link` is a personal link's
    token, "" where the form was merely open in time."""

    notice: str
    history: str
    link: str = ""


@dataclass(frozen=True)
class Visit:
    """What one person sent for one activity.

    `typed` holds the answers that are not empty, as typed. `consent_version` is the SHA-256 of the consent
    text that was on the screen, and `consent_text` its words. `trapped`: the honeypot was filled.
    """

    stored: StoredActivity
    typed: Mapping[str, str]
    consent_version: str
    consent_text: str
    submission_id: str = ""
    trapped: bool = False
    late: Late | None = None

    @cached_property
    def judged(self) -> tuple[Reading, list[Problem]]:
        activity = self.stored.activity
        return judge(self.typed, activity, policy(), today(activity))

    @property
    def reading(self) -> Reading:
        return self.judged[0]

    @property
    def problems(self) -> list[Problem]:
        return self.judged[1]

    @property
    def errors(self) -> list[Problem]:
        """What stops a record at the door, the missing confirmation left out: the check screen asks for it."""
        return [problem for problem in at_the_door(self.problems) if problem.field != "attest"]

    @property
    def unconfirmed(self) -> list[Problem]:
        return [problem for problem in at_the_door(self.problems) if problem.field == "attest"]

    @cached_property
    def id(self) -> str:
        """The id that makes a repeat known as one. Where a script sent none, the same answers make the same."""
        return self.submission_id or str(
            uuid5(UUID(hex=self.stored.id), json.dumps(dict(self.typed), sort_keys=True))
        )

    def form(
        self, problems: Sequence[Problem] = (), *, status: int = 200, alert: str = "", focus: str = ""
    ) -> Response:
        """The form, filled as it was sent."""
        errors = errors_of(problems, self.typed)
        lines = [*([("", alert)] if alert else []), *lines_of(errors)]
        activity = self.stored.activity
        return page(
            "attest/form.html",
            status,
            activity=activity,
            form=Form(
                activity=activity,
                policy=policy(),
                today=today(activity),
                typed=self.typed,
                errors=errors,
                lines=lines,
                focus=focus,
                sends_receipt=sends_letters(),
            ),
            action=self.action,
            consent_version=self.consent_version,
            consent_text=self.consent_text,
            submission_id=self.submission_id if activity.kiosk else "",
            notice=self.notice,
        )

    def check(
        self,
        problems: Sequence[Problem] = (),
        *,
        status: int = 200,
        alert: str = "",
        known: str = "",
        attested: bool = False,
    ) -> Response:
        """The check screen. `known` says that this person seems to have been here before; the box that confirms
        is ticked (`attested`) only for somebody who ticked it a moment ago and has to send it again."""
        activity = self.stored.activity
        rows = answers(self.reading, self.problems, activity, policy())
        errors = errors_of(problems, self.typed)
        carried = [*hidden(self.typed), ("consent_version", self.consent_version)]
        if self.trapped:
            carried.append((HONEYPOT, "y"))
        screen = Check(
            submission_id=self.submission_id or str(uuid4()),
            carried=carried,
            answers=rows,
            notes=[
                *([self.notice] if self.notice else []),
                *other_notes(self.problems, rows),
            ],
            known=known,
            next=next_words(self.reading.record, activity, policy(), reporting_days()),
            attested=attested,
            errors=errors,
            lines=[*([("", alert)] if alert else []), *lines_of(errors)],
        )
        return page("attest/check.html", status, activity=activity, check=screen, action=self.action)

    def again(self, alert: str, status: int) -> Response:
        """The screen they were on, with everything they typed, and why it has to be sent again."""
        if self.errors:
            return self.form(self.errors, status=status, alert=alert)
        return self.check(status=status, alert=alert, attested=self.typed.get("attest") == "y")

    @property
    def notice(self) -> str:
        """What somebody who comes late is told above the form."""
        return self.late.notice if self.late else ""

    @property
    def action(self) -> str:
        if self.late and self.late.link:
            return url_for("attest.late", token=self.late.link)
        return url_for("attest.form", code=self.stored.code)


def sent_twice(sent: MultiDict[str, str]) -> list[str]:
    """The names of ours that came more than once, so that nobody can say which answer is meant."""
    return [name for name in (*FIELDS, *CONTROLS) if len(sent.getlist(name)) > 1]


def typed_in(sent: MultiDict[str, str]) -> dict[str, str]:
    """The answers that are not empty, as typed, with a number moved where the learner asked for that."""
    typed = {name: sent[name] for name in FIELDS if sent.get(name)}
    return moved(typed, sent["move"]) if sent.get("move") in ("npi", "license_number") else typed


def submission_id_in(sent: MultiDict[str, str]) -> str:
    """The UUID sent, in its canonical form; "" where it is none."""
    try:
        return str(UUID(sent.get("submission_id", "")))
    except ValueError:
        return ""
