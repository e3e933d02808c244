"""A second factor of one's own: set up by the code that an app shows, recovery codes shown once, taken away again.

Who is signed in does it under their account; where everybody needs one, whoever has none does it half-way in.
"""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import proofs
from blueprints.current import database, now, one
from blueprints.desk import bp, half_way
from blueprints.desk.forms import CodeForm, SecondFactorForm
from blueprints.desk.way_in import ACCOUNT, let_in, own_path
from blueprints.guard import guarded, public
from blueprints.qr import draw
from storage import passwords, provider, second_factor
from storage.errors import Missing, NotAllowed, TooOften
from storage.second_factor import Offer
from storage.staff import Person

ISSUER = "attest"
WRONG = "This code is not right. Is the clock of your phone set by itself? Enter the code it shows now"
WRONG_PASSWORD = "This is not your password"  # noqa: S105
WRONG_TO_CHANGE = "This code is not right, or it was used before"


@bp.route("/sign-in/second-factor", methods=["GET", "POST"])
@public
def first_second_factor() -> ResponseReturnValue:
    """Where everybody needs one, on the way in. The password was given a moment ago."""
    target = own_path(request.values.get("next"))
    person = half_way.who()
    if person is None or person.second_factor:
        return redirect(url_for("desk.sign_in", next=target), 303)
    form = SecondFactorForm(next=target)
    del form.password
    return _set_up(person, form)


@bp.route("/second-factor", methods=["GET", "POST"])
@guarded
def set_up_second_factor() -> ResponseReturnValue:
    person = one()
    if person.second_factor:
        return redirect(url_for("desk.change_second_factor"), 303)
    return _set_up(person, SecondFactorForm(next=ACCOUNT))


@bp.route("/second-factor/change", methods=["GET", "POST"])
@guarded
def change_second_factor() -> ResponseReturnValue:
    """Other recovery codes, or the end of it; either takes a code."""
    person = one()
    if not person.second_factor:
        return redirect(url_for("desk.set_up_second_factor"), 303)
    form = CodeForm(next=ACCOUNT)
    if not form.is_submitted():
        return _change_page(person, form)
    if not form.validate():
        return _change_page(person, form), 400
    try:
        if not proofs.is_code(person, form.code.data, "change code"):
            return _change_page(person, form, WRONG_TO_CHANGE), 400
    except TooOften:
        return _change_page(person, form, proofs.TOO_MANY), 429
    if request.form.get("step") == "renew":
        codes = second_factor.new_recovery_codes()
        marks = [passwords.mark(code, person.id) for code in codes]
        with database().write() as store:
            second_factor.renew(store, person.id, marks, now=now())
        return _codes_page(codes, ACCOUNT)
    with database().write() as store:
        if second_factor.required(store):
            return _change_page(person, form), 409
        second_factor.turn_off(store, person.id, actor=f"staff:{person.id}", now=now())
    return let_in(person, redirect(ACCOUNT, 303), alone=True)


def _set_up(person: Person, form: SecondFactorForm) -> ResponseReturnValue:
    offer = _offer(person, form.sealed.data or "")
    form.sealed.data = offer.sealed
    if not form.is_submitted():
        return _set_up_page(person, form, offer)
    if not form.validate():
        return _set_up_page(person, form, offer), 400
    try:
        if form.password and not proofs.is_password(person, form.password.data, "change"):
            return _set_up_page(person, form, offer, WRONG_PASSWORD), 400
    except TooOften:
        return _set_up_page(person, form, offer, proofs.TOO_MANY), 429
    codes = second_factor.new_recovery_codes()
    marks = [passwords.mark(code, person.id) for code in codes]  # slow, so outside the transaction
    typed = second_factor.compact(form.code.data)
    try:
        with database().write() as store:
            is_on = second_factor.turn_on(store, person.id, offer, typed, marks, now=now())
    except NotAllowed:  # sent twice, or from two windows
        return redirect(ACCOUNT, 303)
    if not is_on:
        return _set_up_page(person, form, offer, WRONG), 400
    return let_in(person, make_response(_codes_page(codes, own_path(form.next.data))), alone=True)


def _offer(person: Person, sealed: str) -> Offer:
    """The seed that the form brought back, so that a mistyped code does not mean another scan; else a new one."""
    with database().read() as store:
        try:
            return second_factor.offered(store, person.id, sealed)
        except Missing:
            return second_factor.offer(store, person.id)


def _set_up_page(person: Person, form: SecondFactorForm, offer: Offer, refusal: str = "") -> str:
    with database().read() as store:
        issuer = provider.get(store).provider.provider_name
        needed = second_factor.required(store)
    address = offer.address(f"{ISSUER} {issuer}".strip(), person.email)
    key = " ".join(offer.seed[at : at + 4] for at in range(0, len(offer.seed), 4))
    return render_template(
        "desk/second_factor.html", form=form, drawing=draw(address), key=key, needed=needed, refusal=refusal
    )


def _change_page(person: Person, form: CodeForm, refusal: str = "") -> str:
    with database().read() as store:
        left, needed = second_factor.left(store, person.id), second_factor.required(store)
    return render_template(
        "desk/second_factor_change.html", form=form, left=left, needed=needed, refusal=refusal
    )


def _codes_page(codes: list[str], target: str) -> str:
    return render_template(
        "desk/recovery_codes.html", codes=[second_factor.printed(code) for code in codes], target=target
    )
