"""The rows of files as they stood in them: sealed, opened again, and which of them still stand at PARS."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.answers import recall, spoken
from pars.formats.columns import ADD as ADD
from pars.formats.columns import DELETE as DELETE
from pars.formats.columns import Row
from pars.record import Activity, BoardCredit
from storage import activities
from storage.errors import Missing
from storage.tables import ExportedRow, ExportRow, RecordRow
from storage.vault import Vault

SEALED_ROW = "exported_rows.sealed"

_TEXTS = ("title", "accme_activity_id", "provider_name", "accme_provider_id", "credit_type")


def seal(row: Row, vault: Vault) -> bytes:
    """What a format writes of this row, so that a row that deletes it can say the same."""
    activity = {name: getattr(row.activity, name) for name in _TEXTS} | {
        "boards": [
            {"board": one.board, "credit_type": one.credit_type, "points_max": str(one.points_max)}
            for one in row.activity.boards
        ]
    }
    said = {"activity": activity, "record": spoken(row.record)}
    return vault.seal(json.dumps(said), SEALED_ROW, row.credit_id)


def as_row(session: Session, exported: ExportedRow) -> Row:
    """A row of a file as it stood in it, though record and activity have changed since; Missing once erased."""
    record = session.get_one(RecordRow, exported.record_id)
    return row_of(exported, activities.get(session, record.activity_id).activity, session.info["vault"])


def deletion_of(exported: ExportedRow, activity: Activity, vault: Vault) -> Row:
    """The row that deletes this one: PARS finds what to delete by the values and the credit ID it was given."""
    return replace(row_of(exported, activity, vault), action=DELETE)


def standing(session: Session, activity_id: str) -> dict[str, list[ExportedRow]]:
    """For each record that files added and none has deleted since: the rows that added it, in their order."""
    rows = session.scalars(
        select(ExportedRow)
        .join(ExportRow, ExportRow.id == ExportedRow.export_id)
        .where(ExportRow.activity_id == activity_id)
        .order_by(ExportRow.created_at, ExportedRow.position)
    )
    added: dict[str, ExportedRow] = {}
    deleted = set()
    for row in rows:
        if row.action == ADD:
            added[row.credit_id] = row
        else:
            deleted.add(row.credit_id)
    found: dict[str, list[ExportedRow]] = {}
    for credit_id, row in added.items():
        if credit_id not in deleted:
            found.setdefault(row.record_id, []).append(row)
    return found


def row_of(exported: ExportedRow, activity: Activity, vault: Vault) -> Row:
    """The row as it stood in its file, of this activity; raises Missing once it is erased."""
    if exported.sealed is None:
        raise Missing
    was = json.loads(vault.open(exported.sealed, SEALED_ROW, exported.credit_id))
    return Row(
        ADD if exported.action == ADD else DELETE,
        replace(activity, **_as_it_was(was)),
        recall(was["record"]),
        exported.credit_id,
        exported.part,
    )


def _as_it_was(was: dict[str, Any]) -> dict[str, Any]:
    if "activity" not in was:  # sealed before files told more of an activity than its ID
        return {"accme_activity_id": was["accme_activity_id"]}
    said: dict[str, Any] = was["activity"]
    boards = (BoardCredit(**one | {"points_max": Decimal(one["points_max"])}) for one in said["boards"])
    return said | {"boards": tuple(boards)}
