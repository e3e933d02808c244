"""What the pilot learns from: counts of an hour and what learners think of the form. No person is in either."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Id, Table, one_of


class TallyRow(Table):
    """How often something happened on an activity's form within an hour; `detail` is a field and rule, or seconds."""

    __tablename__ = "tallies"
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(10), primary_key=True)
    detail: Mapped[str] = mapped_column(String(60), primary_key=True)
    number: Mapped[int]
    __table_args__ = (one_of("what", ["opened", "checked", "refused", "stored", "took"]),)


class OpinionRow(Table):
    """What somebody answered on a receipt: how easy it was, what got in the way. Nothing leads back to whom."""

    __tablename__ = "opinions"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"), index=True)
    given_on: Mapped[date]
    ease: Mapped[int | None]
    comment: Mapped[str]
    __table_args__ = (CheckConstraint("ease BETWEEN 1 AND 5", name="ease"),)
