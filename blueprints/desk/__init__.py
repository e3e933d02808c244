"""The coordinators' side of the web: sign-in, the one page of the desk, and what is printed or projected from it."""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/desk")

from blueprints.desk import (  # noqa: E402, F401  the views register themselves
    code,
    handouts,
    page,
    password,
    preview,
    second_factor,
    sign_in,
    welcome,
)
