"""The people of the CME office, and who is asking."""

from __future__ import annotations

from flask import request

from blueprints.current import actor, database, now, person, public_url
from blueprints.guard import administrators, guarded
from pars.errors import Invalid
from pars.readers import email as read_email
from storage import staff

from . import body, bp, fields, problems, shapes
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
    email = _address(data.get("email") or "")
    with database().write() as session:
        token = staff.invite(session, email=email, role=role, actor=actor(), now=now())
    return {"link": public_url(f"/desk/welcome/{token}"), "email": email, "role": role}, 201


@bp.get("/invitations")
@administrators
def list_invitations() -> shapes.Json:
    """The links that nobody has used yet. The links themselves are not kept."""
    with database().read() as session:
        return shapes.many(map(shapes.invitation, staff.pending(session, now())))


@bp.delete("/invitations/<invitation_id>")
@administrators
def withdraw_invitation(invitation_id: str) -> tuple[str, int]:
    with database().write() as session:
        staff.withdraw(session, invitation_id, actor=actor(), now=now())
    return "", 204


def _address(typed: str) -> str | None:
    """The address that the link is for; None where the newcomer gives it."""
    try:
        return read_email(typed.strip()) if typed.strip() else None
    except Invalid as refused:
        raise problems.unprocessable([refused.about("email")]) from None


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
