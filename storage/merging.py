"""Records of one person made one: a coordinator says which to keep and which answers, and can take it apart again.

The kept record is corrected, the others are set aside, all in one transaction. What was exported follows the rules
of any correction: the next file deletes what is set aside, and deletes and adds anew what has changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pars.answers import spoken
from pars.errors import Problem
from pars.lifecycle import state_before_export
from pars.record import LearnerRecord, Policy
from pars.rules import check, judge_changes
from storage import activities, codes, history, links, outcomes, proposals, records
from storage.errors import Missing, NotAllowed, Stale
from storage.history import FieldChange
from storage.judging import COUNTED
from storage.record_rows import as_record
from storage.tables import RecordRow

MERGED, TAKEN_APART = "merged", "merge taken apart"
CHOICES = (
    "first_name",
    "last_name",
    "profession",
    "license_state",
    "license_number",
    "npi",
    "birth_month",
    "birth_day",
    "credits",
    "email",
    "board",
    "board_id",
)
"""The answers that can be taken from another record; permission and attestation were given with each of them."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would make: the record with its problems and state, and sentences about what comes of it."""

    record: LearnerRecord
    problems: list[Problem]
    state: str
    consequences: list[str]


def preview(
    session: Session,
    record_id: str,
    others: Sequence[str],
    choices: Mapping[str, str],
    *,
    now: datetime,
    policy: Policy,
) -> Preview:
    """What `merge` would do with the same; changes nothing. Raises Missing, NotAllowed."""
    kept, *aside = _together(session, dict.fromkeys([record_id, *others]), lock=False)
    activity = activities.get(session, kept.activity_id).activity
    today = activities.local_date(activity, now)
    before = as_record(kept, session.info["vault"])
    changes = _chosen(session, [kept, *aside], choices)
    reading, wrong = judge_changes(before, changes, activity, policy, today)
    problems = wrong or check(reading.record, activity, policy, today)
    state = kept.state
    if kept.state not in activities.REPORTED or reading.record != before:
        state = state_before_export(reading.record, activity, policy, problems, frozenset(kept.looked_at))
    told = _consequences(session, kept, aside, changed=reading.record != before, now=now)
    return Preview(reading.record, list(problems), state, told)


def merge(
    session: Session,
    record_id: str,
    others: Mapping[str, int],
    choices: Mapping[str, str],
    *,
    reason: str,
    version: int | None,
    actor: str,
    now: datetime,
    policy: Policy,
) -> None:
    """Make one record of several: `others` are ids with the versions looked at, `choices` a record's id by answer.

    Raises Missing, NotAllowed, Stale where any of them has changed, Refused where a chosen answer is wrong.
    """
    kept, *aside = _together(session, {record_id: version} | dict(others), lock=True)
    changes = _chosen(session, [kept, *aside], choices)
    accepted, state, standing = set(kept.looked_at), kept.state, kept.version
    told = [FieldChange(MERGED, other.state, other.id) for other in aside]
    named = ", ".join(codes.format_reference(other.reference) for other in aside)
    why = f"Same person as {named}. {_sources(aside, changes, choices)}{reason}"
    into = f"Same person as {codes.format_reference(kept.reference)}, which is kept. {reason}"
    for other in aside:
        links.end_open(session, other.id, now)
        if waiting := proposals.open_of(session, other.id):
            proposals.decline(session, waiting.id, reason="The record was merged.", actor=actor, now=now)
        records.set_aside(session, other.id, reason=into, version=None, actor=actor, now=now, policy=policy)
        other.merged_into = kept.id
    records.correct(session, kept.id, changes, reason=why, version=None, actor=actor, now=now, policy=policy)
    told += [FieldChange("accepted", code, "") for code in sorted(accepted - set(kept.looked_at))]
    told.append(FieldChange("state", state, kept.state))
    history.add(session, kept, MERGED, actor=actor, now=now, reason=why, changes=told)
    if kept.version == standing:  # no answer of it changed, and yet it is not what somebody else looks at
        kept.version += 1
        kept.changed_at = now


def _together(session: Session, wanted: Mapping[str, int | None], *, lock: bool) -> list[RecordRow]:
    """These records, the first one first; raises Missing, Stale, and NotAllowed where they cannot be one."""
    if len(wanted) < 2:
        raise NotAllowed("A merge takes at least two records.")
    ordered = sorted(wanted)  # two who lock the same records do not wait for each other for ever
    found = {
        one: session.get(RecordRow, one, with_for_update=lock, populate_existing=lock) for one in ordered
    }
    rows = [row for one in wanted if (row := found[one]) is not None]
    if len(rows) < len(wanted):
        raise Missing
    for row in rows:
        expected = wanted[row.id]
        if expected is not None and expected != row.version:
            raise Stale(row.version)
    if len({row.activity_id for row in rows}) > 1:
        raise NotAllowed("These records belong to different activities.")
    if len({row.completion_date for row in rows}) > 1:
        raise NotAllowed("These records are for different dates, and each date counts for itself.")
    if any(row.state not in COUNTED for row in rows):
        raise NotAllowed("One of these records is set aside, or not for PARS.")
    return rows


def _chosen(session: Session, rows: Sequence[RecordRow], choices: Mapping[str, str]) -> dict[str, str]:
    """The answers that another record than the first one gives, as the form's strings."""
    vault = session.info["vault"]
    said = {row.id: spoken(as_record(row, vault)) for row in rows}
    own = said[rows[0].id]
    if not set(choices) <= set(CHOICES) or not set(choices.values()) <= said.keys():
        raise NotAllowed("An answer can be taken only from one of these records.")
    return {name: said[source][name] for name, source in choices.items() if said[source][name] != own[name]}


def _sources(aside: Sequence[RecordRow], changes: Collection[str], choices: Mapping[str, str]) -> str:
    """Whose each new answer is, where there is more than one record that it can be from."""
    if len(aside) < 2:
        return ""
    told = []
    for other in aside:
        names = ", ".join(name.replace("_", " ") for name in changes if choices[name] == other.id)
        if names:
            told.append(f"From {codes.format_reference(other.reference)}: {names}. ")
    return "".join(told)


def _consequences(
    session: Session, kept: RecordRow, aside: Sequence[RecordRow], *, changed: bool, now: datetime
) -> list[str]:
    """What comes of a merge beyond the records themselves, in sentences for the coordinator."""
    at_pars = outcomes.standing(session, [kept.id, *(other.id for other in aside)])
    told = []
    if changed and kept.id in at_pars:
        name = codes.format_reference(kept.reference)
        told.append(f"PARS has {name}. The next file deletes it there and adds it as it is then.")
    for other in aside:
        name = codes.format_reference(other.reference)
        if other.id in at_pars:
            told.append(f"PARS has {name}. The next file deletes it there.")
        if proposals.open_of(session, other.id):
            told.append(f"The learner’s answer for {name} has not been decided on. It is declined.")
        if any(link.used_at is None and link.expires_at > now for link in links.of(session, other.id)):
            told.append(f"The link that the learner has for {name} stops working.")
    return told
