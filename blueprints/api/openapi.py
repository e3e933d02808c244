"""The contract itself, as JSON."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, jsonify

from blueprints.guard import guarded

from . import bp

DOCUMENT = Path(__file__).with_name("openapi.yaml")


@cache
def document() -> dict[str, Any]:
    """openapi.yaml, read once."""
    import yaml  # imported when first needed: hardly anybody asks

    read: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    return read


@bp.get("/openapi.json")
@guarded
def openapi() -> Response:
    return jsonify(document())
