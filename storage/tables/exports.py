"""Files for PARS, the rows in them, and the template they fill."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Id, Mark, Table, one_of

TYPED = "typed"
"""Format and kind of an export of what a coordinator typed into PARS by hand: rows, and no file."""


class ExportRow(Table):
    """A file that was made: a snapshot. Its bytes lie sealed in `export_files`."""

    __tablename__ = "exports"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"), index=True)
    format: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(12))
    rows: Mapped[int]
    sha256: Mapped[str] = mapped_column(Mark)
    filename: Mapped[str]
    template_sha256: Mapped[str | None] = mapped_column(Mark)
    created_at: Mapped[datetime]
    actor: Mapped[str]


class ExportFile(Table):
    __tablename__ = "export_files"
    export_id: Mapped[str] = mapped_column(ForeignKey("exports.id"), primary_key=True)
    data: Mapped[bytes]


class ExportedRow(Table):
    """One row of a file. No version of a record is added, or deleted, twice: the database itself refuses it."""

    __tablename__ = "exported_rows"
    credit_id: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(6), primary_key=True)
    export_id: Mapped[str] = mapped_column(ForeignKey("exports.id"), index=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"))
    record_version: Mapped[int]
    # A record may need two rows in one file: ABA wants Patient Safety apart from other credit.
    part: Mapped[str] = mapped_column(String(40), server_default="")
    position: Mapped[int]
    sealed: Mapped[bytes | None]
    __table_args__ = (
        UniqueConstraint("record_id", "record_version", "action", "part"),
        one_of("action", ["Add", "Delete"]),
    )


class ParsTemplate(Table):
    """The ACCME's own file as a coordinator uploaded it; the newest that is not removed is used."""

    __tablename__ = "pars_templates"
    sha256: Mapped[str] = mapped_column(Mark, primary_key=True)
    name: Mapped[str]
    data: Mapped[bytes]
    uploaded_at: Mapped[datetime]
    actor: Mapped[str]
