"""The desk is one page: every path below /desk that is not another view answers with the same shell."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.desk import bp
from blueprints.guard import guarded


@bp.get("", strict_slashes=False)
@bp.get("/<path:path>")
@guarded
def page(path: str = "") -> ResponseReturnValue:
    return render_template("desk/page.html")
