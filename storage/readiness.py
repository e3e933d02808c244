"""Before a download: how many records would be in the file, how many not, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.errors import Code, Problem
from pars.lifecycle import State, holds_back
from pars.messages.names import NAMES
from storage import activities, exports
from storage.exports import StoredExport
from storage.tables import RecordRow


@dataclass(frozen=True, slots=True)
class Held:
    """One reason why records stay out of the file, and how many it concerns.

    `message` is what to do about it, or only the name of the reason where its figures differ from record to record.
    """

    state: str
    problem: Problem
    message: str
    count: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """`ready` rows would be added and `deletions` deleted by the next file; the others are held, for these reasons."""

    ready: int
    deletions: int
    states: dict[str, int]
    held: list[Held]
    last: StoredExport | None


def readiness(session: Session, activity_id: str) -> Readiness:
    """What the next file of an activity would hold; raises Missing for an unknown activity."""
    activities.get(session, activity_id)
    states = activities.counts(session, activity_id).states
    reasons: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], Problem] = {}
    told: dict[tuple[str, str], str] = {}
    rows = session.execute(
        select(RecordRow.state, RecordRow.problems, RecordRow.looked_at).where(
            RecordRow.activity_id == activity_id,
            RecordRow.state.in_((State.NEEDS_ATTENTION, State.NOT_FOR_PARS)),
        )
    )
    for state, found, looked_at in rows:
        for problem in (Problem(p["field"], Code(p["code"]), p["detail"]) for p in found):
            why = (
                not problem.field
                if state == State.NOT_FOR_PARS
                else holds_back(problem, frozenset(looked_at))
            )
            if why:
                key = (state, problem.code.value)
                reasons[key] += 1
                advice = problem.advice
                samples.setdefault(key, problem)
                if told.setdefault(key, advice) != advice:
                    told[key] = NAMES[problem.code]
    files = [made for made in exports.every(session, activity_id) if made.kind != exports.PREVALIDATE]
    return Readiness(
        ready=states[State.READY],
        deletions=len(exports.owed(session, activity_id)),
        states=states,
        held=[Held(key[0], samples[key], told[key], number) for key, number in reasons.most_common()],
        last=files[0] if files else None,
    )
