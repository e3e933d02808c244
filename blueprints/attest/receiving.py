"""What happens with a POST of the learner's page: shown again, shown to be checked, or stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import room
from blueprints.attest import funnel, kiosk
from blueprints.attest.closed import closed
from blueprints.attest.form import HONEYPOT
from blueprints.attest.letter import receipt_letter
from blueprints.attest.pages import Retried, as_json, page, problem_json, problems_as_json, wants_json
from blueprints.attest.visit import Late, Visit, sent_twice, submission_id_in, typed_in
from blueprints.current import database, now, policy, public_url, settings
from pars.errors import MESSAGES, Code, Problem
from storage import attestations, codes, consents, late_links, letters, limits
from storage.activities import StoredActivity
from storage.database import DatabaseError
from storage.errors import AnswersDiffer, Full, Missing, NoRoom

MINUTE = timedelta(minutes=1)
SHA256 = re.compile("[0-9a-f]{64}")

SENT_TWICE = "One of your answers arrived twice. Look through them and send them again."
CONSENT_CHANGED = "The question about your permission has changed. Read it again and answer it."
TOO_MANY = (
    "Too many people are sending at this moment. Nothing was saved yet. Wait a minute, then send it again."
)
NO_ROOM = (
    "Nothing was saved: this server has no room left at the moment. It is not your fault. Wait a few minutes, then"
    " send it again."
)
NOT_SAVED = "Something went wrong here, and nothing was saved. It is not your fault. Send it again."


def receive(stored: StoredActivity, late: Late | None = None) -> ResponseReturnValue:
    """Answer a POST that is taken: the activity is open, or the learner comes `late` in a way that is allowed."""
    sent = request.form
    visit = _visit(stored, late)
    version = visit.consent_version
    g.visit = visit  # whatever goes wrong from here on, the answer shows what was typed: see `not_saved`

    if kiosk.is_done(visit):
        return _repeated(visit) or kiosk.over(visit)
    if sent_twice(sent):
        return _refuse(visit, [], SENT_TWICE)
    if "edit" in sent:
        return visit.form(focus=sent["edit"])
    if visit.reading.record.consent is not None and sent.get("consent_version", version) != version:
        asked_anew = replace(visit, typed={k: v for k, v in visit.typed.items() if k != "consent"})
        return _refuse(asked_anew, [Problem("consent", Code.CONSENT_MISSING)], CONSENT_CHANGED)
    if sent.get("step") != "submit" or "move" in sent:
        return check(visit)
    return submit(visit)


def after_closing(stored: StoredActivity) -> ResponseReturnValue | None:
    """Answer a POST for an activity that is closed or full: the receipt of what was stored before, else None."""
    return _repeated(_visit(stored))


def _visit(stored: StoredActivity, late: Late | None = None) -> Visit:
    sent = request.form
    version, text = sent.get("consent_version") or stored.consent_sha256, stored.activity.consent_shown
    if version != stored.consent_sha256:
        version, text = _consent(version, stored)
    trapped = bool(sent.get(HONEYPOT))
    return Visit(stored, typed_in(sent), version, text, submission_id_in(sent), trapped, late)


def _repeated(visit: Visit) -> ResponseReturnValue | None:
    """The receipt again, for a learner whose answer was lost on the way before the activity closed or changed."""
    try:
        with database().read() as session:
            done = attestations.repeated(session, visit.stored, visit.id, visit.typed)
    except AnswersDiffer:
        return None
    return _received(done, visit.stored) if done else None


def check(visit: Visit) -> ResponseReturnValue:
    """The check screen, or the form with its errors. Nothing is stored."""
    if wants_json():
        problems = [problem for problem in visit.problems if problem.field != "attest"]
        if visit.errors:
            funnel.refused(visit.stored.id, visit.errors)
        else:
            funnel.checked(visit.stored.id)
        return as_json(200, {"problems": problems_as_json(problems)})
    if visit.errors:
        return _refuse(visit, visit.errors)
    with database().read() as session:
        known = attestations.seems_known(session, visit.stored, visit.reading.record)
    funnel.checked(visit.stored.id)
    return visit.check(known=MESSAGES[Code.SAME_PERSON_TWICE].learner if known else "")


def submit(visit: Visit) -> ResponseReturnValue:
    """Store the attestation and lead to its receipt; only what has no error is stored."""
    if visit.errors:
        problems = [*visit.errors, *visit.unconfirmed] if wants_json() else visit.errors
        return _repeated(visit) or _refuse(visit, problems)
    if visit.unconfirmed:
        return _unconfirmed(visit)
    try:
        room.check()
        done = _stored(visit)
    except NoRoom:
        return _repeated(visit) or _no_room(visit)
    except AnswersDiffer:
        return _differs(visit)
    except Full:
        return closed(visit.stored, "full")
    if done is None:
        return _too_many(visit)
    if not done.repeated:
        funnel.stored(visit.stored.id)
    return _received(done, visit.stored)


def not_saved(error: Exception) -> ResponseReturnValue:
    """The answer to a failure of ours: it says that nothing was saved, and keeps what was typed.

    503 where it is the database that failed, a full disk say: that passes.
    """
    visit: Retried | None = g.get("visit")
    status = 503 if isinstance(getattr(error, "original_exception", None), DatabaseError) else 500
    if wants_json():
        return problem_json(status, NOT_SAVED)
    if visit is None:
        return render_template("errors/500.html"), status
    return visit.again(NOT_SAVED, status)


def _stored(visit: Visit) -> attestations.Submission | None:
    """What was stored, with its letter; None where too many send at this moment."""
    moment, late = now(), visit.late
    with database().write() as session:
        if not all(
            limits.allow(session, bucket, who, limit=most, window=MINUTE, now=moment)
            for bucket, who, most in _limits(visit.stored)
        ):
            return None
        done = attestations.submit(
            session,
            visit.stored,
            submission_id=visit.id,
            typed=visit.typed,
            reading=visit.reading,
            consent_sha256=visit.consent_version,
            origin="form",
            policy=policy(),
            actor="learner",
            now=moment,
            held=visit.trapped,
            beyond_cap=bool(late and late.link),
        )
        if late and not done.repeated:
            attestations.came_late(session, done.record_id, late.history, now=moment)
            if late.link:
                late_links.spend(session, late.link, visit.id, now=moment)
        if not done.repeated and (letter := receipt_letter(visit, done)):
            letters.put_receipt(session, done.record_id, letter, now=moment)
    return done


def _limits(stored: StoredActivity) -> list[tuple[str, str, int]]:
    """What a post counts for, and how many a minute are too many: a whole hall behind one address is not."""
    return [
        ("learner", stored.id, settings().learner_posts_per_minute),
        ("address", request.remote_addr or "", settings().address_posts_per_minute),
    ]


def _consent(sha256: str, stored: StoredActivity) -> tuple[str, str]:
    """The version of the consent text that was on the screen, and its words; today's where we never showed it."""
    with suppress(Missing), database().read() as session:
        if SHA256.fullmatch(sha256):
            return sha256, consents.shown_for(session, stored.id, sha256)
    return stored.consent_sha256, stored.activity.consent_shown


def _refuse(visit: Visit, problems: Sequence[Problem], alert: str = "") -> ResponseReturnValue:
    funnel.refused(visit.stored.id, problems)
    if wants_json():
        return problem_json(400, alert or "There is a problem with the answers", problems)
    return visit.form(problems, status=400, alert=alert)


def _unconfirmed(visit: Visit) -> ResponseReturnValue:
    funnel.refused(visit.stored.id, visit.unconfirmed)
    if wants_json():
        return problem_json(400, "There is a problem with the answers", visit.unconfirmed)
    return visit.check(visit.unconfirmed, status=400)


def _too_many(visit: Visit) -> ResponseReturnValue:
    response = problem_json(429, TOO_MANY) if wants_json() else visit.again(TOO_MANY, 429)
    response.headers["Retry-After"] = "60"
    return response


def _no_room(visit: Visit) -> ResponseReturnValue:
    return problem_json(503, NO_ROOM) if wants_json() else visit.again(NO_ROOM, 503)


def _differs(visit: Visit) -> ResponseReturnValue:
    if wants_json():
        return problem_json(409, "This submission was saved before, with other answers")
    return page("attest/differs.html", 409, activity=visit.stored.activity, action=visit.action)


def _received(done: attestations.Submission, stored: StoredActivity) -> ResponseReturnValue:
    address = url_for("attest.receipt", token=done.token)
    if wants_json():
        body = {"reference": codes.format_reference(done.reference), "receipt_url": public_url(address)}
        return as_json(200 if done.repeated else 201, body)
    response = redirect(kiosk.receipt_address(done) if stored.activity.kiosk else address, 303)
    response.cache_control.no_store = True
    return response
