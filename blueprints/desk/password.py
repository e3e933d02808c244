"""Another password of one's own. The one from before is asked for, and every other session ends."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug import Response

from blueprints import proofs
from blueprints.current import database, now, one
from blueprints.desk import bp
from blueprints.desk.forms import PasswordForm
from blueprints.desk.way_in import ACCOUNT, let_in
from blueprints.guard import guarded
from storage import passwords, staff
from storage.errors import TooOften

WRONG = "This is not the password you have now"


@bp.route("/password", methods=["GET", "POST"])
@guarded
def password() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.is_submitted():
        return _page(form)
    if not form.validate():
        return _page(form), 400
    person = one()
    try:
        if not proofs.is_password(person, form.password.data, "change"):
            return _page(form, WRONG), 400
    except TooOften:
        return _page(form, proofs.TOO_MANY), 429
    password_hash = passwords.hash_password(form.new_password.data)
    with database().write() as store:
        staff.set_password(store, person.id, password_hash, now=now())
    return let_in(person, Response(status=303, headers={"Location": ACCOUNT}), alone=True)


def _page(form: PasswordForm, refusal: str = "") -> str:
    return render_template("desk/password.html", form=form, refusal=refusal)
