"""The ACCME's own Excel file, uploaded by a coordinator, that exports fill."""

from __future__ import annotations

import re

from flask import request

from blueprints.current import actor, database, now
from blueprints.guard import reads, reports
from pars.formats.template import TemplateRefused, read_template
from storage import pars_templates, staff

from . import bp, query, shapes
from .problems import Refusal, of_record, shape

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 5 * 1024 * 1024
DEFAULT_NAME = "PARS template.xlsx"


@bp.get("/pars-template")
@reads
def get_template() -> shapes.Json:
    with database().read() as session:
        return shapes.template(pars_templates.current(session), staff.names(session))


@bp.post("/pars-template")
@reports
def upload_template() -> tuple[shapes.Json, int]:
    """Judge the file before any transaction, then keep it in place of the one before."""
    name, data = _uploaded()
    try:
        read_template(data)
    except TemplateRefused as refused:
        raise Refusal(422, "This file cannot be used.", map(of_record, refused.problems)) from None
    with database().write() as session:
        stored = pars_templates.replace(session, name, data, actor=actor(), now=now())
        return shapes.template(stored, staff.names(session)), 201


upload_template.body_limit = MAX_BYTES  # type: ignore[attr-defined]  # the guard reads it


@bp.delete("/pars-template")
@reports
def remove_template() -> tuple[str, int]:
    with database().write() as session:
        pars_templates.remove(session, actor=actor(), now=now())
    return "", 204


def _uploaded() -> tuple[str, bytes]:
    """The name and the bytes, out of a multipart form or as the whole body."""
    if request.mimetype == "multipart/form-data":
        file = request.files.get("file")
        if file is None:
            raise Refusal(400, "The form holds no file.", [shape("file", "missing", "Choose a file.")])
        return _safe(file.filename or ""), file.read()
    if request.mimetype not in {XLSX, "application/octet-stream"}:
        raise Refusal(415, f"Send the file as {XLSX}, or in a multipart form.")
    return _safe(query.parameters(request, {"name"}).get("name", "")), request.get_data(cache=False)


def _safe(name: str) -> str:
    """The last part of a file's name, as text to show: it never becomes a path."""
    shown = re.sub(r"[^\w .,()+-]", "", re.split(r"[/\\]", name)[-1]).strip()
    return shown[:100] or DEFAULT_NAME
