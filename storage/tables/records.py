"""What learners said, what would be reported of it, and what was done to it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from pars.lifecycle import State
from storage.columns import Texts
from storage.tables.base import Id, Mark, Ordered, Table, one_of


class Attestation(Table):
    """What a learner said, kept as said. `answers_mark` tells a repeat from other answers under the same id."""

    __tablename__ = "attestations"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"))
    submission_id: Mapped[str] = mapped_column(String(36), unique=True)
    answers_mark: Mapped[str] = mapped_column(Mark)
    reference: Mapped[str] = mapped_column(String(8), unique=True)
    token_mark: Mapped[str] = mapped_column(Mark, unique=True)
    token: Mapped[bytes]
    consent_sha256: Mapped[str] = mapped_column(ForeignKey("consents.sha256"))
    typed: Mapped[bytes | None]
    confirmed: Mapped[bytes | None]
    origin: Mapped[str] = mapped_column(String(10))
    received_at: Mapped[datetime]
    # That the questions about the form were answered: once each, and which answer it was is not known.
    opinion_given: Mapped[bool] = mapped_column(server_default=false())


class RecordRow(Table):
    """What would be reported: derived from the attestation and the corrections to it."""

    __tablename__ = "records"
    id: Mapped[str] = mapped_column(ForeignKey("attestations.id"), primary_key=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"))
    reference: Mapped[str] = mapped_column(String(8))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    looked_at: Mapped[tuple[str, ...]] = mapped_column(Texts)
    held: Mapped[bool]
    profession: Mapped[str] = mapped_column(String(12))
    first_name: Mapped[str]
    last_name: Mapped[str]
    folded_name: Mapped[str] = mapped_column(Ordered)
    license_state: Mapped[str] = mapped_column(String(4))
    credits: Mapped[Decimal | None]
    completion_date: Mapped[date | None]
    board: Mapped[str] = mapped_column(String(10))
    consent: Mapped[bool | None]
    attest: Mapped[bool]
    identity: Mapped[bytes | None]
    received_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    # Set aside because it is the same person's as this other record.
    merged_into: Mapped[str | None] = mapped_column(Id)
    __table_args__ = (
        one_of("state", [state.value for state in State]),
        Index(None, "activity_id", "state"),
        Index(None, "activity_id", "received_at"),
        # Of whom only the name is left; the many others cost it nothing.
        Index(
            "ix_records_erased",
            "activity_id",
            "folded_name",
            sqlite_where=text("identity IS NULL"),
            postgresql_where=text("identity IS NULL"),
        ),
    )


class MarkRow(Table):
    """A keyed fingerprint of one identifier of a record."""

    __tablename__ = "marks"
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(32), primary_key=True)
    __table_args__ = (Index(None, "mark"),)


class HistoryRow(Table):
    """One step in a record's life; `sealed` holds the reason and the values before and after, as JSON."""

    __tablename__ = "history"
    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str] = mapped_column(String(40))
    sealed: Mapped[bytes | None]
