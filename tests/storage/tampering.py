"""What somebody with a database tool does first who wants to change the record of actions."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session


def take_the_guard_away(session: Session) -> None:
    """Drop the triggers by which the database refuses to change or delete an event."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        return
    for step in ("update", "delete"):
        session.execute(text(f"DROP TRIGGER audit_stays_{step}"))
