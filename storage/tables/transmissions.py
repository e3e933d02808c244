"""What goes to PARS by its web service: runs, and each row's way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Id, Table, one_of


class RunRow(Table):
    """One sending of an export. `lease_until` says that a worker has it in hand, so that no second one takes it."""

    __tablename__ = "runs"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    export_id: Mapped[str | None] = mapped_column(ForeignKey("exports.id"))
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"), index=True)
    environment: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    actor: Mapped[str]
    __table_args__ = (
        one_of("environment", ["sandbox", "production"]),
        one_of("kind", ["dry", "submit"]),
        one_of("state", ["waiting", "running", "done", "stopped"]),
    )


class TransmissionRow(Table):
    """One row of a run; `reason` is what PARS said, sealed."""

    __tablename__ = "transmissions"
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    credit_id: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(6), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"))
    state: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int]
    due_at: Mapped[datetime]
    reason: Mapped[bytes | None]
    changed_at: Mapped[datetime]
    __table_args__ = (
        one_of("state", ["waiting", "sent", "accepted", "refused", "failed"]),
        Index(None, "run_id", "state"),
    )
