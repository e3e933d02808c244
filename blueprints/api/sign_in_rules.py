"""What signing in takes, for everybody."""

from __future__ import annotations

from flask import request

from blueprints.current import actor, database, now
from blueprints.guard import FOR_RIGHTS, administrators, asks_again, reads
from storage import second_factor

from . import body, bp, fields, shapes

RULES = {"second_factor_required": fields.TRUTH}


@bp.get("/sign-in-rules")
@reads
def get_rules() -> shapes.Json:
    with database().read() as session:
        return {"second_factor_required": second_factor.required(session)}


@bp.put("/sign-in-rules")
@administrators
@asks_again(FOR_RIGHTS)
def set_rules() -> shapes.Json:
    """From the next sign-in on. Who is signed in stays so."""
    data = body.read(request)
    fields.check(data, RULES)
    if "second_factor_required" not in data:
        raise fields.refused("second_factor_required", "missing", "Send true or false.")
    with database().write() as session:
        second_factor.require(session, data["second_factor_required"], actor=actor(), now=now())
    return get_rules()
