"""The people of the CME office: who they are, how they come and go, and what they may do."""

from __future__ import annotations

from flask import request

from blueprints.current import actor, database, now, public_url
from blueprints.guard import FOR_RIGHTS, administrators, asks_again, reads
from pars.errors import Invalid
from pars.readers import email as read_email
from storage import second_factor, signins, staff

from . import body, bp, fields, problems, shapes
from .problems import Refusal

ROLES = ("coordinator", "administrator")
INVITATION = {"email": fields.or_null(fields.TEXT), "role": fields.TEXT}


@bp.get("/staff")
@reads
def list_staff() -> shapes.Json:
    with database().read() as session:
        return shapes.many(map(shapes.person, staff.people(session)))


@bp.post("/staff")
@administrators
@asks_again(FOR_RIGHTS)
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
@asks_again(FOR_RIGHTS)
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
@asks_again(FOR_RIGHTS)
def deactivate(person_id: str) -> tuple[str, int]:
    """Nobody locks himself out, so there is always somebody left who can sign in."""
    if actor() == f"staff:{person_id}":
        raise Refusal(409, "You cannot end your own access. Ask another administrator.")
    with database().write() as session:
        staff.deactivate(session, person_id, actor=actor(), now=now())
    return "", 204


@bp.patch("/staff/<person_id>")
@administrators
@asks_again(FOR_RIGHTS)
def change_role(person_id: str) -> shapes.Json:
    """Another role. It ends the sessions of who gets it; nobody takes the administrator from himself."""
    data = body.read(request)
    fields.check(data, {"role": fields.TEXT})
    role = fields.one_of(data, "role", ROLES)
    if actor() == f"staff:{person_id}":
        raise Refusal(409, "You cannot change your own role. Ask another administrator.")
    with database().write() as session:
        return shapes.person(staff.set_role(session, person_id, role, actor=actor(), now=now()))


@bp.delete("/staff/<person_id>/second-factor")
@administrators
@asks_again(FOR_RIGHTS)
def reset_second_factor(person_id: str) -> tuple[str, int]:
    """For somebody whose phone and recovery codes are lost. Their sessions end."""
    if actor() == f"staff:{person_id}":
        raise Refusal(409, "Turn off your own second step under Account, with a code.")
    with database().write() as session:
        second_factor.turn_off(session, person_id, actor=actor(), now=now())
        signins.end_all(session, person_id)
    return "", 204
