"""A table that somebody sends, PARS's answer or a sheet of answers: as a file, in a form, or pasted."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import request

from pars.formats.tables.table import BYTES_MAX, Table, TableRefused

from . import body, fields, problems
from .problems import Refusal, shape

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {
    XLSX,
    "application/octet-stream",
    "application/xml",
    "text/csv",
    "text/plain",
    "text/tab-separated-values",
    "text/xml",
}
# The form around a file, or the escapes of a pasted text, take room of their own; the file itself is measured after.
BODY_LIMIT = 2 * BYTES_MAX
MAPPING = fields.Kind(
    "an object of texts",
    lambda value: isinstance(value, dict) and all(map(fields.TEXT.holds, value.values())),
)


def sent() -> tuple[bytes, dict[str, str]]:
    """The file's bytes, as the whole body, in a form, or pasted as JSON; and the mapping, where one came along."""
    if request.mimetype == "application/json":
        data = body.read(request)
        fields.check(data, {"text": fields.TEXT, "mapping": MAPPING})
        return data.get("text", "").encode(), data.get("mapping", {})
    if request.mimetype == "multipart/form-data":
        file = request.files.get("file")
        if file is None:
            raise Refusal(400, "The form holds no file.", [shape("file", "missing", "Choose a file.")])
        return file.read(), _mapping(request.form.get("mapping", "{}"))
    if request.mimetype not in FILES:
        raise Refusal(415, "Send a file as Excel, CSV, tab-delimited text or XML, a form, or JSON with text.")
    return request.get_data(cache=False), {}


def read(data: bytes, reader: Callable[[bytes], Table]) -> Table:
    """The table, or a refusal that says why there is none."""
    try:
        return reader(data)
    except TableRefused as refused:
        raise problems.unprocessable([refused.problem]) from None


def _mapping(text: str) -> dict[str, str]:
    try:
        mapping = json.loads(text)
    except (ValueError, RecursionError):
        mapping = None
    if not MAPPING.holds(mapping):
        raise Refusal(400, "The mapping is not JSON.", [shape("mapping", "wrong_type", "Send an object.")])
    return dict(mapping)
