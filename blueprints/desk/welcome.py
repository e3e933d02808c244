"""The one-time link of a newcomer: an account is made, once, and its person is signed in."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.current import database, now
from blueprints.desk import bp
from blueprints.desk.forms import WelcomeForm
from blueprints.desk.way_in import after_password
from blueprints.guard import public
from storage import passwords, staff
from storage.errors import LinkSpent, Taken

TAKEN = "There is an account with this email address already. Sign in with it instead"


@bp.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> ResponseReturnValue:
    try:
        with database().read() as store:
            invitation = staff.invitation(store, token, now())
    except LinkSpent:
        return _spent()
    form = WelcomeForm()
    if invitation.email:
        del form.email
    if not form.is_submitted():
        return _page(form, invitation)
    if not form.validate():
        return _page(form, invitation), 400
    password_hash = passwords.hash_password(form.password.data)
    email = invitation.email or form.email.data
    try:
        with database().write() as store:
            person = staff.redeem(
                store, token, email=email, name=form.name.data, password_hash=password_hash, now=now()
            )
    except LinkSpent:
        return _spent()
    except Taken:
        return _page(form, invitation, TAKEN), 400
    return after_password(person, "/desk")


def _page(form: WelcomeForm, invitation: staff.Invitation, refusal: str = "") -> str:
    return render_template("desk/welcome.html", form=form, invitation=invitation, refusal=refusal)


def _spent() -> ResponseReturnValue:
    """Used, expired or never made: one answer for all three."""
    return render_template("desk/link_spent.html"), 404
