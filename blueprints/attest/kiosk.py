"""What is different where many people use one tablet: nothing of a person may be left for the next.

The tablet never learns the address of a receipt, which opens for good. It gets one of its own, which shows the
reference and how to open the receipt elsewhere, and nothing at all once the time is over. static/attest/kiosk.js and
`autocomplete="off"` do the rest; docs/kiosk.md says what holds without a script.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature

from blueprints.attest import bp
from blueprints.attest.form import Form
from blueprints.attest.pages import page, wants_json
from blueprints.attest.visit import Visit
from blueprints.current import database, now, policy, sends_letters, signer, today, typed_address
from blueprints.guard import public
from pars.record import Activity, LearnerRecord
from storage import attestations, codes
from storage.activities import StoredActivity
from storage.attestations import Submission
from storage.errors import Missing

PURPOSE = "kiosk receipt"
SHOWN_FOR = timedelta(minutes=2)
"""How long after it was stored the tablet may show a reference."""
AT_REST = 30
"""Seconds without a touch after which a page that is done makes room for the next person."""


def blank(stored: StoredActivity) -> Response:
    """The form with nothing filled in, for one visit: known by its id from the start, and kept by no cache."""
    return page(
        "attest/form.html",
        activity=stored.activity,
        form=Form(
            activity=stored.activity,
            policy=policy(),
            today=today(stored.activity),
            sends_receipt=sends_letters(),
        ),
        action=url_for("attest.form", code=stored.code),
        consent_version=stored.consent_sha256,
        consent_text=stored.activity.consent_shown,
        submission_id=str(uuid4()),
    )


def receipt_address(done: Submission) -> str:
    """Where the tablet goes when the record is stored: the same address for each try of one submission."""
    return url_for("attest.kiosk_receipt", ticket=signer(PURPOSE).dumps(done.record_id))


@bp.get("/r/kiosk/<ticket>")
@public
def kiosk_receipt(ticket: str) -> ResponseReturnValue:
    """The reference, for two minutes; of the person, nothing."""
    try:
        with database().read() as session:
            found = attestations.receipt_of(session, signer(PURPOSE).loads(ticket))
    except (BadSignature, Missing):
        abort(404)
    record, activity = found.record.record, found.stored.activity
    action = url_for("attest.form", code=found.stored.code)
    if now() - found.received_at > SHOWN_FOR:
        return _over(activity, action)
    return page(
        "attest/kiosk_receipt.html",
        activity=activity,
        action=action,
        seconds=AT_REST,
        reference=codes.format_reference(found.reference),
        proof=_proof(record),
        is_mailed=bool(sends_letters() and record.email and activity.email != "off"),
        where=typed_address("/r/"),
    )


def is_done(visit: Visit) -> bool:
    """Whether a tablet sends a form once more after its record was stored, as Back and Reload make a browser do."""
    if wants_json() or not (visit.stored.activity.kiosk and visit.submission_id):
        return False
    with database().read() as session:
        return attestations.is_stored(session, visit.submission_id)


def over(visit: Visit) -> Response:
    """The answer to it: nothing of what it was sent with is shown again."""
    return _over(visit.stored.activity, visit.action)


def _over(activity: Activity, action: str) -> Response:
    where = typed_address("/r/")
    return page("attest/kiosk_over.html", activity=activity, action=action, seconds=AT_REST, where=where)


def _proof(record: LearnerRecord) -> str:
    """What besides the reference opens this receipt elsewhere, in words; "" where we keep nothing to know them by."""
    if record.birth_month:
        return "your birth month and day"
    return "your email address" if record.email else ""
