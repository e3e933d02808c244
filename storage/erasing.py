"""What is not kept of a learner who takes the permission back: all that only a report would need.

A file that PARS was sent keeps its rows, because the row that deletes one there has to repeat it.
"""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from pars.asking import ONLY_FOR_PARS
from storage import history
from storage.tables import Attestation, HistoryRow, RecordRow
from storage.vault import Vault

TYPED, CONFIRMED = "attestations.typed", "attestations.confirmed"


def erase_answers(session: Session, row: RecordRow) -> None:
    """Take those answers out of what was typed, what was confirmed and what corrections changed.

    The record itself is read anew without them: see pars/answers.py.
    """
    vault: Vault = session.info["vault"]
    said = session.get_one(Attestation, row.id)
    said.typed = _without(vault, said.typed, TYPED, row.id)
    said.confirmed = _without(vault, said.confirmed, CONFIRMED, row.id)
    session.flush()
    for step in session.scalars(select(HistoryRow).where(HistoryRow.record_id == row.id)):
        if step.sealed:
            told = json.loads(vault.open(step.sealed, history.COLUMN, row.id))
            told["changes"] = [change for change in told["changes"] if change[0] not in ONLY_FOR_PARS]
            step.sealed = vault.seal(json.dumps(told), history.COLUMN, row.id)


def _without(vault: Vault, sealed: bytes | None, column: str, row_id: str) -> bytes | None:
    if sealed is None:
        return None
    said = json.loads(vault.open(sealed, column, row_id))
    kept = {name: value for name, value in said.items() if name not in ONLY_FOR_PARS}
    return vault.seal(json.dumps(kept), column, row_id)
