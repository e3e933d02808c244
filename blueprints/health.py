"""Whether the server is alive, and whether it could store an attestation at this moment."""

from __future__ import annotations

import logging

from flask import Blueprint
from flask.typing import ResponseReturnValue

from blueprints import current, room
from blueprints.guard import public
from storage import seal
from storage.database import DatabaseError
from storage.errors import NoRoom, NotAllowed

bp = Blueprint("health", __name__)
log = logging.getLogger("attest")


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Alive: the process answers."""
    return {"status": "alive"}


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Able to store: the schema is the one this code wants, there is room, a real write goes through (rolled back)."""
    database = current.database()
    try:
        if database.revision() != database.head():
            return {
                "status": "not ready",
                "reason": "The database has another schema than this version wants.",
            }, 503
        seal.check(database)
        room.check()
        database.check_writable()
    except (NotAllowed, NoRoom) as reason:
        return {"status": "not ready", "reason": str(reason)}, 503
    except DatabaseError:
        log.exception("not ready")
        return {"status": "not ready", "reason": "The database cannot be written to."}, 503
    return {"status": "ready", "database": database.describe()}
