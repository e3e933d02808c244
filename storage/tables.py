"""The tables. What identifies a learner is sealed (see vault.py); what is kept plain is participation.

Sealed: birth month and day, license number, NPI, board ID and email, together in one `identity` value
a record; the answers as typed and as confirmed; reasons and before-and-after values of corrections;
files. `marks` are keyed fingerprints of identifiers, for exact search and for finding a double.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pars.lifecycle import State
from pars.record import BoardCredit
from storage.columns import Boards, Dates, Hundredths, Moment, Texts

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Id = String(32)
Mark = String(64)


def one_of(column: str, values: list[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Table(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {datetime: Moment, Decimal: Hundredths}


class Consent(Table):
    """A consent text as it was shown, never changed: another wording is another row."""

    __tablename__ = "consents"
    sha256: Mapped[str] = mapped_column(Mark, primary_key=True)
    text: Mapped[str]
    created_at: Mapped[datetime]


class ActivityRow(Table):
    """An activity; its columns are the fields of pars.record.Activity, by the same names."""

    __tablename__ = "activities"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    version: Mapped[int]
    consent_sha256: Mapped[str] = mapped_column(ForeignKey("consents.sha256"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(10))
    title: Mapped[str]
    accme_activity_id: Mapped[str] = mapped_column(String(9))
    provider_name: Mapped[str]
    accme_provider_id: Mapped[str] = mapped_column(String(7))
    format: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    dates: Mapped[tuple[date, ...]] = mapped_column(Dates)
    timezone: Mapped[str]
    credits_max: Mapped[Decimal]
    credit_type: Mapped[str]
    boards: Mapped[tuple[BoardCredit, ...]] = mapped_column(Boards)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    email: Mapped[str] = mapped_column(String(10))
    kiosk: Mapped[bool]
    contact_email: Mapped[str]
    competencies: Mapped[tuple[str, ...]] = mapped_column(Texts)
    home_states: Mapped[tuple[str, ...]] = mapped_column(Texts)
    __table_args__ = (
        one_of("status", ["draft", "open", "closed"]),
        one_of("format", ["live", "series", "enduring"]),
        one_of("email", ["required", "optional", "off"]),
        CheckConstraint("credits_max > 0", name="credits_max"),
    )


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
    folded_name: Mapped[str]
    license_state: Mapped[str] = mapped_column(String(4))
    credits: Mapped[Decimal | None]
    completion_date: Mapped[date | None]
    board: Mapped[str] = mapped_column(String(10))
    consent: Mapped[bool | None]
    attest: Mapped[bool]
    identity: Mapped[bytes | None]
    received_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    __table_args__ = (
        one_of("state", [state.value for state in State]),
        Index(None, "activity_id", "state"),
        Index(None, "activity_id", "received_at"),
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
    action: Mapped[str] = mapped_column(String(20))
    sealed: Mapped[bytes | None]


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
    position: Mapped[int]
    sealed: Mapped[bytes | None]
    __table_args__ = (
        UniqueConstraint("record_id", "record_version", "action"),
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


class PersonRow(Table):
    """A coordinator or administrator."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(15))
    password_hash: Mapped[str]
    active: Mapped[bool]
    created_at: Mapped[datetime]
    __table_args__ = (one_of("role", ["coordinator", "administrator"]),)


class InvitationRow(Table):
    """A one-time link; only the fingerprint of its token is kept."""

    __tablename__ = "invitations"
    token_mark: Mapped[str] = mapped_column(Mark, primary_key=True)
    email: Mapped[str | None]
    role: Mapped[str] = mapped_column(String(15))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SigninRow(Table):
    """A server-side session; ended for real when its row says so."""

    __tablename__ = "signins"
    token_mark: Mapped[str] = mapped_column(Mark, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class ApiTokenRow(Table):
    __tablename__ = "api_tokens"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    token_mark: Mapped[str] = mapped_column(Mark, unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class LimitRow(Table):
    """How often something happened within a window; `who` is a keyed fingerprint, never an address."""

    __tablename__ = "limits"
    bucket: Mapped[str] = mapped_column(String(20), primary_key=True)
    who: Mapped[str] = mapped_column(String(32), primary_key=True)
    since: Mapped[int] = mapped_column(primary_key=True)
    used: Mapped[int]


class AuditRow(Table):
    """Who did what to which id, chained by hashes; never a value."""

    __tablename__ = "audit"
    chain: Mapped[str] = mapped_column(Id, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    actor: Mapped[str]
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str]
    hash: Mapped[str] = mapped_column(Mark)
