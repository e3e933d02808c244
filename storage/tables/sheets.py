"""Spreadsheets of answers that were gathered elsewhere."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Id, Mark, Table, one_of


class SheetRow(Table):
    """The table of a spreadsheet that was uploaded, sealed, without years of birth; the same file once an activity.

    Rows that have become records are taken out of it. `sha256` is the file's. `mapping` is field to heading, and
    `all:` field to what is the same for all rows. `consent` says where permission comes from: a column, the
    coordinator who stated it for all, or nowhere.
    """

    __tablename__ = "sheets"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"), index=True)
    sha256: Mapped[str] = mapped_column(Mark)
    data: Mapped[bytes | None]
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)
    consent: Mapped[str] = mapped_column(String(10))
    uploaded_at: Mapped[datetime]
    actor: Mapped[str]
    imported_at: Mapped[datetime | None]
    rows: Mapped[int]
    imported: Mapped[int]
    __table_args__ = (
        UniqueConstraint("activity_id", "sha256"),
        one_of("consent", ["column", "stated", "unknown"]),
    )
