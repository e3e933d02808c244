"""The words in which a learner was asked for permission, as they were shown."""

from __future__ import annotations

from blueprints.current import database
from blueprints.guard import reads
from storage import consents

from . import bp, shapes


@bp.get("/records/<record_id>/permission")
@reads
def get_permission(record_id: str) -> shapes.Json:
    with database().read() as session:
        asked = consents.asked(session, record_id)
    return {"text": asked.text, "sha256": asked.sha256, "at": shapes.time(asked.at)}
