"""What needs the coordinator, over all activities: the first thing at the desk."""

from __future__ import annotations

from blueprints.current import database, now
from blueprints.guard import reads
from storage import needs, provider

from . import bp, shapes


@bp.get("/needs")
@reads
def list_needs() -> shapes.Json:
    with database().read() as session:
        found = needs.every(session, provider.window(session), now())
    return shapes.many(
        {
            "kind": need.kind,
            "activity_id": need.stored.id,
            "activity_title": need.stored.activity.title,
            "count": need.count,
            "days_left": need.days_left,
        }
        for need in found
    )
