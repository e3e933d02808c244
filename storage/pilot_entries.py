"""What staff enter for a pilot, hiccups and staff time alike: which entries belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from storage.tables import HiccupRow, StaffTimeRow

Row = TypeVar("Row", HiccupRow, StaffTimeRow)


def belonging(
    kind: type[Row],
    day: InstrumentedAttribute[date],
    activity_ids: Sequence[str],
    since: date | None,
    until: date | None,
) -> Select[Row]:
    """Those of these activities, and those of no activity whose `day` is in the time; the newest first.

    `kind` is the table's class and `day` its column; `since` and `until` are included, None is without an end.
    """
    general = and_(kind.activity_id.is_(None), day >= (since or date.min), day <= (until or date.max))
    return (
        select(kind)
        .where(or_(kind.activity_id.in_(activity_ids), general))
        .order_by(day.desc(), kind.created_at.desc(), kind.id)
    )
