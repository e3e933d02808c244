"""The receipt: proof at an address of its own, where the record stands by now, and what its learner can do."""

from __future__ import annotations

from datetime import datetime

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from blueprints.attest import bp
from blueprints.attest.opinion import Questions
from blueprints.attest.pages import page
from blueprints.attest.standing_words import told
from blueprints.attest.wording import credits_of, long_date, moment
from blueprints.current import database, policy
from blueprints.guard import public
from pars.asking import wants_license
from pars.record import Activity
from storage import attestations, codes, letters, provider, standing
from storage.attestations import Receipt
from storage.errors import Missing
from storage.standing import Stage, Standing

Offer = tuple[str, str]
LETTERS = {
    letters.WAITING: "A copy is on its way to your email address.",
    letters.SENDING: "A copy is on its way to your email address.",
    letters.SENT: "A copy was sent to your email address.",
    letters.FAILED: "A copy could not be sent to your email address, so keep this page.",
}
"""Of the letter with the receipt, by where it stands; of one that may have been sent there is nothing to say."""


@bp.get("/r/<token>")
@public
def receipt(token: str) -> ResponseReturnValue:
    """What was received, for whoever holds the address: no birthday, no number of a license."""
    found = own(token)
    with database().read() as session:
        stands = standing.of(session, found.record, policy())
        days = provider.window(session).days
        letter = LETTERS.get(letters.receipt_state(session, found.record.id), "")
    activity, record = found.stored.activity, found.record.record
    facts = [
        ("Name", f"{record.first_name} {record.last_name}"),
        ("Activity", activity.title),
        ("Provider", activity.provider_name),
        ("Credits", credits_of(record.credits, activity) if record.credits else ""),
        ("Completed on", long_date(record.completion_date) if record.completion_date else ""),
        ("Received", moment(found.received_at, activity.timezone)),
    ]
    if stands.corrected_at:
        facts.append(("Last changed", _changed(stands.corrected_at, stands.corrected_by, activity)))
    return page(
        "attest/receipt.html",
        activity=activity,
        reference=codes.format_reference(found.reference),
        facts=facts,
        letter=letter,
        standing=told(stands, record, activity, policy(), days),
        offers=_offers(token, found, stands),
        consent_text=found.consent_text if record.consent else "",
        opinion=Questions(token=token, given=found.opinion_given),
    )


def own(token: str) -> Receipt:
    """The receipt behind a token; a plain 404 where there is none."""
    try:
        with database().read() as session:
            return attestations.receipt(session, token)
    except Missing:
        abort(404)


def _offers(token: str, found: Receipt, stands: Standing) -> list[Offer]:
    """What the learner can do: where it leads, and the words. A record set aside can only be withdrawn."""
    record, activity = found.record.record, found.stored.activity
    offers = []
    if stands.stage not in (Stage.SET_ASIDE, Stage.MERGED):
        if wants_license(record, activity, policy()):
            offers.append((url_for("attest.add_license", token=token), "Add my license number"))
        offers.append((url_for("attest.correct_own", token=token), "Correct my details"))
    if record.consent:
        offers.append((url_for("attest.withdraw", token=token), "Withdraw my permission"))
    return offers


def _changed(at: datetime, actor: str, activity: Activity) -> str:
    who = "you" if actor == "learner" else activity.provider_name
    return f"{moment(at, activity.timezone)}, by {who}"
