"""An activity date by date, and how often its learners came."""

from __future__ import annotations

from blueprints.current import database
from blueprints.guard import reads
from storage import activities, dates

from . import bp, series_shapes, shapes


@bp.get("/activities/<activity_id>/dates")
@reads
def get_dates(activity_id: str) -> shapes.Json:
    with database().read() as session:
        stored = activities.get(session, activity_id)
        found = dates.by_date(session, stored)
        attended = dates.attendance(session, stored)
    return {
        "dates": [series_shapes.of_date(one, stored.activity) for one in found],
        "attendance": series_shapes.attendance(attended, stored.activity),
    }
