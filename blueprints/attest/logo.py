"""The provider's logo beside its name, on everything that learners see."""

from __future__ import annotations

from flask import Response, abort, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from blueprints.attest import bp
from blueprints.current import database
from blueprints.guard import public
from storage import provider
from storage.errors import Missing

A_YEAR = 365 * 24 * 60 * 60


@bp.record
def equip(state: BlueprintSetupState) -> None:
    """The address, for the templates."""
    state.app.jinja_env.globals.update(logo_url=logo_url)


def logo_url() -> str:
    """The address of the logo, which changes with it; "" where there is none."""
    with database().read() as session:
        mark = provider.logo_mark(session)
    return url_for("attest.logo", v=mark) if mark else ""


@bp.get("/logo")
@public
def logo() -> ResponseReturnValue:
    """The picture. A phone that has it under the address of these bytes asks no more."""
    try:
        with database().read() as session:
            found = provider.logo(session)
    except Missing:
        abort(404)
    response = Response(found.data, content_type=found.kind)
    response.set_etag(found.mark)
    if request.args.get("v") == found.mark:
        response.cache_control.public = True
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    return response.make_conditional(request)
