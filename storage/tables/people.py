"""Who may come in, how often they may knock, and what they did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Texts
from storage.tables.base import Id, Mark, Ordered, Table, one_of


class PersonRow(Table):
    """A coordinator or administrator."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Ordered)
    role: Mapped[str] = mapped_column(String(15))
    password_hash: Mapped[str]
    active: Mapped[bool]
    created_at: Mapped[datetime]
    # The sealed seed of the second factor, once it was proved by a code; and the time step of the last code taken.
    totp: Mapped[bytes | None]
    totp_step: Mapped[int | None]
    __table_args__ = (one_of("role", ["coordinator", "administrator"]),)


class RecoveryCodeRow(Table):
    """One of the codes that open the door once where the phone is lost; only a slow hash is kept."""

    __tablename__ = "recovery_codes"
    code_mark: Mapped[str] = mapped_column(Mark, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    used_at: Mapped[datetime | None]


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
    # When this person last proved who they are, for what asks again; and the browser in words ("Firefox on Windows").
    proved_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(60), server_default="")


class ApiTokenRow(Table):
    """A token of another system; `scopes` is what it may do."""

    __tablename__ = "api_tokens"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    token_mark: Mapped[str] = mapped_column(Mark, unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    scopes: Mapped[tuple[str, ...]] = mapped_column(
        Texts, server_default='["read", "collect", "report", "manage"]'
    )
    used_at: Mapped[datetime | None]


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
    action: Mapped[str] = mapped_column(String(80))  # of a file, with its SHA-256
    subject: Mapped[str]
    hash: Mapped[str] = mapped_column(Mark)
