"""What a coordinator writes about a pilot, read from JSON: every problem at once, named by its field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, TypeVar

from pars.errors import Code, Problem
from pars.setup_fields import Fields
from storage import hiccups, staff_times
from storage.hiccups import Entry, Hiccup
from storage.pilot import Pilot, Plan

from . import fields, problems

Read = TypeVar("Read")

PLAN = ("name", "goal", "starts_on", "ends_on", "activities")
ENTRY = ("what", "tag", "noticed_on", "activity_id", "decision", "changed_on", "closed_on")
TIME = ("activity_id", "worked_on", "minutes", "task")
LONG = 1000


def plan(data: Mapping[str, Any], known: Collection[str]) -> Plan:
    """A pilot's plan, whose activities are among the `known`; raises Refusal, 422."""

    def read(given: Fields) -> Plan | None:
        first, last = given.day("starts_on"), given.day("ends_on", needed=False)
        if first and last and last < first:
            given.refuse("ends_on", Code.ENDS_BEFORE_START)
        chosen = tuple(given.items("activities", str, "activities"))
        if not set(chosen) <= set(known):
            given.refuse("activities", Code.CHOICE_UNKNOWN, choices="the activities that there are")
        name, goal = given.line("name"), _needed(given, "goal")
        return Plan(name, goal, first, last, chosen) if first else None

    return _read(data, PLAN, read)


def entry(data: Mapping[str, Any], known: Collection[str]) -> Entry:
    """An entry in the log of hiccups; raises Refusal, 422."""

    def read(given: Fields) -> Entry | None:
        noticed = given.day("noticed_on")
        return Entry(
            what=_needed(given, "what"),
            tag=given.choice("tag", hiccups.TAGS, default="other"),
            noticed_on=noticed or date.min,
            activity_id=_activity(given, known),
            decision=given.paragraphs("decision", most=LONG),
            changed_on=given.day("changed_on", needed=False),
            closed_on=given.day("closed_on", needed=False),
        )

    return _read(data, ENTRY, read)


def minutes(data: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """Time that somebody worked, as staff_times.add takes it; raises Refusal, 422."""

    spent = data.get("minutes")
    if not isinstance(spent, int) or spent is True or not 0 < spent <= staff_times.MOST_MINUTES:
        raise fields.refused("minutes", "out_of_range", "Enter the minutes, from 1 to 1,440.")

    def read(given: Fields) -> dict[str, Any]:
        return {
            "activity_id": _activity(given, known),
            "worked_on": given.day("worked_on"),
            "minutes": spent,
            "task": given.choice("task", staff_times.TASKS),
        }

    return _read(data, TIME, read)


def plan_as_json(pilot: Pilot) -> dict[str, Any]:
    """The fields of a pilot, as `plan` reads them."""
    said = pilot.plan
    return {
        "name": said.name,
        "goal": said.goal,
        "starts_on": said.starts_on.isoformat(),
        "ends_on": _day(said.ends_on),
        "activities": list(said.activity_ids),
    }


def entry_as_json(hiccup: Hiccup) -> dict[str, Any]:
    """The fields of a hiccup, as `entry` reads them."""
    return {
        "what": hiccup.what,
        "tag": hiccup.tag,
        "noticed_on": hiccup.noticed_on.isoformat(),
        "activity_id": hiccup.activity_id,
        "decision": hiccup.decision,
        "changed_on": _day(hiccup.changed_on),
        "closed_on": _day(hiccup.closed_on),
    }


def _read(data: Mapping[str, Any], names: Collection[str], reader: Callable[[Fields], Read | None]) -> Read:
    found: list[Problem] = []
    given = Fields(data, found)
    given.refuse_unknown(names)
    made = reader(given)
    if found or made is None:
        raise problems.unprocessable(found)
    return made


def _needed(given: Fields, name: str) -> str:
    """Text of several lines that must not be empty."""
    wrong_before = len(given.problems)
    text = given.paragraphs(name, most=LONG)
    if not text and len(given.problems) == wrong_before:
        given.refuse(name, Code.TEXT_MISSING)
    return text


def _activity(given: Fields, known: Collection[str]) -> str | None:
    """The id of the activity that it is about, None where it is about the pilot as a whole."""
    activity_id = given.line("activity_id", needed=False)
    if activity_id and activity_id not in known:
        given.refuse("activity_id", Code.CHOICE_UNKNOWN, choices="the activities that there are")
    return activity_id or None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
