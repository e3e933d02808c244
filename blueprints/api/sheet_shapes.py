"""What the API gives away of a spreadsheet: names and participation; numbers in full only where they are wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

from pars.errors import MESSAGES, Level
from pars.messages.names import NAMES
from pars.sheets.headings import KEYS
from pars.sheets.marked import headings_of
from pars.sheets.rows import Judged, Standing
from storage.sheets import Opened, StoredSheet

from . import problems, shapes
from .shapes import Json, Names

SAMPLES, LONGEST_SAMPLE = 3, 40
PRIVATE = {"license_number", "npi", "board_id", "email", "birthday", "birth_month", "birth_day"}
HIDDEN = "••••"
GRAVEST = (Level.ERROR, Level.WARNING, Level.NOTICE)


def sheet(stored: StoredSheet, names: Names) -> Json:
    """A sheet in a list."""
    return {
        "id": stored.id,
        "activity_id": stored.activity_id,
        "sha256": stored.sha256,
        "uploaded_at": shapes.time(stored.uploaded_at),
        "actor": names.get(stored.actor, stored.actor),
        "imported_at": shapes.time(stored.imported_at),
        "rows": stored.rows,
        "imported": stored.imported,
    }


def preview(opened: Opened, judged: Sequence[Judged]) -> Json:
    """How the sheet is read, and how its rows stand altogether."""
    plan = opened.stored.plan
    standings = Counter(one.standing for one in judged)
    found = Counter((one.standing, code) for one in judged for code in {p.code for p in one.problems})
    return {
        "columns": [
            {"heading": heading, "samples": _samples(opened, at)}
            for at, heading in enumerate(opened.table.headings)
        ],
        "fields": [{"value": key, "label": label} for key, label in KEYS.items()],
        "mapping": dict(plan.columns),
        "same": dict(plan.same),
        "consent": plan.consent,
        "needed": [problems.of_input(problem) for problem in opened.needed],
        "counts": {standing.value: standings[standing] for standing in Standing},
        "problems": [
            {
                "code": code.value,
                "level": MESSAGES[code].level.value,
                "name": NAMES[code],
                "standing": standing.value,
                "count": count,
            }
            for (standing, code), count in found.most_common()
        ],
    }


def rows(opened: Opened, judged: Sequence[Judged]) -> list[Json]:
    """Rows with their cells, column by column as mapped, and what is wrong beside each."""
    lines = {line.number: line for line in opened.table.lines}
    headings = opened.table.headings
    places = {key: headings.index(heading) for key, heading in opened.stored.plan.columns.items()}
    shown = []
    for one in judged:
        line, record = lines[one.row], one.reading.record
        found = sorted(one.problems, key=lambda problem: GRAVEST.index(problem.level))
        about = {
            heading: problem.level is not Level.NOTICE
            for problem in reversed(found)
            for heading in headings_of(problem.field, opened.stored.plan.columns)
        }
        shown.append(
            {
                "row": one.row,
                "standing": one.standing.value,
                "name": f"{record.first_name} {record.last_name}".strip(),
                "cells": [_cell(key, headings[at], line.value(at), about) for key, at in places.items()],
                "problems": [problems.of_record(problem) for problem in found],
            }
        )
    return shown


def _cell(key: str, heading: str, value: str, about: Mapping[str, bool]) -> Json:
    """`about` has the headings that something is said about: True where it is wrong, not only worth knowing."""
    hide = key in PRIVATE and value and heading not in about
    return {
        "field": key,
        "heading": heading,
        "value": HIDDEN if hide else value,
        "wrong": about.get(heading, False),
    }


def _samples(opened: Opened, at: int) -> list[str]:
    """The first few values of a column, for whoever is to say what it holds."""
    values = (line.value(at) for line in opened.table.lines)
    return [value[:LONGEST_SAMPLE] for value in islice(dict.fromkeys(filter(None, values)), SAMPLES)]
