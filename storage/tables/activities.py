"""Activities and the consent texts that were shown for them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pars.record import BoardCredit, SeriesSession
from storage.columns import Boards, Dates, Sessions, Texts
from storage.tables.base import Id, Mark, Table, one_of


class Consent(Table):
    """A consent text as it was shown, never changed: another wording is another row."""

    __tablename__ = "consents"
    sha256: Mapped[str] = mapped_column(Mark, primary_key=True)
    text: Mapped[str]
    created_at: Mapped[datetime]


class ShownConsent(Table):
    """That an activity shows a text, or once showed it: a form may lie open while the text changes."""

    __tablename__ = "shown_consents"
    activity_id: Mapped[str] = mapped_column(Id, primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("consents.sha256"), primary_key=True)


class InstallationRow(Table):
    """What holds for the whole installation, by name: the seal that the data key must open, settings, the logo."""

    __tablename__ = "installation"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[bytes]


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
    sessions: Mapped[tuple[SeriesSession, ...]] = mapped_column(Sessions, server_default="[]")
    series_credits_max: Mapped[Decimal | None]
    timezone: Mapped[str]
    credits_max: Mapped[Decimal]
    credit_type: Mapped[str]
    boards: Mapped[tuple[BoardCredit, ...]] = mapped_column(Boards)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    email: Mapped[str] = mapped_column(String(10))
    kiosk: Mapped[bool]
    # As the coordinator wrote it, with {provider} for the name; what was shown lies in `consents`.
    consent_text: Mapped[str] = mapped_column(server_default="")
    contact_email: Mapped[str]
    competencies: Mapped[tuple[str, ...]] = mapped_column(Texts)
    home_states: Mapped[tuple[str, ...]] = mapped_column(Texts)
    grace_minutes: Mapped[int] = mapped_column(server_default="0")
    learners_max: Mapped[int | None]
    __table_args__ = (
        one_of("status", ["draft", "open", "closed"]),
        one_of("format", ["live", "series", "enduring"]),
        one_of("email", ["required", "optional", "off"]),
        CheckConstraint("credits_max > 0", name="credits_max"),
    )


class LateLinkRow(Table):
    """A personal link for one learner who comes late: it opens a closed form once, until a day."""

    __tablename__ = "late_links"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"), index=True)
    token_mark: Mapped[str] = mapped_column(Mark, unique=True)
    sealed: Mapped[bytes | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    submission_id: Mapped[str | None] = mapped_column(String(36))
    actor: Mapped[str]
