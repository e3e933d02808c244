"""The learner's page: the form behind a QR code, its check screen and the receipt. Public, without cookies."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from blueprints.attest.wording import FILTERS

bp = Blueprint("attest", __name__)


@bp.record
def equip(state: BlueprintSetupState) -> None:
    """The words of dates and credits, for the templates."""
    state.app.jinja_env.filters.update(FILTERS)


from blueprints.attest import (  # noqa: E402, F401  (their routes belong to bp)
    correction,
    late,
    logo,
    opinion,
    receipt,
    receipt_correct,
    receipt_find,
    receipt_later,
    receipt_withdraw,
    scripts,
    views,
)
