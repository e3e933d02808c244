"""The JSON API under /api/v1: thin views, one module per resource; openapi.yaml is the contract."""

from flask import Blueprint

from blueprints import room

from . import problems

bp = Blueprint("api", __name__, url_prefix="/api/v1")
problems.register(bp)
bp.before_request(room.check_changes)

from . import (  # noqa: E402  each module registers its routes on bp
    activities,
    audit,
    closing,
    dates,
    doubles,
    evaluation,
    exports,
    hiccups,
    late_links,
    links,
    me,
    needs,
    openapi,
    outcomes,
    pars_template,
    permission,
    pilot,
    pilots,
    prevalidation,
    provider,
    record,
    records,
    results,
    reviewing,
    runs,
    sheet_cells,
    sheets,
    sign_in_rules,
    staff,
    staff_times,
    tokens,
    typing_sheet,
    vocabulary,
)

__all__ = [
    "activities",
    "audit",
    "bp",
    "closing",
    "dates",
    "doubles",
    "evaluation",
    "exports",
    "hiccups",
    "late_links",
    "links",
    "me",
    "needs",
    "openapi",
    "outcomes",
    "pars_template",
    "permission",
    "pilot",
    "pilots",
    "prevalidation",
    "provider",
    "record",
    "records",
    "results",
    "reviewing",
    "runs",
    "sheet_cells",
    "sheets",
    "sign_in_rules",
    "staff",
    "staff_times",
    "tokens",
    "typing_sheet",
    "vocabulary",
]
