"""The receipt as a letter, for those who gave an address, where attest has a mail server to send it by."""

from __future__ import annotations

from flask import url_for

from blueprints.attest.visit import Visit
from blueprints.attest.wording import credits_of
from blueprints.current import public_url, sends_letters
from delivery import wording
from storage import codes
from storage.attestations import Submission
from storage.letters import Words


def receipt_letter(visit: Visit, done: Submission) -> Words | None:
    """The letter; None where none is sent. A program that filled in the trap makes us write to nobody."""
    activity, record = visit.stored.activity, visit.reading.record
    if not sends_letters() or not record.email or visit.trapped:
        return None
    return wording.receipt(
        activity,
        record,
        reference=codes.format_reference(done.reference),
        claimed=credits_of(record.credits, activity) if record.credits else "",
        url=public_url(url_for("attest.receipt", token=done.token)),
    )
