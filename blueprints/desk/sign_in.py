"""Signing in and out. A wrong password and an unknown address are answered by the same words in the same time."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from blueprints.current import actor, database, now, settings
from blueprints.desk import bp
from blueprints.desk.forms import SignInForm
from blueprints.desk.known_browser import is_known
from blueprints.desk.way_in import after_password, own_path
from blueprints.guard import guarded, public
from blueprints.identity import cookie_name
from storage import audit, limits, passwords, signins, staff

log = logging.getLogger("attest.sign_in")

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 5  # ten at most within any 15 minutes, where one window meets the next
TRIES_PER_ADDRESS = 30  # a CME office shares one address

WRONG = "The email address or the password is not right"
TOO_MANY = "That was one try too many. Wait 15 minutes, then try again"


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    target = own_path(request.values.get("next"))
    form = SignInForm(next=target)
    if request.method != "POST":
        return _page(form)
    if not form.validate():
        return _page(form), 400
    with database().read() as store:
        found = staff.find(store, form.email.data)
    account = _account(form.email.data, found)
    if not _may_try(*account):
        log.warning("sign-in limited")
        return _page(form, TOO_MANY), 429
    # Outside any transaction: hashing takes a tenth of a second, and nobody's record should wait for it.
    if not passwords.verify(found.password_hash if found else None, form.password.data) or found is None:
        log.warning("sign-in refused")
        return _page(form, WRONG), 400
    with database().write() as store:
        limits.forgive(store, *account, now())
    return after_password(found, target)


@bp.post("/sign-out")
@guarded
def sign_out() -> ResponseReturnValue:
    """End the session on the server, so that a copy of its cookie is worth nothing, and clear the browser."""
    with database().write() as store:
        signins.end(store, request.cookies.get(cookie_name(), ""))
        audit.add(store, audit.INSTALLATION, "signed out", actor=actor(), subject="", now=now())
    session.clear()
    response = redirect(url_for("desk.sign_in"), 303)
    response.delete_cookie(cookie_name(), path="/", secure=settings().secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _account(email: str, found: staff.Person | None) -> tuple[str, str]:
    """The bucket and the name under which tries at an account are counted, whether the account is there or not."""
    if found is not None and is_known(found.id):
        return "known browser", found.id
    return "sign-in", email.lower()


def _may_try(bucket: str, who: str) -> bool:
    """Count one more try by account, then by address.

    Known browsers have a count of each of their own: strangers in the same house cannot use up either.
    """
    counts = (
        (bucket, who, TRIES_PER_ACCOUNT),
        (f"{bucket} at", request.remote_addr or "", TRIES_PER_ADDRESS),
    )
    with database().write() as store:
        return all(
            limits.allow(store, name, whom, limit=limit, window=WINDOW, now=now())
            for name, whom, limit in counts
        )


def _page(form: SignInForm, refusal: str = "") -> str:
    return render_template("desk/sign_in.html", form=form, refusal=refusal)
