"""What the API gives away, field by field: nothing leaves that is not named here. openapi.yaml is its twin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pars import moc
from pars.answers import recall
from pars.errors import Level, Problem
from pars.formats.columns import Row, columns_for, printed
from pars.lifecycle import days_left
from pars.record import Activity, LearnerRecord
from pars.setup import activity_as_json, read_activity
from storage.activities import Counts, StoredActivity, local_date
from storage.audit import Entry
from storage.codes import format_reference
from storage.deletions import Deletion
from storage.exports import StoredExport
from storage.history import Event, FieldChange
from storage.outcomes import Outcome
from storage.pars_templates import StoredTemplate
from storage.readiness import Readiness
from storage.record_rows import StoredRecord
from storage.records import Details
from storage.staff import Pending, Person

from . import problems

Json = dict[str, Any]
Names = Mapping[str, str]
Answers = Mapping[str, Outcome]
"""PARS's answers by record id."""

SHOWN_OF_A_NUMBER = 4
OF_A_BOARD = ("credit_type", "points")


def many(items: Iterable[Json], *, total: int | None = None, following: str | None = None) -> Json:
    """A list; without `total` it is whole."""
    listed = list(items)
    return {"items": listed, "total": len(listed) if total is None else total, "next": following}


def time(moment: datetime | None) -> str | None:
    """An aware time in ISO form, to the second."""
    return moment.isoformat(timespec="seconds") if moment else None


def activity(stored: StoredActivity, counts: Counts, within: timedelta, url: str, now: datetime) -> Json:
    """An activity as it was set up, what is doubtful about that, and how it stands."""
    due = counts.oldest_open + within if counts.oldest_open else None
    return activity_as_json(stored.activity) | {
        "id": stored.id,
        "code": stored.code,
        "version": stored.version,
        "public_url": url,
        "phase": stored.phase(now),
        "counts": {
            "states": dict(counts.states),
            "total": counts.total,
            "physicians": counts.physicians,
            "others": counts.others,
            "proposals": counts.proposals,
            "deletes_waiting": counts.deletes.waiting,
            "deletes_refused": counts.deletes.refused,
            "last_arrival": time(counts.last_arrival),
        },
        "report_by": due.isoformat() if due else None,
        "days_left": (due - local_date(stored.activity, now)).days if due else None,
        "warnings": [problems.of_record(problem) for problem in doubts(stored.activity)],
        "consent_sha256": stored.consent_sha256,
        "created_at": time(stored.created_at),
        "updated_at": time(stored.updated_at),
    }


def doubts(activity: Activity) -> list[Problem]:
    """What was taken though it may be wrong: a board that is not on our list, too many points together."""
    _, found = read_activity(activity_as_json(activity))
    return [problem for problem in found if problem.level is Level.WARNING]


def learner(record: LearnerRecord) -> Json:
    """The learner's fields, all of them."""
    return {
        "profession": record.profession,
        "first_name": record.first_name,
        "last_name": record.last_name,
        "license_state": record.license_state,
        "license_number": record.license_number,
        "npi": record.npi,
        "birth_month": record.birth_month,
        "birth_day": record.birth_day,
        "credits": decimal(record.credits),
        "completion_date": record.completion_date.isoformat() if record.completion_date else None,
        "email": record.email,
        "board": record.board,
        "board_id": record.board_id,
        "consent": record.consent,
        "attest": record.attest,
    }


def record_summary(stored: StoredRecord, answers: Answers, due: date) -> Json:
    """A record in a list: numbers masked, birthday and email left out."""
    fields = learner(stored.record)
    for name in ("birth_month", "birth_day", "email"):
        del fields[name]
    fields["license_number"] = masked(stored.record.license_number)
    fields["npi"] = masked(stored.record.npi)
    return _about(stored) | _with_pars(stored, answers, due) | fields


def record(details: Details, activity: Activity, names: Names, answers: Answers, due: date) -> Json:
    """One record, whole: what was typed, confirmed and would be reported, and what happened to it."""
    stored = details.stored
    return (
        _about(stored)
        | _with_pars(stored, answers, due)
        | learner(stored.record)
        | {
            "origin": details.origin,
            "reason": details.set_aside_because,
            "typed": dict(details.typed),
            "confirmed": learner(recall(details.confirmed)),
            "reported": reported(activity, stored.record) if details.reportable else [],
            "erased_at": time(details.erased_at),
            "history": [step(event, names) for event in details.history],
            "twins": [twin(other, answers, due) for other in details.twins],
        }
    )


def twin(stored: StoredRecord, answers: Answers, due: date) -> Json:
    """A record beside another of the same person: its numbers in full, for they are there to be compared."""
    numbers = {"license_number": stored.record.license_number, "npi": stored.record.npi}
    return record_summary(stored, answers, due) | numbers


def step(event: Event, names: Names) -> Json:
    """One step in a record's life."""
    return {
        "at": time(event.at),
        "actor": names.get(event.actor, event.actor),
        "action": event.action,
        "reason": event.reason or None,
        "changes": [change(one) for one in event.changes],
    }


def change(of: FieldChange) -> Json:
    """An answer before and after."""
    return {"field": of.field, "before": of.before, "after": of.after}


def reported(activity: Activity, record: LearnerRecord) -> list[Json]:
    """The row as it would stand in the file, heading by heading, dates as Excel shows them in the US.

    Where a board wants a row of its own for some credit, what differs there follows.
    """
    first, *further = (Row("Add", activity, record, "", part) for part in moc.parts(record, activity))
    cells = [(column, first) for column in columns_for([first])]
    for row in further:
        cells += [(column, row) for column in columns_for([row]) if column.key.startswith(OF_A_BOARD)]
    return [
        {"heading": column.heading.strip(), "value": printed(column.value(row)) or None}
        for column, row in cells
    ]


def export(stored: StoredExport, names: Names) -> Json:
    """An export; its file has an address of its own, until it is erased. What was typed by hand has no file."""
    return {
        "id": stored.id,
        "activity_id": stored.activity_id,
        "format": stored.format,
        "kind": stored.kind,
        "rows": stored.rows,
        "sha256": stored.sha256 or None,
        "filename": stored.filename or None,
        "file_url": f"/api/v1/exports/{stored.id}/file" if stored.held else None,
        "created_at": time(stored.created_at),
        "actor": names.get(stored.actor, stored.actor),
    }


def readiness(found: Readiness, names: Names) -> Json:
    """What an export would hold now, and what holds the others back."""
    return {
        "ready": found.ready,
        "deletes": found.deletions,
        "states": dict(found.states),
        "held": [
            {
                "state": held.state,
                "code": held.problem.code.value,
                "level": held.problem.level.value,
                "message": held.message,
                "count": held.count,
            }
            for held in found.held
        ],
        "last_export": export(found.last, names) if found.last else None,
    }


def template(stored: StoredTemplate | None, names: Names) -> Json:
    """The uploaded PARS file, or null for the built-in layout."""
    if stored is None:
        return {"template": None}
    return {
        "template": {
            "name": stored.name,
            "sha256": stored.sha256,
            "uploaded_at": time(stored.uploaded_at),
            "actor": names.get(stored.actor, stored.actor),
        }
    }


def person(found: Person) -> Json:
    """Somebody who may sign in."""
    return {
        "id": found.id,
        "email": found.email,
        "name": found.name,
        "role": found.role,
        "active": found.active,
        "second_factor": found.second_factor,
    }


def invitation(found: Pending) -> Json:
    """A one-time link that nobody has used yet, without the link."""
    return {
        "id": found.id,
        "email": found.email,
        "role": found.role,
        "created_at": time(found.created_at),
        "expires_at": time(found.expires_at),
    }


def audit_entry(entry: Entry) -> Json:
    """One event of a chain: ids and what was done, never a value."""
    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "hash": entry.hash,
    }


def masked(number: str) -> str:
    """The last four characters behind dots; of a number no longer than that, nothing."""
    if not number:
        return ""
    return f"•••• {number[-SHOWN_OF_A_NUMBER:]}" if len(number) > SHOWN_OF_A_NUMBER else "••••"


def decimal(value: Decimal | None) -> str | None:
    """A plain decimal string, never in powers of ten."""
    return None if value is None else f"{value:f}"


def _about(stored: StoredRecord) -> Json:
    return {
        "id": stored.id,
        "activity_id": stored.activity_id,
        "reference": format_reference(stored.reference),
        "version": stored.version,
        "state": stored.state,
        "received_at": time(stored.received_at),
        "changed_at": time(stored.changed_at),
        "problems": [record_problem(problem, stored.looked_at) for problem in stored.problems],
    }


def _with_pars(stored: StoredRecord, answers: Answers, due: date) -> Json:
    """How a record stands with PARS: PARS's answer, and how many days are left while it is waited for."""
    return {
        "outcome": outcome(answers.get(stored.id)),
        "days_left": days_left(stored.state, stored.record.completion_date, due),
    }


def outcome(said: Outcome | Deletion | None) -> Json | None:
    if said is None:
        return None
    return {"status": said.status, "reason": said.reason or None, "at": time(said.at)}


def record_problem(problem: Problem, looked_at: frozenset[str]) -> Json:
    """A problem of a record, and whether a coordinator has accepted it as it is."""
    return {**problems.of_record(problem), "looked_at": problem.code in looked_at}
