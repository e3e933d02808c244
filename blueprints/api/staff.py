"""The people of the CME office, and who is asking."""

from __future__ import annotations

from flask import request

from blueprints.current import actor, database, now, person, public_url
from blueprints.guard import administrators, guarded
from storage import staff

from . import body, bp, fields, shapes
from .problems import Refusal

ROLES = ("coordinator", "administrator")
INVITATION = {"email": fields.or_null(fields.TEXT), "role": fields.TEXT}


@bp.get("/staff")
@guarded
def list_staff() -> shapes.Json:
    with database().read() as session:
        return shapes.many(map(shapes.person, staff.people(session)))


@bp.post("/staff")
@administrators
def invite() -> tuple[shapes.Json, int]:
    """A link that makes one account, shown this once."""
    data = body.read(request)
    fields.check(data, INVITATION)
    role = fields.one_of({"role": "coordinator"} | data, "role", ROLES)
    email = (data.get("email") or "").strip() or None
    with database().write() as session:
        token = staff.invite(session, email=email, role=role, actor=actor(), now=now())
    return {"link": public_url(f"/desk/welcome/{token}"), "email": email, "role": role}, 201


@bp.delete("/staff/<person_id>")
@administrators
def deactivate(person_id: str) -> tuple[str, int]:
    """Nobody locks himself out, so there is always somebody left who can sign in."""
    if actor() == f"staff:{person_id}":
        raise Refusal(409, "You cannot end your own access. Ask another administrator.")
    with database().write() as session:
        staff.deactivate(session, person_id, actor=actor(), now=now())
    return "", 204


@bp.get("/me")
@guarded
def get_me() -> shapes.Json:
    """The person who is signed in, or the token, which may do what an administrator may."""
    someone = person()
    if someone is not None:
        return {
            "kind": "person",
            **{name: value for name, value in shapes.person(someone).items() if name != "active"},
        }
    with database().read() as session:
        name = staff.names(session).get(actor(), actor())
    return {
        "kind": "token",
        "id": actor().removeprefix("token:"),
        "name": name,
        "email": None,
        "role": "administrator",
    }
