"""The record of actions: who did what to which id, chained by hashes."""

from __future__ import annotations

from flask import request

from blueprints.current import database
from blueprints.guard import reads
from storage import audit as chain

from . import bp, query, shapes


@bp.get("/audit")
@reads
def list_audit() -> shapes.Json:
    """One chain, oldest first: an activity's by its id, or the installation's."""
    given = query.parameters(request, {"chain", "cursor", "limit"})
    limit = query.whole_number(given, "limit", default=100, least=1, most=200)
    after = query.whole_number(given, "cursor", default=0, least=0, most=999_999_999)
    with database().read() as session:
        entries, total = chain.page(session, given.get("chain", chain.INSTALLATION), after=after, limit=limit)
    more = bool(entries) and entries[-1].seq < total
    return shapes.many(
        map(shapes.audit_entry, entries), total=total, following=str(entries[-1].seq) if more else None
    )
