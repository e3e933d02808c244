"""The pilot: a goal, the activities it is tried on, what got in the way and what it cost."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Id, Table


class PilotRow(Table):
    """A pilot: what it should show, and from when to when."""

    __tablename__ = "pilots"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    goal: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class PilotActivityRow(Table):
    """That an activity belongs to a pilot."""

    __tablename__ = "pilot_activities"
    pilot_id: Mapped[str] = mapped_column(ForeignKey("pilots.id"), primary_key=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"), primary_key=True)


class HiccupRow(Table):
    """What got in the way, what was decided, and since when it is done otherwise (`changed_on`)."""

    __tablename__ = "hiccups"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int]
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activities.id"), index=True)
    noticed_on: Mapped[date]
    what: Mapped[str]
    tag: Mapped[str] = mapped_column(String(20))
    decision: Mapped[str]
    changed_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    actor: Mapped[str]


class StaffTimeRow(Table):
    """Minutes of work that staff entered, for an activity or for the pilot as a whole."""

    __tablename__ = "staff_times"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activities.id"), index=True)
    worked_on: Mapped[date]
    minutes: Mapped[int]
    task: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    actor: Mapped[str]
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes"),)
