"""The columns of the file for pre-validation: the ACCME does not publish them, so a coordinator sets them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from blueprints.current import actor, database, now
from blueprints.guard import reads, reports
from pars.formats.prevalidate import FIELDS
from pars.text import first_hidden, tidy
from storage import prevalidation

from . import body, bp, fields, shapes

MOST_COLUMNS = 50
LONGEST_HEADING = 100
COLUMN = {"heading": fields.TEXT, "field": fields.TEXT}
COLUMNS = fields.Kind(
    "a list of objects",
    lambda value: isinstance(value, list) and all(isinstance(item, dict) for item in value),
)


@bp.get("/prevalidation-columns")
@reads
def get_prevalidation_columns() -> shapes.Json:
    with database().read() as session:
        return _shown(prevalidation.columns(session))


@bp.put("/prevalidation-columns")
@reports
def set_prevalidation_columns() -> shapes.Json:
    data = body.read(request)
    fields.check(data, {"columns": COLUMNS})
    given = data.get("columns", [])
    if not 1 <= len(given) <= MOST_COLUMNS:
        raise fields.refused("columns", "wrong_number", f"Name 1 to {MOST_COLUMNS} columns.")
    chosen: dict[str, str] = {}
    for column in given:
        fields.check(column, COLUMN)
        heading = _heading(column, taken={heading.casefold() for heading in chosen})
        chosen[heading] = fields.one_of(column, "field", FIELDS)
    with database().write() as session:
        prevalidation.set_columns(session, chosen, actor=actor(), now=now())
    return _shown(chosen)


def _shown(chosen: Mapping[str, str]) -> shapes.Json:
    """The columns of the file, in its order, and what a column may hold."""
    return {
        "columns": [{"heading": heading, "field": field} for heading, field in chosen.items()],
        "fields": [{"value": key, "label": column.heading.strip()} for key, column in FIELDS.items()],
    }


def _heading(column: dict[str, Any], taken: set[str]) -> str:
    heading = tidy(column.get("heading", ""))
    if not heading or len(heading) > LONGEST_HEADING or first_hidden(heading):
        message = f"Give each column a heading of 1 to {LONGEST_HEADING} characters."
        raise fields.refused("heading", "wrong_heading", message)
    if heading.casefold() in taken:
        raise fields.refused("heading", "twice", "Give each column another heading.")
    return heading
