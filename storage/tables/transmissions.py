"""What goes to PARS by its web service: runs, each row's way, and who works at them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Id, Table, one_of


class RunRow(Table):
    """One sending of an export to the service at `address`.

    Nothing is sent before `due_at`: the service asked for a pause, or gave one after the other no answer
    (`troubles` counts those). `reason` is a code: why it was stopped.
    """

    __tablename__ = "runs"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    export_id: Mapped[str] = mapped_column(ForeignKey("exports.id"), index=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"), index=True)
    environment: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(10))
    address: Mapped[str]
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(20))
    troubles: Mapped[int]
    due_at: Mapped[datetime]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    actor: Mapped[str]
    __table_args__ = (
        one_of("environment", ["sandbox", "production"]),
        one_of("kind", ["dry", "submit"]),
        one_of("state", ["waiting", "running", "done", "stopped"]),
    )


class TransmissionRow(Table):
    """One row of a run.

    `due_at` is when it is to be sent or asked for next; while it is in a worker's hands, the moment from which
    that worker counts as dead; None when nothing is left to do. `tries` counts how often it was in hand, and
    tells a worker whether the row is still its own. `taken_at` is when PARS said that it has it. `code` says why
    it failed, `words` is what PARS said, sealed.
    """

    __tablename__ = "transmissions"
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    credit_id: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(6), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"))
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(20))
    words: Mapped[bytes | None]
    tries: Mapped[int]
    due_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    __table_args__ = (
        one_of("state", ["waiting", "sent", "accepted", "refused", "failed"]),
        Index(None, "run_id", "due_at", "position"),
    )


class LeaseRow(Table):
    """Of several processes the one that works in the background, for as long as it says that it lives."""

    __tablename__ = "leases"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(Id)
    until: Mapped[datetime]
