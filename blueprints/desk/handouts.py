"""What leads a hall to the learner's page: a slide to project, a poster and a table tent to print.

All say the public address of the configuration, never the one this request happened to come by.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.current import database, only_here, public_url, typed_address
from blueprints.desk import bp
from blueprints.guard import guarded
from blueprints.qr import QUIET_ZONE, Drawing, draw
from storage import activities
from storage.errors import Missing

PAPERS = {"letter": "Letter", "a4": "A4"}
"""By their names in addresses and in static/desk/paper_*.css; the first is what offices here have."""
POSTER_SIDE, TENT_SIDE = 168, 100
"""How wide the square is printed, in millimeters, its quiet zone included."""
REACH = 10
"""From how many widths of its code a phone's camera reads it: a rule of thumb, and on the careful side."""
FOOT = 304.8
"""Millimeters."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A QR code on paper. `side` in millimeters, quiet zone included; `reach` in words."""

    drawing: Drawing
    side: int

    @property
    def code_width(self) -> float:
        """Of the code alone, in millimeters."""
        return self.side * (self.drawing.size - 2 * QUIET_ZONE) / self.drawing.size

    @property
    def reach(self) -> str:
        """4.5 ft / 1.4 m: halves of a foot, rounded down."""
        far = self.code_width * REACH
        return f"{int(far / FOOT * 2) / 2:g} ft / {int(far / 100) / 10:g} m"


@bp.get("/activities/<activity_id>/poster")
@guarded
def poster(activity_id: str) -> ResponseReturnValue:
    return _handout("desk/poster.html", activity_id, POSTER_SIDE)


@bp.get("/activities/<activity_id>/tent")
@guarded
def tent(activity_id: str) -> ResponseReturnValue:
    return _handout("desk/tent.html", activity_id, TENT_SIDE)


@bp.get("/activities/<activity_id>/slide")
@guarded
def slide(activity_id: str) -> ResponseReturnValue:
    return _handout("desk/slide.html", activity_id)


def _handout(template: str, activity_id: str, side: int = 0) -> str:
    paper = request.args.get("paper", next(iter(PAPERS)))
    if paper not in PAPERS:
        abort(404)
    try:
        with database().read() as store:
            stored = activities.get(store, activity_id)
    except Missing:
        abort(404)
    address = public_url(f"/a/{stored.code}")
    drawing = draw(address)
    return render_template(
        template,
        stored=stored,
        activity=stored.activity,
        address=address,
        drawing=drawing,
        printed=Printed(drawing, side),
        papers=PAPERS,
        paper=paper,
        only_here=only_here(),
        where_to_type=typed_address(),
    )
