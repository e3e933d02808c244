"""Each record's way to PARS: when it first went out, what PARS said first, and when PARS accepted it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from pars.formats.columns import ADD
from storage.exports import PREVALIDATE
from storage.outcomes import ACCEPTED, REJECTED
from storage.tables import ExportedRow, ExportRow, OutcomeRow

Rows = list[tuple[str | None, datetime | None]]
"""Status and time of PARS's answer to each row that one version of a record went out as; None where it has none."""

Sent = tuple[Any, ...]
"""Of a row that went out: the record's id and version, when it went, status and time of the answer to it."""


@dataclass(frozen=True, slots=True)
class Journey:
    """`first_answer` is what PARS said of the first version that it answered, "accepted" or "rejected"; None so far.

    `accepted_at` is when the last version was accepted as a whole. It says nothing of a record that was corrected
    or withdrawn since: that the record itself knows.
    """

    sent_at: datetime
    first_answer: str | None
    accepted_at: datetime | None


def of(session: Session, activity_ids: Sequence[str]) -> dict[str, Journey]:
    """Record id to its journey, for every record of these activities that was ever added to PARS; one query."""
    wanted = (
        select(
            ExportedRow.record_id,
            ExportedRow.record_version,
            ExportRow.created_at,
            OutcomeRow.status,
            OutcomeRow.at,
        )
        .join(ExportRow, ExportRow.id == ExportedRow.export_id)
        .outerjoin(OutcomeRow, and_(OutcomeRow.credit_id == ExportedRow.credit_id, OutcomeRow.action == ADD))
        .where(
            ExportRow.activity_id.in_(activity_ids),
            ExportRow.kind != PREVALIDATE,
            ExportedRow.action == ADD,
        )
        .order_by(ExportedRow.record_id, ExportedRow.record_version)
    )
    sent = groupby(session.execute(wanted), lambda row: row[0])
    return {record_id: _journey([tuple(row) for row in rows]) for record_id, rows in sent}


def _journey(rows: Sequence[Sent]) -> Journey:
    """The journey of one record out of the rows that it went out as, in the order of its versions."""
    tries: dict[int, Rows] = {}
    for _, version, _, status, at in rows:
        tries.setdefault(version, []).append((status, at))
    answers = [answer_to(answered) for answered in tries.values()]
    first = next((answer for answer in answers if answer), None)
    accepted_at = max(at for _, at in tries[rows[-1][1]] if at) if answers[-1] == ACCEPTED else None
    return Journey(min(row[2] for row in rows), first, accepted_at)


def answer_to(rows: Rows) -> str | None:
    """A version is rejected as soon as one of its rows is, and accepted when all are."""
    statuses = {status for status, _ in rows}
    if REJECTED in statuses:
        return REJECTED
    return ACCEPTED if statuses == {ACCEPTED} else None
