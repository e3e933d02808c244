"""What PARS answered: the files of answers, what each says of a row, and how their columns were mapped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Id, Mark, Table, one_of


class ResultFileRow(Table):
    """A file of answers as it was uploaded, sealed; the same bytes once an activity and kind."""

    __tablename__ = "result_files"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"), index=True)
    kind: Mapped[str] = mapped_column(String(15))
    sha256: Mapped[str] = mapped_column(Mark)
    data: Mapped[bytes | None]
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)
    uploaded_at: Mapped[datetime]
    actor: Mapped[str]
    applied_at: Mapped[datetime | None]
    changed: Mapped[int]
    __table_args__ = (
        UniqueConstraint("activity_id", "kind", "sha256"),
        one_of("kind", ["report", "prevalidation"]),
    )


class OutcomeRow(Table):
    """What PARS says of one row that it was sent, added or deleted; the newest answer, the reason sealed."""

    __tablename__ = "outcomes"
    credit_id: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(6), primary_key=True, server_default="Add")
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"), index=True)
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[bytes | None]
    source: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime]
    actor: Mapped[str]
    __table_args__ = (
        one_of("status", ["accepted", "rejected"]),
        one_of("action", ["Add", "Delete"]),
    )


class PrevalidationRow(Table):
    """What PARS says of a record before its report, as it stands; `at` is when the file came, the reason sealed."""

    __tablename__ = "prevalidations"
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"), primary_key=True)
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[bytes | None]
    at: Mapped[datetime]
    actor: Mapped[str]
    __table_args__ = (one_of("status", ["accepted", "rejected"]),)


class ColumnMapRow(Table):
    """How a coordinator mapped a file's headings once; `headings` is the SHA-256 of them."""

    __tablename__ = "column_maps"
    kind: Mapped[str] = mapped_column(String(15), primary_key=True)
    headings: Mapped[str] = mapped_column(Mark, primary_key=True)
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)
    changed_at: Mapped[datetime]
    actor: Mapped[str]


class StatusWordRow(Table):
    """What a word of PARS's for a row's status means, as a coordinator said once; `word` is folded."""

    __tablename__ = "status_words"
    word: Mapped[str] = mapped_column(String(60), primary_key=True)
    meaning: Mapped[str] = mapped_column(String(10))
    changed_at: Mapped[datetime]
    actor: Mapped[str]
    __table_args__ = (one_of("meaning", ["accepted", "rejected", "waiting"]),)
