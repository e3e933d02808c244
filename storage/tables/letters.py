"""Letters to learners, the links in them, and what came back by those links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Texts
from storage.tables.base import Id, Mark, Table, one_of


class LetterRow(Table):
    """A letter, due or sent; address and text are sealed, and gone once nothing is to be sent any more.

    `key` makes it one, however often it is asked for. While it is being sent, `due_at` is the moment from which
    its sender counts as dead: whether it went out is then unknown, and it is not sent again.
    """

    __tablename__ = "letters"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"), index=True)
    sealed: Mapped[bytes | None]
    created_at: Mapped[datetime]
    actor: Mapped[str]
    state: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str]
    __table_args__ = (
        one_of("state", ["waiting", "sending", "sent", "failed", "unknown", "dropped"]),
        Index(None, "state", "due_at"),
    )


class CorrectionLinkRow(Table):
    """A link for one learner to correct some fields, once and until a day; of its token only the fingerprint is kept.

    `submission_id` is that of the page which used it, so that the same page sent twice is known as one.
    """

    __tablename__ = "correction_links"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    token_mark: Mapped[str] = mapped_column(Mark, unique=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"), index=True)
    fields: Mapped[tuple[str, ...]] = mapped_column(Texts)
    reason: Mapped[bytes | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    submission_id: Mapped[str | None] = mapped_column(String(36))
    actor: Mapped[str]


class ProposalRow(Table):
    """What a learner proposed by such a link; a coordinator decides."""

    __tablename__ = "proposals"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"), index=True)
    sealed: Mapped[bytes | None]
    received_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(String(10))
    decided_at: Mapped[datetime | None]
    actor: Mapped[str]
    __table_args__ = (one_of("decision", ["open", "taken", "declined"]),)
