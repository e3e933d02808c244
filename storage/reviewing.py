"""Review at speed: one step for many records at once. Each is told what became of it; none is skipped in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy.orm import Session

from pars.errors import Level
from pars.record import Policy
from storage import records
from storage.errors import Missing, NotAllowed, Stale
from storage.record_rows import StoredRecord

DONE: Final = "done"
CHANGED: Final = "changed"
REFUSED: Final = "refused"
MISSING: Final = "missing"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a step for one record.

    CHANGED: somebody was quicker. REFUSED: `words` say why. MISSING: the activity has no such record. `stored` is
    the record as it stands now, None where it is missing.
    """

    record_id: str
    outcome: str
    stored: StoredRecord | None
    words: str = ""


class Step(Protocol):
    """What is done to one record; raises Stale and NotAllowed before it changes anything."""

    def __call__(
        self,
        session: Session,
        record_id: str,
        *,
        reason: str,
        version: int | None,
        actor: str,
        now: datetime,
        policy: Policy,
    ) -> StoredRecord: ...


def do(
    session: Session,
    activity_id: str,
    step: Step,
    asked: Mapping[str, int],
    *,
    reason: str,
    actor: str,
    now: datetime,
    policy: Policy,
) -> list[Result]:
    """Do one of STEPS to each record that stands at the version that was looked at, in the order given."""
    found = []
    for record_id, version in asked.items():
        try:
            before = records.get(session, record_id)
            if before.activity_id != activity_id:
                raise Missing
            stored = step(
                session, record_id, reason=reason, version=version, actor=actor, now=now, policy=policy
            )
            found.append(Result(record_id, DONE, stored))
        except Missing:
            found.append(Result(record_id, MISSING, None))
        except Stale:
            found.append(Result(record_id, CHANGED, before))
        except NotAllowed as refusal:
            found.append(Result(record_id, REFUSED, before, str(refusal)))
    return found


def _accept(
    session: Session,
    record_id: str,
    *,
    reason: str,
    version: int | None,
    actor: str,
    now: datetime,
    policy: Policy,
) -> StoredRecord:
    """Accept every warning that the record still has: at this version those that were looked at."""
    stored = records.get(session, record_id)
    warnings = {problem.code.value for problem in stored.problems if problem.level is Level.WARNING}
    return records.accept(
        session,
        record_id,
        warnings - stored.looked_at,
        reason=reason,
        version=version,
        actor=actor,
        now=now,
        policy=policy,
    )


STEPS: Mapping[str, Step] = {
    "accept": _accept,
    "set-aside": records.set_aside,
    "take-back": records.take_back,
}
