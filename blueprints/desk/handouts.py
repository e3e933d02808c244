"""What leads a hall to the learner's page: a poster to print and a slide to project.

Both say the public address of the configuration, never the one this request happened to come by.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from blueprints.current import database, only_here, public_url
from blueprints.desk import bp
from blueprints.guard import guarded
from blueprints.qr import draw
from storage import activities
from storage.errors import Missing


@bp.get("/activities/<activity_id>/poster")
@guarded
def poster(activity_id: str) -> ResponseReturnValue:
    return _handout("desk/poster.html", activity_id)


@bp.get("/activities/<activity_id>/slide")
@guarded
def slide(activity_id: str) -> ResponseReturnValue:
    return _handout("desk/slide.html", activity_id)


def _handout(template: str, activity_id: str) -> str:
    try:
        with database().read() as store:
            stored = activities.get(store, activity_id)
    except Missing:
        abort(404)
    address = public_url(f"/a/{stored.code}")
    return render_template(
        template,
        stored=stored,
        activity=stored.activity,
        address=address,
        drawing=draw(address),
        only_here=only_here(),
        where_to_type=typed_address(public_url("/")),
    )


def typed_address(url: str) -> str:
    """The address of the page that asks for a code, as short as people can type it."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/")
