"""The second step of signing in: a code of the app, or a recovery code where the phone is gone."""

from __future__ import annotations

import logging

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import proofs
from blueprints.desk import bp, half_way
from blueprints.desk.forms import CodeForm
from blueprints.desk.known_browser import is_known
from blueprints.desk.way_in import own_path, signed_in
from blueprints.guard import public
from storage.errors import TooOften

log = logging.getLogger("attest.sign_in")

WRONG = "This code is not right, or it was used before. The app shows a new one every 30 seconds"


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    target = own_path(request.values.get("next"))
    person = half_way.who()
    if person is None or not person.second_factor:
        return redirect(url_for("desk.sign_in", next=target), 303)
    form = CodeForm(next=target)
    if request.method != "POST":
        return _page(form)
    if not form.validate():
        return _page(form), 400
    try:
        # Who knows the password can use up the tries of a strange browser, but not those of its owner's own.
        right = proofs.is_code(person, form.code.data, "known code" if is_known(person.id) else "code")
    except TooOften:
        log.warning("code limited")
        return _page(form, proofs.TOO_MANY), 429
    if not right:
        log.warning("code refused")
        return _page(form, WRONG), 400
    return signed_in(person, target)


def _page(form: CodeForm, refusal: str = "") -> str:
    recovery = request.args.get("with") == "recovery"
    return render_template("desk/code.html", form=form, refusal=refusal, recovery=recovery)
