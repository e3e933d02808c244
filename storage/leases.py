"""Of several processes one works in the background; the others step in when it is silent for too long."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.tables import LeaseRow


def take(session: Session, name: str, holder: str, *, until: datetime, now: datetime) -> bool:
    """Take the lease, or keep it; False while another holder's has not run out.

    One that would run on for twice as long as a lease does was taken before the clock was set back: it is over.
    """
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    taken = (
        insert(LeaseRow)
        .values(name=name, holder=holder, until=until)
        .on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": holder, "until": until},
            where=or_(
                LeaseRow.holder == holder, LeaseRow.until <= now, LeaseRow.until > until + (until - now)
            ),
        )
        .returning(LeaseRow.holder)
    )
    return session.execute(taken).first() is not None


def give_up(session: Session, name: str, holder: str) -> None:
    """Let the next one begin at once."""
    session.execute(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder))
