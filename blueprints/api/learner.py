"""A learner's answers as JSON, turned into the strings of the form: both doors lead to the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .fields import TEXT, TRUTH, WHOLE, Kind, or_null

FIELDS: dict[str, Kind] = {
    "profession": TEXT,
    "first_name": TEXT,
    "last_name": TEXT,
    "license_state": TEXT,
    "license_number": TEXT,
    "npi": TEXT,
    "birth_month": or_null(WHOLE),
    "birth_day": or_null(WHOLE),
    "credits": or_null(TEXT),
    "completion_date": or_null(TEXT),
    "email": TEXT,
    "board": TEXT,
    "board_id": TEXT,
    "consent": or_null(TRUTH),
    "attest": TRUTH,
}

SPOKEN = {"consent": {True: "yes", False: "no"}, "attest": {True: "y", False: ""}}


def typed(data: Mapping[str, Any]) -> dict[str, str]:
    """The learner's fields among `data`, as the form would have sent them."""
    return {name: _string(name, data[name]) for name in FIELDS if name in data}


def _string(name: str, value: Any) -> str:
    if value is None:
        return ""
    return SPOKEN[name][value] if name in SPOKEN else str(value)
