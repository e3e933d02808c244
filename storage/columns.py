"""Column types that both databases keep exactly: moments in UTC, hundredths instead of floats, lists of dates."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, DateTime, Integer
from sqlalchemy.types import TypeDecorator

from pars.record import BoardCredit, SeriesSession


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. A naive one is a mistake of ours and is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Hundredths(TypeDecorator[Decimal]):
    """Credits as whole hundredths: SQLite would keep a Numeric as a float."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> int | None:
        return None if value is None else int(value * 100)

    def process_result_value(self, value: int | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


class Texts(TypeDecorator[tuple[str, ...]]):
    """A tuple of short texts, as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> list[str]:
        return list(value or ())

    def process_result_value(self, value: Any, dialect: Any) -> tuple[str, ...]:
        return tuple(value or ())


class Dates(TypeDecorator[tuple[date, ...]]):
    """A tuple of dates, as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> list[str]:
        return [day.isoformat() for day in value or ()]

    def process_result_value(self, value: Any, dialect: Any) -> tuple[date, ...]:
        return tuple(date.fromisoformat(day) for day in value or ())


class Boards(TypeDecorator[tuple[BoardCredit, ...]]):
    """The boards an activity is registered for, as JSON; points as text so that they stay exact."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> list[list[str]]:
        return [[entry.board, entry.credit_type, str(entry.points_max)] for entry in value or ()]

    def process_result_value(self, value: Any, dialect: Any) -> tuple[BoardCredit, ...]:
        return tuple(
            BoardCredit(board=board, credit_type=kind, points_max=Decimal(points))
            for board, kind, points in value or ()
        )


class Sessions(TypeDecorator[tuple[SeriesSession, ...]]):
    """What dates of a series have of their own, as JSON; credits as text so that they stay exact."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> list[list[str]]:
        return [[one.date.isoformat(), one.title, str(one.credits_max or "")] for one in value or ()]

    def process_result_value(self, value: Any, dialect: Any) -> tuple[SeriesSession, ...]:
        return tuple(
            SeriesSession(
                date=date.fromisoformat(day), title=title, credits_max=Decimal(most) if most else None
            )
            for day, title, most in value or ()
        )
