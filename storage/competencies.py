"""Which physician competencies a year of activities addresses, to plan the next one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pars.lifecycle import State
from pars.vocabulary import COMPETENCIES
from storage import activities
from storage.activities import StoredActivity
from storage.tables import RecordRow

_LISTED = {name.casefold(): name for name in COMPETENCIES}


@dataclass(frozen=True, slots=True)
class Emphasis:
    """How much of a year a competency got. `sessions` are the dates held; `learners` are those who completed one
    in that year, without records set aside. `listed` says that it is one of the six."""

    name: str
    listed: bool
    activities: int
    sessions: int
    learners: int


@dataclass(frozen=True, slots=True)
class Year:
    """The six, then what a provider added, by name. `untagged` are activities of the year that address none;
    `years` are those in which there is any activity, the newest first."""

    year: int
    years: list[int]
    activities: int
    untagged: int
    items: list[Emphasis]


def of_year(session: Session, year: int) -> Year:
    """Activities count for every year that they touch; a calendar year."""
    stored = activities.every(session)
    held = [one for one in stored if one.activity.starts_on.year <= year <= one.activity.ends_on.year]
    learners = _learners(session, year)
    number: Counter[str] = Counter()
    sessions: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    for one in held:
        for name in addressed(one):
            number[name] += 1
            sessions[name] += _sessions(one, year)
            heads[name] += learners.get(one.id, 0)
    others = sorted(set(number) - set(COMPETENCIES))
    return Year(
        year=year,
        years=sorted({each for one in stored for each in _years(one)} | {year}, reverse=True),
        activities=len(held),
        untagged=sum(not addressed(one) for one in held),
        items=[
            Emphasis(name, name in COMPETENCIES, number[name], sessions[name], heads[name])
            for name in (*COMPETENCIES, *others)
        ],
    )


def addressed(stored: StoredActivity) -> list[str]:
    """The activity's competencies, each once, in the spelling of the six where it is one of them."""
    return list(dict.fromkeys(_LISTED.get(name.casefold(), name) for name in stored.activity.competencies))


def _learners(session: Session, year: int) -> dict[str, int]:
    rows = session.execute(
        select(RecordRow.activity_id, func.count().label("number"))
        .where(
            RecordRow.state != State.SET_ASIDE,
            RecordRow.completion_date >= date(year, 1, 1),
            RecordRow.completion_date <= date(year, 12, 31),
        )
        .group_by(RecordRow.activity_id)
    )
    return {row.activity_id: row.number for row in rows}


def _sessions(stored: StoredActivity, year: int) -> int:
    return sum(day.year == year for day in stored.activity.dates) if stored.activity.dates else 1


def _years(stored: StoredActivity) -> range:
    return range(stored.activity.starts_on.year, stored.activity.ends_on.year + 1)
