"""How a coordinator said once what stands under which heading: remembered for every file with the same headings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from storage.tables import ColumnMapRow


def recall(session: Session, kind: str, headings: Sequence[str]) -> dict[str, str] | None:
    """What was chosen for these headings; None where nobody has chosen yet."""
    row = session.get(ColumnMapRow, (kind, _mark(headings)))
    return dict(row.mapping) if row else None


def keep(
    session: Session,
    kind: str,
    headings: Sequence[str],
    mapping: Mapping[str, str],
    *,
    actor: str,
    now: datetime,
) -> None:
    """Remember this choice in place of the one before."""
    session.merge(
        ColumnMapRow(kind=kind, headings=_mark(headings), mapping=dict(mapping), changed_at=now, actor=actor)
    )
    session.flush()


def _mark(headings: Sequence[str]) -> str:
    # A separator, or "A, BC" and "AB, C" would be one; not folded, for a mapping names headings as they are.
    return hashlib.sha256("\x1f".join(headings).encode()).hexdigest()
