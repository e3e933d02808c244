"""The command line: `flask --app app …`. Its commands are for whoever looks after the server."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("console", __name__, cli_group=None)

# They register their commands on bp.
from blueprints.console import demo, letters, move, people, rotating, upkeep, verify  # noqa: E402, F401
