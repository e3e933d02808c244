"""How often is often enough, counted in the database so that all processes share one count."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage import driving
from storage.tables import LimitRow

KEPT = timedelta(hours=24)


def allow(session: Session, bucket: str, who: str, *, limit: int, window: timedelta, now: datetime) -> bool:
    """Count one more in the current window; False once there are more than `limit`."""
    return count(session, bucket, who, window=window, now=now) <= limit


def count(session: Session, bucket: str, who: str, *, window: timedelta, now: datetime) -> int:
    """How many there are in the current window, with this one.

    `who` (an address, an account) is kept only as a keyed fingerprint that changes daily.
    """
    seconds = int(window.total_seconds())
    since = int(now.timestamp()) // seconds * seconds
    mark = session.info["vault"].index(f"limit:{now.date()}:{who}")
    values = {"bucket": bucket, "who": mark, "since": since, "used": 1}
    ((used,),) = driving.rows(session, _counted(session.get_bind().dialect.name), values)
    # A new window is the time to drop those of yesterday; one in 256, because that looks through all of them.
    if used == 1 and mark.startswith("00"):
        session.execute(delete(LimitRow).where(LimitRow.since < int((now - KEPT).timestamp())))
    return int(used)


def forgive(session: Session, bucket: str, who: str, now: datetime) -> None:
    """Forget the count of `who`: after the right password, say."""
    mark = session.info["vault"].index(f"limit:{now.date()}:{who}")
    session.execute(delete(LimitRow).where(LimitRow.bucket == bucket, LimitRow.who == mark))


@cache
def _counted(dialect: str) -> Any:
    """Made once: building the statement takes longer than running it."""
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    table = LimitRow.__table__
    return (
        insert(table)
        .on_conflict_do_update(index_elements=["bucket", "who", "since"], set_={"used": table.c.used + 1})
        .returning(table.c.used)
    )
