"""What the tests of merges share: merging in one call, and what a record is but for its version and times."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from storage import merging, records, unmerging
from storage.database import Database
from tests.conftest import Clock
from tests.storage.conftest import POLICY

WHY = "She attested twice."
BY: dict[str, Any] = {"actor": "staff:1", "policy": POLICY}


def merge(
    database: Database, clock: Clock, kept: str, *others: str, choices: dict[str, str] | None = None
) -> None:
    """Merge records as they stand now, a minute later."""
    clock.advance(minutes=1)
    with database.write() as session:
        versions = {other: records.get(session, other).version for other in others}
        version = records.get(session, kept).version
        merging.merge(session, kept, versions, choices or {}, reason=WHY, version=version, now=clock(), **BY)


def unmerge(database: Database, clock: Clock, kept: str) -> None:
    clock.advance(minutes=1)
    with database.write() as session:
        unmerging.unmerge(session, kept, version=None, now=clock(), **BY)


def stand(session: Session, *ids: str) -> list[dict[str, Any]]:
    """All that a record is, without its version and the moment of its last change."""
    found = (records.get(session, one) for one in ids)
    return [
        {
            "record": one.record,
            "state": one.state,
            "problems": one.problems,
            "looked_at": one.looked_at,
            "received_at": one.received_at,
        }
        for one in found
    ]
