"""Who is asking; and of people where they are signed in, and that they show again who they are."""

from __future__ import annotations

import logging

from flask import request

from blueprints import proofs, room
from blueprints.current import actor, database, now, one, person, scopes, signin
from blueprints.guard import guarded, people
from storage import second_factor, signins, staff
from storage.signins import Signin

from . import body, bp, fields, shapes
from .problems import Refusal

log = logging.getLogger("attest.sign_in")

PROOF = {"password": fields.TEXT, "code": fields.TEXT}
BUCKET = "again"


@bp.get("/me")
@guarded
def get_me() -> shapes.Json:
    """The person who is signed in, or the token with its scopes."""
    someone = person()
    with database().read() as session:
        if someone is not None:
            known = shapes.person(someone)
            del known["active"]
            left = second_factor.left(session, someone.id) if someone.second_factor else None
            return {"kind": "person", **known, "recovery_codes_left": left, "scopes": None}
        name = staff.names(session).get(actor(), actor())
    return {
        "kind": "token",
        "id": actor().removeprefix("token:"),
        "name": name,
        "email": None,
        "role": "administrator" if "manage" in scopes() else "coordinator",
        "second_factor": False,
        "recovery_codes_left": None,
        "scopes": list(scopes()),
    }


@bp.post("/me/proof")
@people
@room.brings_nothing_in
def prove() -> tuple[str, int]:
    """By the password, or by a code. What asked for it is then done without asking for a while."""
    data = body.read(request)
    fields.check(data, PROOF)
    if len(data) != 1:
        raise Refusal(400, "Send the password or a code.")
    ((kind, typed),) = data.items()
    check = proofs.is_password if kind == "password" else proofs.is_code
    if not check(one(), typed, BUCKET):
        log.warning("proof refused")
        words = (
            "This is not your password."
            if kind == "password"
            else "This code is not right, or it was used before."
        )
        raise fields.refused(kind, "wrong_proof", words)
    with database().write() as session:
        signins.proved(session, _signin().id, now())
    return "", 204


@bp.get("/me/sessions")
@people
def list_sessions() -> shapes.Json:
    """Where the person is signed in, the newest first."""
    with database().read() as session:
        found = signins.open_ones(session, one().id, now())
    return shapes.many(_shape(each) for each in found)


@bp.delete("/me/sessions")
@people
def end_other_sessions() -> tuple[str, int]:
    """All but the one that asks."""
    with database().write() as session:
        signins.end_all(session, one().id, but=_signin().id)
    return "", 204


@bp.delete("/me/sessions/<session_id>")
@people
def end_session(session_id: str) -> tuple[str, int]:
    with database().write() as session:
        signins.end_one(session, one().id, session_id)
    return "", 204


def _signin() -> Signin:
    found = signin()
    if found is None:
        raise Refusal(403, "Only somebody who is signed in can do this.")
    return found


def _shape(each: Signin) -> shapes.Json:
    return {
        "id": each.id,
        "device": each.device,
        "started_at": shapes.time(each.started_at),
        "seen_at": shapes.time(each.seen_at),
        "current": each.id == _signin().id,
    }
