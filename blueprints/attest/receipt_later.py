"""A link by mail, for those who do not have the number of their license with them."""

from __future__ import annotations

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from blueprints.attest import bp
from blueprints.attest.receipt import own
from blueprints.attest.receipt_correct import done, write_to_us
from blueprints.attest.wording import plain_date
from blueprints.current import database, now, policy, public_url, sends_letters
from blueprints.guard import public
from delivery import wording
from pars.asking import wants_license
from storage import letters, links, own_record
from storage.errors import NotAllowed, TooOften

TOO_MANY_LETTERS = (
    "Your email address has had as many letters as we send in a day. Try again tomorrow, or open your receipt "
    "again when you have the number: its address stays the same."
)


@bp.post("/r/<token>/license/later")
@public
def license_later(token: str) -> ResponseReturnValue:
    """Send the link to the address that the learner gave, and nowhere else: one a day at most."""
    found, moment = own(token), now()
    record, activity = found.record.record, found.stored.activity
    if not (sends_letters() and record.email and wants_license(record, activity, policy())):
        abort(404)
    try:
        with database().write() as session:
            made, expires_at = own_record.link_for_later(session, token, policy=policy(), now=moment)
            if made:
                url = public_url(url_for("attest.correction", token=made.token))
                words = wording.letter(activity, record, url, expires_at)
                key = links.letter_key(made.id)
                letters.put_asked_for(session, key, found.record.id, words, now=moment)
    except NotAllowed:
        return write_to_us(token, found)
    except TooOften:
        refused = done(token, found, "No letter was sent", TOO_MANY_LETTERS)
        refused.status_code = 429
        return refused
    until = plain_date(expires_at.astimezone(activity.zone).date())
    return done(
        token,
        found,
        "Look in your mail",
        "A link is on its way to the email address you gave, or has arrived there before. "
        f"It works once, until {until}.",
        "You can also open your receipt again when you have the number: its address stays the same.",
    )
