"""Sends the letters that are due: one step of the server's background work, and of `flask send-letters`."""

from __future__ import annotations

import logging

from blueprints.current import House
from delivery import outbox
from delivery.mail import Outcome, Post

log = logging.getLogger("attest")


def post_of(house: House) -> Post | None:
    """The mail server of the settings; None where letters are not sent by attest."""
    config = house.config
    return Post.of(config.smtp_url, config.mail_from) if config.smtp_url else None


def send_letters(house: House, *, most: int = outbox.MOST_AT_ONCE) -> int:
    """Send what is due, `most` letters at most; how many it was. Logs numbers, never whom or what."""
    post = post_of(house)
    if post is None:
        return 0
    ends = outbox.send_due(house.database, post, house.clock, most=most)
    if ends:
        level = logging.INFO if set(ends) == {Outcome.SENT} else logging.WARNING
        log.log(level, "letters", extra={"told": {outcome.value: number for outcome, number in ends.items()}})
    return ends.total()
