"""Reading what a client sends, strictly: a body that two readers could read differently is refused.

400 for a body that cannot be read as one JSON object (duplicate keys, NaN, depth, a byte order mark, lone
surrogates), 415 for another content type; the guard has set the limit past which it is 413. What the fields hold
is looked at in fields.py.
"""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from flask import Request

from .problems import Refusal

MAX_DEPTH = 8
MAX_INTEGER = 2**53 - 1  # beyond it JavaScript and Python read different numbers


def read(request: Request) -> dict[str, Any]:
    """The request's body as a JSON object."""
    if request.mimetype != "application/json":
        raise Refusal(415, "Send the body as application/json.")
    if request.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
        raise Refusal(415, "Send the body in UTF-8.")
    try:
        value = json.loads(
            request.get_data(cache=False).decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_constant,
        )
    except RecursionError:
        raise Refusal(400, "The body is nested too deeply.") from None
    except ValueError:  # not UTF-8, a byte order mark, not JSON, or a number of thousands of digits
        raise Refusal(400, "The body is not valid JSON in UTF-8.") from None
    if not isinstance(value, dict):
        raise Refusal(400, "The body must be a JSON object.")
    _check(value, MAX_DEPTH)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read_so_far = dict(pairs)
    if len(read_so_far) < len(pairs):
        raise Refusal(400, "The body names a field twice.")
    return read_so_far


def _constant(_name: str) -> NoReturn:
    raise Refusal(400, "NaN and Infinity are not JSON.")


def _check(value: Any, depth: int) -> None:
    """Refuse what json.loads takes and others would not."""
    if depth < 0:
        raise Refusal(400, "The body is nested too deeply.")
    if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
        raise Refusal(400, "The body holds half a surrogate pair, which is no character.")
    if isinstance(value, float) and not math.isfinite(value):
        raise Refusal(400, "The body holds a number that is too large.")
    if isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise Refusal(400, "The body holds a number that is too large.")
    if isinstance(value, dict):
        for name, inner in value.items():
            _check(name, depth)
            _check(inner, depth - 1)
    if isinstance(value, list):
        for inner in value:
            _check(inner, depth - 1)
